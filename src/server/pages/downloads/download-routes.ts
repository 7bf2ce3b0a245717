import {Hono} from 'hono'
import {stream} from 'hono/streaming'
import {CALL_COLUMNS, DEFINITION_COLUMNS, RATING_COLUMNS, RESULT_COLUMNS} from '../../../export/columns.js'
import type {ExportInput} from '../../../export/descriptor.js'
import {csv, json, jsonl} from '../../../export/formats.js'
import {statsCsv} from '../../../figures/stats-formats.js'
import type {ResultFilter} from '../../../store/results.js'
import {safeJson} from '../../../text/json.js'
import {withVersions} from '../../../versions/resolver.js'
import type {PageRequest} from '../../auth/sign-in.js'
import type {RequestFacts} from '../../http/context.js'
import {groupsOf} from '../address.js'
import type {RouteContext} from '../context.js'
import {notFoundBody} from '../layout.js'
import type {PageData} from '../page-data.js'
import {chosenOf, listFilter} from '../results/list.js'
import {LIST_NAMES} from '../results/results-page.js'

const FORMATS = {
  csv: {write: csv, type: 'text/csv; charset=utf-8'},
  json: {write: json, type: 'application/json'},
  jsonl: {write: jsonl, type: 'application/jsonl'},
}
const TABLES = ['results', 'ratings', 'calls', 'definitions'] as const

type Table = (typeof TABLES)[number]
type Format = keyof typeof FORMATS

/** The data of the pages as files, in the formats of `bench export`, for everybody who may read the pages. */
export function downloadRoutes(
  {jobs, sightings, show, userOf}: RouteContext,
  data: PageData,
): Hono<RequestFacts> {
  const app = new Hono<RequestFacts>()
  app.get('/app/download/:file', async (c) => {
    const [name = '', ending = ''] = c.req.param('file').split('.')
    const table = TABLES.find((of) => of === name)
    const isFormat = Object.hasOwn(FORMATS, ending)
    if (!isFormat || (!table && name !== 'leaderboard'))
      return show(c, {title: 'Not found', body: notFoundBody()}, 404)
    const {address, problems} = await data.read(c, [...LIST_NAMES, 'group_by'])
    // Without its filter a file would hold what nobody asked for.
    if (problems.length > 0) return c.text(problems.join('\n'), 400)
    if (!table) {
      await sightings.figures(userOf(c))
      const factors = groupsOf(c)
      const scope = {filter: address.filter, allVersions: address.isAllVersions}
      const {board} = await data.kept(['board', factors, scope], () => jobs.board({factors, ...scope}))
      const rows = board.rows.map(({group, ...figures}) => ({...group, ...figures}))
      return file(c, name, ending as Format).body(
        ending === 'csv' ? statsCsv(rows, factors) : `${safeJson({...board, rows}, 2)}\n`,
      )
    }

    const filter = (await data.attempt(problems, () => listFilter(data, address, chosenOf(c))))?.filter
    if (filter === undefined) return c.text(problems.join('\n'), 400)
    const pieces = FORMATS[ending as Format].write(inputOf(data, table, filter))
    return stream(file(c, table, ending as Format), async (out) => {
      for await (const piece of pieces) {
        // A reader who has gone wants no further rows.
        if (out.aborted) return
        await out.write(piece)
      }
    })
  })
  return app
}

/** The headers of a file that is to be saved, not shown. */
function file(c: PageRequest, name: string, format: Format): PageRequest {
  c.header('Content-Type', FORMATS[format].type)
  c.header('Content-Disposition', `attachment; filename="bench-${name}.${format}"`)
  return c
}

/** Formats see rows as plain records; the columns of a table know their row type. */
function inputOf({store, suites}: PageData, table: Table, filter: ResultFilter): ExportInput {
  const inputs = {
    results: () => ({
      columns: RESULT_COLUMNS,
      pages: withVersions(store.results.pages(filter), store, suites),
    }),
    ratings: () => ({
      columns: RATING_COLUMNS,
      pages: withVersions(store.ratings.pages(filter), store, suites),
    }),
    calls: () => ({columns: CALL_COLUMNS, pages: store.calls.pages(filter)}),
    definitions: () => ({columns: DEFINITION_COLUMNS, pages: store.definitions.pages()}),
  }
  return {table, ...inputs[table]()} as unknown as ExportInput
}
