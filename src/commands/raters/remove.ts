import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'
import {needsConfirmation} from '../../errors/remote.js'
import type {PersonContents} from '../../records/rater.js'

interface Answer extends PersonContents {
  /** False when the question was answered with no. */
  removed: boolean
  /** Where else the name may be. */
  may_hold_the_name: string[]
}

/** What bench cannot reach. */
const ELSEWHERE = [
  'other machines, until their next `bench sync`; outboxes of unfinished runs',
  'token files of `bench serve`, BENCH_USER, `user` in config files',
  'exports, reports, backups, copies (*.schema-3), recordings, logs of servers',
  'notes of others that mention the person',
  'free pages of the database file, until `sqlite3 FILE VACUUM`',
]

export default class RatersRemove extends BaseCommand {
  static override writes = true
  static override summary = 'Delete all that a person rated and wrote, everywhere, for good.'
  static override description =
    'Leaves a hash of the name, by which the name is recognised: what comes of that person later, by a sync, an import or a rating, is not taken. Nothing brings a removed name back. The next `bench sync` removes the person in the team database, and from there everywhere.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> ann@example.com',
    {
      description: 'A person whose ratings are on other machines only:',
      command: '<%= config.bin %> <%= command.id %> ann@example.com --unknown --yes',
    },
  ]
  static override args = {
    name: Args.string({ignoreStdin: true, required: true, description: 'who is removed'}),
  }
  static override flags = {
    yes: Flags.boolean({char: 'y', description: 'do not ask'}),
    unknown: Flags.boolean({description: 'also a name that this database does not hold'}),
  }

  async run(): Promise<Answer> {
    const {args, flags} = await this.parse(RatersRemove)
    const [{checkedRater}, {knownPerson}, {confirmed}] = await Promise.all([
      import('../../cli/rating/rater.js'),
      import('../../cli/rating/person.js'),
      import('../../cli/confirm.js'),
    ])
    const canAsk = process.stdin.isTTY && process.stderr.isTTY && !this.jsonEnabled()
    if (!flags.yes && !canAsk) throw needsConfirmation('bench raters remove NAME --yes')
    const store = await this.openStore(flags.db)
    const name = await knownPerson(store, args.name).catch((error: unknown) => {
      if (!flags.unknown) throw error
      return checkedRater(args.name)
    })
    const contents = await store.raters.contents(name)
    const {ratings, repeats, notes, runs} = contents
    const what = `${ratings} ratings, ${repeats} repeats and ${notes} notes of ${name}`
    const named = runs > 0 ? `, and the name in ${runs} runs` : ''
    if (!flags.yes && !(await confirmed(`Delete ${what}${named}, everywhere, for good?`))) {
      this.log('Nothing was deleted.')
      return {removed: false, ...contents, may_hold_the_name: ELSEWHERE}
    }

    await store.raters.remove(name, new Date().toISOString())
    this.log(`Deleted ${what}${named}. \`bench sync\` does so everywhere else.`)
    this.log(['The name may also be in:', ...ELSEWHERE.map((place) => `  ${place}`)].join('\n'))
    return {removed: true, ...contents, may_hold_the_name: ELSEWHERE}
  }
}
