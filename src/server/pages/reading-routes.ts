import {Hono} from 'hono'
import type {RequestFacts} from '../http/context.js'
import type {RouteContext} from './context.js'
import {downloadRoutes} from './downloads/download-routes.js'
import {figureRoutes} from './figures/figure-routes.js'
import {PageData} from './page-data.js'
import {promptRoutes} from './prompts/prompt-routes.js'
import {resultRoutes} from './results/result-routes.js'
import {runRoutes} from './runs/run-routes.js'

/** The pages to read: figures, results, prompts, runs, and all of it as files. None of them needs scripts. */
export function readingRoutes(context: RouteContext): Hono<RequestFacts> {
  const data = new PageData(context)
  const app = new Hono<RequestFacts>()
  for (const routes of [figureRoutes, resultRoutes, promptRoutes, runRoutes, downloadRoutes])
    app.route('/', routes(context, data))
  return app
}
