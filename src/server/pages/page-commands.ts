import type {Jobs} from '../jobs/jobs.js'
import type {ItemReferences} from './item-references.js'
import type {Outcome, SubmittedCommand} from '../../rating/page-commands.js'
import type {CommandRequest} from './wire.js'

/** How many pages are remembered; older pages have no commands under way any more. */
const MOST_PAGES = 5000

/**
 * Takes the commands of raters on their pages, the commands of a page in order and once: a page that got no
 * answer sends a command again, and a late copy of a command must not undo a later command.
 */
export class PageCommands {
  readonly #pages = new Map<string, {last: number; at: string; work: Promise<unknown>}>()

  constructor(
    private readonly jobs: Pick<Jobs, 'applyCommand'>,
    private readonly references: () => Promise<Pick<ItemReferences, 'read'>>,
    private readonly rubric: SubmittedCommand['rubric'],
  ) {}

  take(user: string, request: CommandRequest): Promise<Outcome> {
    const key = JSON.stringify([user, request.tab])
    const page = this.#pages.get(key) ?? {last: 0, at: '', work: Promise.resolve()}
    this.#pages.delete(key)
    this.#pages.set(key, page)
    const [oldest] = this.#pages.keys()
    if (this.#pages.size > MOST_PAGES && oldest !== undefined) this.#pages.delete(oldest)
    const sent = new Date(Date.now() - request.age_ms).toISOString()
    // A request that was long on its way seems younger than it is: a later command of a page is never older.
    const at = sent > page.at ? sent : page.at
    page.at = at
    const outcome = page.work.then(async () => {
      if (request.seq <= page.last) return 'done'
      const result = await this.#do(user, request, at)
      page.last = request.seq
      return result
    })
    page.work = outcome.catch(() => {})
    return outcome
  }

  async #do(user: string, {reference, command}: CommandRequest, at: string): Promise<Outcome> {
    const item = (await this.references()).read(user, reference)
    if (!item) return 'gone'
    const {isTold, ...queued} = item
    return this.jobs.applyCommand({
      rater: user,
      item: queued,
      command,
      at,
      isBlind: !isTold,
      rubric: this.rubric,
    })
  }
}
