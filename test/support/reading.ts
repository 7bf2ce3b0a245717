import {Hono} from 'hono'
import type {RequestFacts} from '../../src/server/http/context.js'
import type {RouteContext} from '../../src/server/pages/context.js'
import type {DecisionSettings} from '../../src/decide/question.js'
import type {LoadedSuite} from '../../src/suite/files/load.js'
import {tempFolder} from './processes.js'
import {newDatabase} from './stores.js'

/** Imported for the reason that test/support/api.ts gives. */
async function modules() {
  const [cache, jobs, routes, sightings, location, store, suite, texts] = await Promise.all([
    import('../../src/server/http/change-cache.js'),
    import('../../src/server/jobs/jobs.js'),
    import('../../src/server/pages/reading-routes.js'),
    import('../../src/server/http/sightings.js'),
    import('../../src/store/database/location.js'),
    import('../../src/store/store.js'),
    import('../../src/suite/files/load.js'),
    import('../../src/cli/persona-texts.js'),
  ])
  return {...cache, ...jobs, ...routes, ...sightings, ...location, ...store, ...suite, ...texts}
}

/** Imported and read once for all that a process opens. */
let loaded: ReturnType<typeof modules> | undefined
let builtInSuite: Promise<LoadedSuite> | undefined

/** The reading pages over a database of their own, without a server, scripts or the frame around each page. */
export async function readingPages({usualDecision}: {usualDecision?: DecisionSettings} = {}) {
  const made = await (loaded ??= modules())
  const folder = await tempFolder()
  const file = folder.file('bench.db')
  await newDatabase(file)
  const store = await made.openStore(made.databaseLocation(`file:${file}`, {}), {create: false})
  const jobs = made.jobsOf(store)
  /** What was noted as seen: results, and how often figures were opened. */
  const seen = {results: [] as string[], figures: 0}
  const noting: ConstructorParameters<typeof made.Sightings>[0] = {
    saw: ({ids}) => {
      seen.results.push(...ids)
      return Promise.resolve()
    },
    openedFigures: () => {
      seen.figures++
      return Promise.resolve()
    },
  }
  const context: RouteContext = {
    store,
    jobs,
    cache: new made.ChangeCache(store.changes),
    tokens: [],
    needsToken: false,
    personas: new made.PersonaTexts(store),
    suite: await (builtInSuite ??= made.loadBuiltInSuite()),
    usualDecision,
    sightings: new made.Sightings(noting),
    references: undefined as never,
    rubric: undefined as never,
    commands: undefined as never,
    show: (c, {title, body}, status = 200) => c.html(`<title>${title}</title>${body.text}`, status),
    userOf: () => 'lead',
  }
  const app = new Hono<RequestFacts>().route('/', made.readingRoutes(context))
  return {
    store,
    seen,
    /** A page, and its text as it is read: without tags, blanks closed up. */
    async get(path: string) {
      const answer = await app.request(path)
      const html = await answer.text()
      return {status: answer.status, headers: answer.headers, html, text: readable(html)}
    },
    async close() {
      await store.close()
      await folder.remove()
    },
  }
}

export type ReadingPages = Awaited<ReturnType<typeof readingPages>>

function readable(html: string): string {
  const text = html.replace(/<svg[^]*?<\/svg>/g, '').replace(/<[^>]*>/g, ' ')
  const signs: Record<string, string> = {amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'"}
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name]!).replace(/\s+/g, ' ')
}

/** The addresses of a page's links whose text fits. */
export function links(html: string, fits: RegExp): string[] {
  return [...html.matchAll(/<a [^>]*?href="([^"]*)"[^>]*>([^]*?)<\/a>/g)]
    .filter(([, , text]) => fits.test(readable(text!).trim()))
    .map(([, href]) => href!.replaceAll('&amp;', '&'))
}
