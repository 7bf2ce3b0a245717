import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {personName} from '../text/person-name.js'
import {factorFlags, scopeFlags} from '../cli/flags.js'
import {usage} from '../errors/catalogue.js'
import type {CallRecord} from '../records/call.js'
import type {ShownJudgement} from '../judging/shown-judgement.js'
import type {NoteRecord, RatingRecord} from '../records/rating.js'
import {
  RESULT_SORTS,
  RESULT_STATUSES,
  type RatedResult,
  type ResultSort,
  type ResultSummary,
} from '../records/result.js'
import type {SameCase} from '../versions/same-case.js'
import type {ResultFilter} from '../store/results.js'
import type {Store} from '../store/store.js'
import {screenWidth} from '../terminal/width.js'

type OneResult = RatedResult & {
  calls: CallRecord[]
  ratings: RatingRecord[]
  notes: NoteRecord[]
  judgements: ShownJudgement[]
}

export default class Results extends BaseCommand {
  static override summary = 'List results, or show one with its chips, calls, ratings and notes.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'The dearest of one model:',
      command: '<%= config.bin %> <%= command.id %> --model openai/gpt-5-mini --sort cost --limit 5',
    },
    {
      description: 'The worst rated one, in full:',
      command: '<%= config.bin %> <%= command.id %> --sort worst --open 1',
    },
    {
      description: "All systems' answers to the case of one result, side by side:",
      command: '<%= config.bin %> <%= command.id %> --case 3f2a91c0',
    },
    {
      description: 'What is left for me to rate:',
      command: '<%= config.bin %> <%= command.id %> --unrated-by ann@example.com',
    },
    {
      description: 'One result in full; the beginning of its id is enough:',
      command: '<%= config.bin %> <%= command.id %> 3f2a91c0',
    },
  ]
  static override args = {
    result: Args.string({ignoreStdin: true, description: 'result id, or the beginning of one'}),
  }
  static override flags = {
    ...factorFlags,
    ...scopeFlags,
    status: Flags.option({options: RESULT_STATUSES, description: 'completed or failed ones only'})(),
    'rated-by': Flags.string({description: 'rated by this user', helpValue: 'USER'}),
    'unrated-by': Flags.string({description: 'not rated by this user', helpValue: 'USER'}),
    flagged: Flags.boolean({description: 'flagged by somebody'}),
    tag: Flags.string({description: 'that somebody gave this tag', helpValue: 'LABEL'}),
    open: Flags.integer({
      description: 'show the result at this place of the list in full',
      min: 1,
      helpValue: 'N',
    }),
    case: Flags.string({
      description: "all systems' answers to the case of this result side by side",
      helpValue: 'RESULT',
      exclusive: ['open', 'sort', 'limit', 'offset'],
    }),
    worst: Flags.boolean({description: 'the lowest rated first', exclusive: ['sort']}),
    sort: Flags.option({options: RESULT_SORTS, description: 'order', default: 'newest'})(),
    limit: Flags.integer({description: 'at most so many', default: 20, min: 1, max: 10_000}),
    offset: Flags.integer({description: 'leave out so many', default: 0, min: 0}),
  }

  async run(): Promise<OneResult | SameCase | {results: ResultSummary[]; total: number}> {
    const {args, flags} = await this.parse(Results)
    const store = await this.openStore(flags.db)
    const {refuseUnknownLevels, refuseUnknownMarks, resolveResult} = await import('../cli/result-filter.js')
    if (flags.case !== undefined && args.result !== undefined)
      throw usage('A result, or --case with one: not both.', `bench results --case ${args.result}`)
    if (flags.case !== undefined)
      return this.#case(store, await resolveResult(store, flags.case), flags.worst)
    if (args.result !== undefined) return this.#show(store, await resolveResult(store, args.result))
    const filter = {
      ...(await this.chosenResults(store, {...flags, 'all-versions': true})).filter,
      status: flags.status,
      rated_by: oneForm(flags['rated-by']),
      unrated_by: oneForm(flags['unrated-by']),
      flagged: flags.flagged,
      tag: flags.tag,
    }
    const sort = flags.worst ? 'worst' : flags.sort
    if (flags.open !== undefined) return this.#open(store, filter, flags.offset + flags.open, sort)
    const page = await store.results.list(filter, {
      limit: flags.limit,
      offset: flags.offset,
      sort,
    })
    if (page.total === 0) {
      await refuseUnknownLevels(store, filter)
      await refuseUnknownMarks(store, filter, () => this.suitesAtHand())
    }

    if (this.jsonEnabled()) return page
    if (page.results.length === 0) {
      this.log(
        page.total === 0
          ? 'No results.'
          : `Only ${page.total} results; --offset ${flags.offset} is beyond them.`,
      )
      return page
    }

    const {resultsView} = await import('../terminal/views/results/result-view.js')
    this.log(resultsView(page.results, screenWidth()))
    const last = flags.offset + page.results.length
    const more = last < page.total ? ` · more: --offset ${last}` : ''
    this.log(
      `\n${flags.offset + 1}–${last} of ${page.total}${more} · one in full: bench results ID, or --open N`,
    )
    return page
  }

  async #case(store: Store, result: RatedResult, isWorstFirst: boolean): Promise<SameCase> {
    const {sameCase} = await import('../versions/same-case.js')
    const same = await sameCase(store, result, {suites: () => this.suitesAtHand(), isWorstFirst})
    if (!this.jsonEnabled()) {
      const {caseView} = await import('../terminal/views/results/case-view.js')
      this.log(caseView(same, screenWidth()))
    }

    await this.noteSeen(
      store,
      same.answers.map(({id}) => id),
    )

    return same
  }

  async #open(store: Store, filter: ResultFilter, place: number, sort: ResultSort): Promise<OneResult> {
    const {results, total} = await store.results.list(filter, {limit: 1, offset: place - 1, sort})
    const result = results[0] && (await store.results.get(results[0].id))
    if (!result)
      throw usage(
        `There is no result at place ${place}; the list has ${total}.`,
        '`bench results` with the same filters shows it.',
      )
    return this.#show(store, result)
  }

  async #show(store: Store, stored: RatedResult): Promise<OneResult> {
    const [{versionResolver}, {digitsOf, knownVersions}] = await Promise.all([
      import('../versions/resolver.js'),
      import('../versions/known-versions.js'),
    ])
    const {judgementsOfResult} = await import('../judging/shown-judgement.js')
    const suites = () => this.suitesAtHand()
    const result = await versionResolver(store, suites)(stored)
    const [calls, annotations, judgements] = await Promise.all([
      store.calls.ofResult(result.id),
      store.ratings.ofResult(result.id),
      judgementsOfResult(store, result.id),
    ])
    if (!this.jsonEnabled()) {
      const {resultView} = await import('../terminal/views/results/result-view.js')
      const digits = digitsOf((await knownVersions(store, suites)).versions)
      this.log(resultView(result, {calls, ...annotations, judgements, digits}, screenWidth()))
    }

    await this.noteSeen(store, [result.id])
    return {...result, calls, ...annotations, judgements}
  }
}

/** A name that cannot be one is looked for as it is, and not found. */
function oneForm(name: string | undefined): string | undefined {
  return name === undefined ? undefined : (personName(name) ?? name)
}
