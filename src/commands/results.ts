import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {factorFlags} from '../cli/flags.js'
import {resultNotFound} from '../errors/catalogue.js'
import {RESULT_SORTS, RESULT_STATUSES, type ResultRecord, type ResultSummary} from '../records/result.js'
import type {CallRecord} from '../records/call.js'
import type {Store} from '../store/store.js'

type OneResult = ResultRecord & Pick<ResultSummary, 'avg_rating' | 'rating_count'> & {calls: CallRecord[]}

export default class Results extends BaseCommand {
  static override summary = 'List results, or show one with its chips and calls.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {description: 'The dearest of one model:', command: '<%= config.bin %> <%= command.id %> --model openai/gpt-5-mini --sort cost --limit 5'},
    {description: 'One result in full; the beginning of its id is enough:', command: '<%= config.bin %> <%= command.id %> 3f2a91c0'},
  ]
  static override args = {result: Args.string({description: 'result id, or the beginning of one'})}
  static override flags = {
    ...factorFlags,
    run: Flags.string({description: 'run id', helpValue: 'ID'}),
    status: Flags.option({options: RESULT_STATUSES, description: 'completed or failed ones only'})(),
    'rated-by': Flags.string({description: 'rated by this user', helpValue: 'USER'}),
    'unrated-by': Flags.string({description: 'not rated by this user', helpValue: 'USER'}),
    sort: Flags.option({options: RESULT_SORTS, description: 'order', default: 'newest'})(),
    limit: Flags.integer({description: 'at most so many', default: 20, min: 1, max: 10_000}),
    offset: Flags.integer({description: 'leave out so many', default: 0, min: 0}),
  }

  async run(): Promise<OneResult | {results: ResultSummary[]; total: number}> {
    const {args, flags} = await this.parse(Results)
    const store = await this.openStore(flags.db)
    if (args.result !== undefined) return this.#show(store, args.result)
    const {resultFilter, refuseUnknownLevels} = await import('../cli/result-filter.js')
    const filter = {
      ...(await resultFilter(store, flags)),
      status: flags.status,
      rated_by: flags['rated-by'],
      unrated_by: flags['unrated-by'],
    }
    const page = await store.results.list(filter, {limit: flags.limit, offset: flags.offset, sort: flags.sort})
    if (page.total === 0) await refuseUnknownLevels(store, filter)
    if (this.jsonEnabled()) return page
    if (page.results.length === 0) {
      this.log(page.total === 0 ? 'No results.' : `Only ${page.total} results; --offset ${flags.offset} is beyond them.`)
      return page
    }

    const {resultsView} = await import('../terminal/result-view.js')
    this.log(resultsView(page.results))
    const last = flags.offset + page.results.length
    const more = last < page.total ? ` · more: --offset ${last}` : ''
    this.log(`\n${flags.offset + 1}–${last} of ${page.total}${more} · one in full: bench results ID`)
    return page
  }

  async #show(store: Store, wanted: string): Promise<OneResult> {
    const ids = await store.results.idsLike(wanted)
    const id = ids.includes(wanted) ? wanted : ids.length === 1 ? ids[0] : undefined
    const result = id === undefined ? undefined : await store.results.get(id)
    if (!result) throw resultNotFound(wanted, ids)
    const calls = await store.calls.ofResult(result.id)
    if (!this.jsonEnabled()) {
      const {resultView} = await import('../terminal/result-view.js')
      this.log(resultView(result, calls, process.stdout.columns || 80))
    }

    return {...result, calls}
  }
}
