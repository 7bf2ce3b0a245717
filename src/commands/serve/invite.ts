import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../cli/base-command.js'
import {usage} from '../../errors/catalogue.js'

interface Invited {
  user: string
  file: string
  expires: string | null
  link: string
}

const DAY_MS = 24 * 3600 * 1000

export default class ServeInvite extends BaseCommand {
  static override summary = 'Make a link that signs somebody in to the pages of bench serve.'
  static override description = [
    'Adds a line to the token file: the digest of a new token, its user and its last day. The token itself is only in the link, which is printed once. It stands behind a #, so browsers send it to no log; the page takes it out of the address at once.',
    'A server that runs with --tokens FILE knows the new person within a second; taking the line out signs the person out everywhere.',
  ].join('\n\n')
  static override examples = [
    '<%= config.bin %> <%= command.id %> ana@example.com',
    {
      description: 'For a server that others reach:',
      command:
        '<%= config.bin %> <%= command.id %> ana@example.com --url https://bench.example.com --days 30',
    },
  ]
  static override args = {
    name: Args.string({ignoreStdin: true, required: true, description: 'who rates with this link'}),
  }
  static override flags = {
    tokens: Flags.string({
      description: 'file of tokens, made if it is not there',
      default: 'tokens.yaml',
      helpValue: 'FILE',
    }),
    url: Flags.string({
      description: 'address of the server, as the person reaches it',
      default: 'http://127.0.0.1:8000',
    }),
    days: Flags.integer({
      description: 'days that the link works; 0: for ever',
      default: 90,
      min: 0,
      max: 36_500,
    }),
  }

  async run(): Promise<Invited> {
    const {args, flags} = await this.parse(ServeInvite)
    const [{checkedUserId}, {invite}] = await Promise.all([
      import('../../server/auth/user-id.js'),
      import('../../server/auth/invite.js'),
    ])
    const user = checkedUserId(args.name)
    if (user === undefined)
      throw usage(
        'Who rates needs a name of 1 to 200 characters without control characters. Nothing was written.',
      )
    const url = URL.canParse(flags.url) ? new URL(flags.url) : undefined
    if (!url || !/^https?:$/.test(url.protocol) || `${url.pathname}${url.search}${url.hash}` !== '/')
      throw usage(
        `"${flags.url}" is no address of a server. Nothing was written.`,
        'Such as --url https://bench.example.com, without a path: the pages stand at the top.',
      )
    const expires =
      flags.days === 0
        ? undefined
        : new Date(Date.now() + (flags.days + 1) * DAY_MS).toISOString().slice(0, 10)
    const token = await invite(flags.tokens, user, expires)
    const link = `${url.origin}/#token=${encodeURIComponent(token)}`
    this.log(`${link}\n`)
    this.logToStderr(
      [
        `${user} is in ${flags.tokens}${expires === undefined ? '' : ` until ${expires}`}. Send the link to this person alone: who has it, rates as ${user}. It is not shown again.`,
        `The server: bench serve --tokens ${flags.tokens}`,
      ].join('\n'),
    )
    return {user, file: flags.tokens, expires: expires ?? null, link}
  }
}
