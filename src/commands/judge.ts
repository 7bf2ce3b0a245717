import {Flags} from '@oclif/core'
import {decisionSettings, openQuestionFlags, onlyWithDecide} from '../cli/deciding/decision-flags.js'
import {
  configurationFlags,
  recordingFlags,
  scopeFlags,
  shardFlags,
  suiteFlag,
  versionFlags,
  yesFlag,
} from '../cli/flags.js'
import {RunCommand} from '../cli/running/run-command.js'
import type {RunReport} from '../run/session.js'
import type {JudgeEstimate} from '../judging/estimate.js'
import {screenWidth} from '../terminal/width.js'

type Answer =
  RunReport | {judged: number; open: 0} | {dry_run: true; results: number; estimate: JudgeEstimate[]}

export default class Judge extends RunCommand {
  static override writes = true
  static override summary = 'Let a language model rate results by the rubric of the suite.'
  static override description = [
    'The judge sees what people see: person, role, what was asked, and the chips; no system and no cost. Its scores never enter a mean of people: they sharpen differences that people rated (--judge of bench stats and compare), as far as it agrees with them. `bench judge report` says how far that is.',
    'Every judgement is saved as it comes. The same command again, or `bench resume`, goes on: nothing is bought twice.',
  ].join('\n\n')
  static override examples = [
    {
      description: 'Offline and free, by what can be counted:',
      command: '<%= config.bin %> <%= command.id %> --model builtin/judge',
    },
    {
      description: 'What would it cost?',
      command: '<%= config.bin %> <%= command.id %> -m openai/gpt-5-mini --run 20261123 --dry-run',
    },
    {
      description: 'One run, for at most a dollar, each result twice:',
      command:
        '<%= config.bin %> <%= command.id %> -m openai/gpt-5-mini --run 20261123 --repeats 2 --budget 1',
    },
    {
      description: 'Only what the decision still needs:',
      command: '<%= config.bin %> <%= command.id %> -m openai/gpt-5-mini --decide',
    },
  ]
  static override flags = {
    model: Flags.string({
      char: 'm',
      multiple: true,
      multipleNonGreedy: true,
      description: 'who judges; builtin/judge is offline',
      helpValue: 'ID',
    }),
    system: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'judge only results of this system',
      helpValue: 'ID',
    }),
    ...configurationFlags,
    ...scopeFlags,
    ...versionFlags,
    decide: Flags.boolean({
      description: 'only what the open decision is about; its question: these flags, else the config file',
    }),
    ...onlyWithDecide(openQuestionFlags),
    suite: suiteFlag,
    repeats: Flags.integer({
      description:
        'judgements of each result, each with the chips in another order; the first counts in figures',
      default: 1,
      min: 1,
      max: 10,
    }),
    'custom-model': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'judge of --base-url that the suite does not know; its price is unknown',
      helpValue: 'ID',
    }),
    concurrency: Flags.integer({
      char: 'c',
      description: "judgements at the same time [default: the config file's, else 8]",
      min: 1,
      max: 512,
    }),
    budget: Flags.string({
      description: "never spend more than this; none: no limit [default: the config file's]",
      helpValue: 'USD',
    }),
    'dry-run': Flags.boolean({description: 'call and write nothing; estimate calls, tokens and cost'}),
    'max-retries': Flags.integer({description: 'attempts after the first', default: 5, min: 0, max: 100}),
    timeout: Flags.integer({
      description: 'seconds one attempt may take',
      default: 120,
      min: 1,
      max: 3600,
      helpValue: 'S',
    }),
    temperature: Flags.string({description: 'sampling temperature, 0 to 2 [default: 0]', helpValue: 'T'}),
    seed: Flags.integer({description: 'ask providers for reproducible sampling', min: 0}),
    ...recordingFlags,
    'base-url': Flags.string({
      description: 'an OpenAI-compatible server; BENCH_API_KEY is its key',
      helpValue: 'URL',
    }),
    set: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'parameter for every judge of this call: value as JSON, else text; null takes a field out',
      helpValue: 'KEY=VALUE',
    }),
    yes: yesFlag,
    ...shardFlags,
  }

  async run(): Promise<Answer> {
    const {flags} = await this.parse(Judge)
    const {beginPass} = await import('../cli/judging/judge-begin.js')
    const [project, loaded, registered] = [
      await this.project(),
      await this.loadSuite(flags.suite),
      await this.extensions('bench:providers'),
    ]
    const store = await this.openStore(flags.db, {isRetrying: true})
    const {system, model: judges, ...filters} = flags
    const chosen = await this.chosenResults(store, {...filters, model: system})
    const begun = await beginPass({
      store,
      chosen,
      flags: {...flags, model: judges},
      decision: flags.decide ? decisionSettings(flags) : undefined,
      project,
      loaded,
      registered,
      toolVersion: this.config.version,
      watch: (begin, summary) => this.watch(begin, true, summary),
      isInteractive: process.stdin.isTTY && !this.jsonEnabled(),
    })
    if (begun.kind === 'judged') return begun.report
    if (begun.kind === 'done') {
      this.log(`All ${begun.judged} judgements are settled already; nothing was bought.\nbench judge report`)
      return {judged: begun.judged, open: 0}
    }

    const {judgeEstimateView} = await import('../terminal/views/figures/judge-views.js')
    this.log(judgeEstimateView(begun.estimate, begun.results, screenWidth()))
    return {dry_run: true, results: begun.results, estimate: begun.estimate}
  }
}
