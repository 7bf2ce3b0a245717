import {Flags} from '@oclif/core'
import {BaseCommand} from '../cli/base-command.js'
import {decisionFlags, decisionSettings} from '../cli/deciding/decision-flags.js'
import {blindOnlyFlag, factorFlags, scopeFlags, versionFlags} from '../cli/flags.js'
import type {DecisionAnswer} from '../decide/answer.js'
import {EXIT} from '../errors/exit-codes.js'
import type {Below} from '../figures/below.js'
import type {Store} from '../store/store.js'
import {screenWidth} from '../terminal/width.js'

/** What `--json` prints. */
export type DecideAnswer = DecisionAnswer & Below & {sentence: string}

export default class Decide extends BaseCommand {
  static override summary = 'Which system and prompt to ship, and what is missing to say so.'
  static override description =
    'A candidate is decided when nothing else is better by more than --margin for these raters; it may be looked at after every rating. Exit 0: decided, 4: open. `bench rate --decide` asks only for what is open. Settings that a team shares stand under `decision:` in the config file.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {
      description: 'Cheap and fast enough:',
      command: '<%= config.bin %> <%= command.id %> --max-cost 0.002 --max-p95 8',
    },
    {
      description: 'Is the cheapest good enough?',
      command: '<%= config.bin %> <%= command.id %> --prefer cost',
    },
    {
      description: 'Sentence, table, prompts and data in a file:',
      command: '<%= config.bin %> <%= command.id %> --record decision.md',
    },
  ]
  static override flags = {
    ...factorFlags,
    ...scopeFlags,
    ...blindOnlyFlag,
    ...versionFlags,
    ...decisionFlags,
    all: Flags.boolean({description: 'every candidate that is out, too'}),
    record: Flags.string({description: 'write the decision into this file, in Markdown', helpValue: 'FILE'}),
    force: Flags.boolean({description: 'replace the file of --record'}),
  }

  async run(): Promise<DecideAnswer> {
    const {flags} = await this.parse(Decide)
    const [{decisionTerms}, {refuseExisting}, project] = await Promise.all([
      import('../decide/question.js'),
      import('../cli/output-file.js'),
      this.project(),
    ])
    const terms = decisionTerms(decisionSettings(flags), project.decision)
    if (flags.record !== undefined) await refuseExisting(flags.record, flags.force)
    const store = await this.openStore(flags.db)
    const [{evaluateDecision}, {belowOf}, {decisionText}, {refuseUnknownLevels}] = await Promise.all([
      import('../decide/evaluate-decision.js'),
      import('../figures/below.js'),
      import('../decide/messages.js'),
      import('../cli/result-filter.js'),
    ])
    const chosen = await this.chosenResults(store, flags)
    const suite = await this.#askableLevels()
    const {answer} = await evaluateDecision(store, {...terms, chosen, suite})
    if (answer.state === 'no_candidates') await refuseUnknownLevels(store, chosen.filter)
    const below = await belowOf(store, chosen)
    const whole = {sentence: decisionText(answer).sentence, ...answer, ...below}
    if (flags.record !== undefined) await this.#record(store, whole, flags.record)
    if (!this.jsonEnabled()) {
      const {decideView} = await import('../terminal/views/figures/decide-view.js')
      const database = store.location.display
      this.log(decideView({answer, database, all: flags.all, width: screenWidth()}))
      await this.logBelow(below)
    }

    await this.noteSeen(store, 'figures')
    if (answer.decision === null) process.exitCode = EXIT.threshold
    return whole
  }

  /** Levels that the suite at hand could ask besides; a suite with problems is no reason to say nothing. */
  async #askableLevels() {
    const loaded = await this.loadSuite(undefined).catch(() => undefined)
    if (!loaded) return undefined
    const {askableLevels} = await import('../decide/more.js')
    return askableLevels(loaded.suite)
  }

  async #record(store: Store, answer: DecideAnswer, file: string): Promise<void> {
    const [{decisionRecord}, {writeWhole}] = await Promise.all([
      import('../decide/record.js'),
      import('../cli/output-file.js'),
    ])
    const versions = answer.candidates.flatMap(({style_version}) => style_version ?? [])
    const definitions = await store.definitions.get(versions)
    const {decisionCommand} = await import('../cli/deciding/decision-command.js')
    const command = decisionCommand(this.argv, answer)
    await writeWhole(file, [decisionRecord(answer, {definitions, command, version: this.config.version})])
    process.stderr.write(`The decision is in ${file}.\n`)
  }
}
