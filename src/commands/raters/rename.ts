import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'
import {usage} from '../../errors/catalogue.js'
import {needsConfirmation} from '../../errors/remote.js'
import type {PersonContents} from '../../records/rater.js'

interface Answer extends PersonContents {
  from: string
  to: string
  /** False when the question was answered with no. */
  renamed: boolean
  /** Ratings, repeats and notes that gave way to a later one of the same result under the new name. */
  gave_way: number
}

export default class RatersRename extends BaseCommand {
  static override writes = true
  static override summary = 'Give all that a person rated and wrote another name.'
  static override description =
    'Also brings two names of one person together: where both have rated the same result, the later rating stays. The next `bench sync` does the same everywhere; what lies unsent on other machines keeps the old name until it is renamed as well.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> ann ann@example.com',
    '<%= config.bin %> <%= command.id %> ann@example.com rater-7 --yes',
  ]
  static override args = {
    from: Args.string({ignoreStdin: true, required: true, description: 'the name now'}),
    to: Args.string({ignoreStdin: true, required: true, description: 'the new name'}),
  }
  static override flags = {yes: Flags.boolean({char: 'y', description: 'do not ask'})}

  async run(): Promise<Answer> {
    const {args, flags} = await this.parse(RatersRename)
    const [{checkedRater}, {knownPerson}, {confirmed}] = await Promise.all([
      import('../../cli/rating/rater.js'),
      import('../../cli/rating/person.js'),
      import('../../cli/confirm.js'),
    ])
    const to = checkedRater(args.to)
    const canAsk = process.stdin.isTTY && process.stderr.isTTY && !this.jsonEnabled()
    if (!flags.yes && !canAsk) throw needsConfirmation('bench raters rename FROM TO --yes')
    const store = await this.openStore(flags.db)
    const from = await knownPerson(store, args.from)
    if (from === to) throw usage(`${to} is the name already. Nothing was written.`)
    await store.raters.refuseRemoved(to)
    const contents = await store.raters.contents(from)
    const {ratings, repeats, notes, runs} = contents
    const what = `${ratings} ratings, ${repeats} repeats, ${notes} notes and ${runs} runs of ${from}`
    const isJoined = (await store.raters.names()).includes(to)
    const question = isJoined
      ? `Give ${what} to ${to}, who has ratings here too? It cannot be undone.`
      : `Rename ${what} to ${to}?`
    if (!flags.yes && !(await confirmed(question))) {
      this.log('Nothing was changed.')
      return {from, to, renamed: false, ...contents, gave_way: 0}
    }

    const {renamed, gaveWay} = await store.raters.rename(from, to)
    this.log(`Renamed ${what} to ${to}.`)
    if (gaveWay > 0) this.log(`${gaveWay} of them gave way to a later one of ${to}.`)
    this.log(
      '`bench sync` renames them everywhere else. Name yourself anew where you rate: --user, BENCH_USER, tokens.',
    )
    return {from, to, renamed: true, ...renamed, gave_way: gaveWay}
  }
}
