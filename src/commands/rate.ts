import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {decisionFlags, decisionSettings, onlyWithDecide} from '../cli/deciding/decision-flags.js'
import {factorFlags, leaveOutFlag, scopeFlags, versionFlags} from '../cli/flags.js'
import type {OneRating} from '../cli/rating/rate-one.js'
import type {RatingFlags} from '../cli/rating/rating-plan.js'
import {needsTerminal, usage} from '../errors/catalogue.js'
import type {ImportAnswer} from '../rating/import/plan.js'
import type {RatingRecord} from '../records/rating.js'
import type {SessionSummary} from '../rating/tally.js'
import type {Store} from '../store/store.js'
import type {ListedItem} from '../terminal/views/upcoming-view.js'

type Answer = RatingRecord | SessionSummary | ImportAnswer | UpcomingAnswer

/** What comes next for a rater: nothing in it names a system. */
interface UpcomingAnswer {
  rater: string
  next: ListedItem[]
}

export default class Rate extends BaseCommand {
  static override writes = true
  static override summary = 'Rate results blind, one key each; or save ratings from a script or a file.'
  static override description =
    "Shows one result at a time without its model, style, cost or run. 1 to 5 saves at once and goes on; ? lists the keys. A share of the results is steered to several raters, so that `bench stats --agreement` can say how far they agree; now and then something comes again, to see how far you agree with yourself (that enters no mean). Who rates: --user, BENCH_USER, git's user.email, the system's user."
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'One persona, a short session:',
      command: '<%= config.bin %> <%= command.id %> --persona tech_pm --limit 15',
    },
    {
      description: 'Only what the open decision needs:',
      command: '<%= config.bin %> <%= command.id %> --decide',
    },
    {
      description: 'For scripts:',
      command: '<%= config.bin %> <%= command.id %> 3f2a91c0 --score 4 --note "two chips are the same"',
    },
    {
      description: 'With the reasons:',
      command:
        '<%= config.bin %> <%= command.id %> 3f2a91c0 --score 2 --tag generic --bad-chip weekly_report',
    },
    {
      description: 'What would come next, for a rating form of your own:',
      command: '<%= config.bin %> <%= command.id %> --next 12 --json',
    },
    {
      description:
        'Ratings from elsewhere, or an export that was edited (result_id, user_id, rating, note, flagged):',
      command: '<%= config.bin %> <%= command.id %> --import ratings.csv',
    },
  ]
  static override args = {
    result: Args.string({ignoreStdin: true, description: 'result id, or the beginning of one; with --score'}),
  }
  static override flags = {
    ...factorFlags,
    ...scopeFlags,
    ...versionFlags,
    user: Flags.string({description: 'who rates', helpValue: 'NAME'}),
    score: Flags.integer({
      description: 'save this score for RESULT and end',
      min: 1,
      max: 5,
      exclusive: ['import'],
    }),
    note: Flags.string({description: 'with --score: a remark on the result', dependsOn: ['score']}),
    flag: Flags.boolean({description: 'with --score: flag the result', dependsOn: ['score']}),
    tag: Flags.string({
      description: 'with --score: why, a tag of the suite; several, too; they replace those before',
      helpValue: 'LABEL',
      multiple: true,
      multipleNonGreedy: true,
      dependsOn: ['score'],
    }),
    'bad-chip': Flags.string({
      description: 'with --score: the key of a chip that is bad; several, too; they replace those before',
      helpValue: 'KEY',
      multiple: true,
      multipleNonGreedy: true,
      dependsOn: ['score'],
    }),
    import: Flags.string({
      description:
        'take what is new or changed in a file: CSV, JSONL, JSON or Parquet, also .gz, - for stdin; or nothing of it',
      helpValue: 'FILE',
    }),
    'skip-missing': Flags.boolean({
      description: 'with --import: leave out lines of results that are not here',
      dependsOn: ['import'],
    }),
    'overwrite-newer': Flags.boolean({
      description: 'with --import: also where what is stored is newer than the line',
      dependsOn: ['import'],
    }),
    next: Flags.integer({
      description: 'list so many results that would come next, without their systems, and end',
      min: 1,
      max: 1000,
      exclusive: ['score', 'import', 'reveal'],
    }),
    limit: Flags.integer({description: 'results in this session', default: 40, min: 1, max: 1000}),
    overlap: Flags.string({
      description: 'share of what is asked that is steered to several raters, 0 to 1',
      default: '0.2',
      helpValue: 'SHARE',
    }),
    decide: Flags.boolean({
      description:
        'ask only for what the open decision needs; its question: these flags, else the config file',
      exclusive: ['score', 'import', 'overlap'],
    }),
    ...onlyWithDecide(decisionFlags),
    ...leaveOutFlag,
    reveal: Flags.boolean({
      description: 'show model, cost and run before the rating; such ratings are marked as not blind',
    }),
    plain: Flags.boolean({description: 'append lines instead of drawing a screen (also: ACCESSIBLE=1)'}),
  }

  async run(): Promise<Answer> {
    const {args, flags} = await this.parse(Rate)
    const {raterName} = await import('../cli/rating/rater.js')
    const rater = await raterName(flags.user, (await this.project()).user)
    if (flags.import !== undefined)
      return this.#import(await this.openStore(flags.db), flags.import, {
        rater,
        skipMissing: flags['skip-missing'],
        overwriteNewer: flags['overwrite-newer'],
      })
    if (args.result !== undefined || flags.score !== undefined) {
      if (args.result === undefined)
        throw usage(
          '--score needs the id of a result. Nothing was written.',
          'bench rate RESULT_ID --score 4',
        )
      if (flags.score === undefined)
        throw usage(
          'Rating one result needs --score 1 to 5. Nothing was written.',
          `bench rate ${args.result} --score 4`,
        )
      return this.#rateOne(await this.openStore(flags.db), args.result, {
        rater,
        score: flags.score,
        note: flags.note,
        flag: flags.flag,
        tags: flags.tag,
        badChips: flags['bad-chip'],
      })
    }

    if (flags.next !== undefined) return this.#next(flags, rater, flags.next)
    if (!process.stdin.isTTY || !process.stdout.isTTY || this.jsonEnabled()) throw needsTerminal()
    return this.#interactive(flags, rater)
  }

  /** The store, the results that flags choose, and how a session of this rater is planned. */
  async #scope(flags: RatingFlags, rater: string, limit: number) {
    const [{decimalFlag}, {PersonaTexts}] = await Promise.all([
      import('../cli/numbers.js'),
      import('../cli/persona-texts.js'),
    ])
    const overlap = decimalFlag('--overlap', flags.overlap, {min: 0, max: 1}) ?? 0
    const store = await this.openStore(flags.db)
    await store.raters.refuseRemoved(rater)
    // A decision counts what it leaves out.
    const wanted = {...flags, without: flags.decide ? undefined : flags['leave-out']}
    const chosen = await this.chosenResults(store, wanted, {isRetiredLeftOut: true})
    const usual = {rater, limit, overlap}
    const scope = {store, filter: chosen.filter, personas: new PersonaTexts(store)}
    if (!flags.decide) return {...scope, plan: usual, renew: undefined, anew: undefined}
    const [{decisionPlan}, {decision}] = await Promise.all([
      import('../cli/deciding/decision-plan.js'),
      this.project(),
    ])
    const anew = () => decisionPlan(store, chosen, decisionSettings(flags), decision)
    const plan = {...usual, ...(await anew())}
    const {renewing} = await import('../cli/deciding/decision-renewal.js')
    return {...scope, plan, renew: renewing(store, chosen.filter, {plan, anew}), anew}
  }

  async #next(flags: RatingFlags, rater: string, count: number): Promise<UpcomingAnswer> {
    const [{plannedQueue, upcomingItems}, {upcomingView}, {screenWidth}] = await Promise.all([
      import('../cli/rating/rating-plan.js'),
      import('../terminal/views/upcoming-view.js'),
      import('../terminal/width.js'),
    ])
    const {store, filter, personas, plan} = await this.#scope(flags, rater, count)
    // A repeat is unannounced, and a score that is imported would replace the first rating.
    const queue = await plannedQueue(store, filter, {...plan, hasRepeats: false})
    const next = await upcomingItems(store, queue, personas)
    this.log(upcomingView(next, screenWidth()))
    return {rater, next}
  }

  async #interactive(flags: RatingFlags, rater: string): Promise<SessionSummary> {
    const [
      {ratingPorts},
      {isTelling, plannedQueue},
      {RatingSession},
      {rateInTerminal, exitCodeOfSignal},
      {sessionSummary},
      {suiteRubric, loopCalibration},
    ] = await Promise.all([
      import('../rating/queue/plan.js'),
      import('../cli/rating/rating-plan.js'),
      import('../rating/session.js'),
      import('../terminal/rating/rating-loop.js'),
      import('../terminal/rating/session-summary.js'),
      import('../cli/rating/rubric.js'),
    ])
    const {store, filter, personas, plan, renew, anew} = await this.#scope(flags, rater, flags.limit)
    const queue = await plannedQueue(store, filter, plan)
    const {texts, definition} = suiteRubric((await this.loadSuite(undefined)).suite)
    const isBlind = !flags.reveal && !(await isTelling(store, flags, filter))
    const ports = {
      ...ratingPorts(store, rater, personas),
      keepRubric: () => store.runs.define(definition ? [definition] : []),
    }
    const session = new RatingSession(ports, queue, {
      rater,
      reveal: !isBlind,
      rubricVersion: texts.version,
      renew,
    })
    const signal = await rateInTerminal(
      session,
      {
        rater,
        // A decision may need less than it did.
        get total() {
          return session.total
        },
        texts,
        reveal: flags.reveal,
        personaText: (result) => personas.of(result),
        leastPerType: (result) => personas.leastPerType(result),
      },
      {
        input: process.stdin,
        output: process.stdout,
        plain: flags.plain || !['', '0', undefined].includes(process.env['ACCESSIBLE']),
      },
      await loopCalibration(store, rater, texts),
    )
    process.exitCode = exitCodeOfSignal(signal)
    this.log(sessionSummary(session.summary(), texts.anchors))
    if (anew && session.summary().rated > 0) {
      const {endSentence} = await import('../cli/deciding/decision-renewal.js')
      const sentence = await endSentence(store, rater, anew)
      if (sentence !== undefined) {
        const [{wrapText}, {screenWidth}] = await Promise.all([
          import('../terminal/lines.js'),
          import('../terminal/width.js'),
        ])
        this.log(`\n${wrapText(sentence, screenWidth()).join('\n')}`)
      }
    }

    return session.summary()
  }

  async #rateOne(store: Store, wanted: string, rating: OneRating): Promise<RatingRecord> {
    const {rateOne} = await import('../cli/rating/rate-one.js')
    const suiteTags = async () =>
      (await this.loadSuite(undefined)).suite.rating?.tags.map(({label}) => label) ?? []
    const saved = await rateOne(store, wanted, rating, suiteTags)
    this.log(`Saved: ${rating.score} for ${saved.result_id} by ${rating.rater}.`)
    return saved
  }

  async #import(
    store: Store,
    name: string,
    options: {rater: string; skipMissing: boolean; overwriteNewer: boolean},
  ): Promise<Answer> {
    const [{importRatings}, {readWholeFile}, {importView}, {buffer}] = await Promise.all([
      import('../cli/rating/import-ratings.js'),
      import('../cli/rating/read-import.js'),
      import('../terminal/views/import-view.js'),
      import('node:stream/consumers'),
    ])
    const bytes = name === '-' ? await buffer(process.stdin) : await readWholeFile(name)
    const {suite} = await this.loadSuite(undefined)
    const suiteTags = suite.rating?.tags.map(({label}) => label) ?? []
    const answer = await importRatings(store, name === '-' ? 'stdin' : name, bytes, {...options, suiteTags})
    this.log(importView(answer))
    return answer
  }
}
