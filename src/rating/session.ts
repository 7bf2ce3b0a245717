import {keptSeconds, type Annotation, type EarlierRating} from '../records/rating.js'
import type {Identity} from '../records/result.js'
import type {Renew} from './queue/renewal.js'
import {summaryOf, type SessionSummary} from './tally.js'
import {RatingService, type QueueItem, type RatingPorts, type Shown} from './rating-service.js'

interface Done<Item> {
  item: QueueItem
  shown: Shown<Item>
  score: number
  /** How long the rater has looked at it, in milliseconds. */
  lookedMs: number
}

export interface SessionOptions {
  rater: string
  /** Whether the rater sees the models of the results, or knows part of them beforehand. */
  reveal: boolean
  /** The definition of what the rater is told to judge by. */
  rubricVersion?: string | null
  /** How many results are fetched while the rater reads. */
  ahead?: number
  /** For a session that asks only for what is still needed. */
  renew?: Renew | undefined
  /** Milliseconds of a clock that cannot be set. */
  now?: () => number
}

export interface SessionPorts<Item> extends RatingPorts<Item> {
  /** What the rater rated before, newest first. */
  earlier: (page: {limit: number; offset: number}) => Promise<EarlierRating[]>
  /** Keeps what the rater is told to judge by; called before the first rating that names it. */
  keepRubric?: () => Promise<void>
  /** The rater saw a result together with its model. */
  saw?: (id: string) => Promise<void>
}

/** A page of earlier ratings; `hasMore`: older ones follow. */
export interface EarlierPage {
  ratings: EarlierRating[]
  offset: number
  hasMore: boolean
}

/** Earlier ratings that are listed at a time: a letter each. */
export const EARLIER_A_PAGE = 15

/**
 * One rating session of one rater: goes through a queue, and makes every command durable before it reports
 * the command as done. It knows neither terminal nor page, so that both can drive it.
 */
export class RatingSession<Item extends {model?: string}> {
  readonly #service: RatingService<Item>
  readonly #blind: boolean
  readonly #rubricVersion: string | null
  readonly #lookahead: number
  readonly #now: () => number
  readonly #renew: Renew | undefined
  #queue: QueueItem[]
  readonly #done: Done<Item>[] = []
  readonly #ahead = new Map<QueueItem, Promise<Shown<Item> | undefined>>()
  #total: number
  readonly #skipped = new Set<string>()
  #skips = 0
  /** The result of a score after which nobody has asked yet what is still needed. */
  #scored: string | undefined
  #current: {item: QueueItem; shown: Shown<Item>} | undefined
  /** Annotations are saved one after the other: each builds on the one before. */
  #annotating: Promise<unknown> = Promise.resolve()
  #isRubricKept = false
  /** When the current result was first painted; and how long it was looked at before it was taken back. */
  #paintedAt: number | undefined
  #lookedBeforeMs = 0

  constructor(
    private readonly ports: SessionPorts<Item>,
    queue: readonly QueueItem[],
    {rater, reveal, rubricVersion = null, ahead = 1, renew, now = () => performance.now()}: SessionOptions,
  ) {
    this.#service = new RatingService(ports, rater)
    this.#rubricVersion = rubricVersion
    this.#queue = [...queue]
    this.#blind = !reveal
    this.#lookahead = ahead
    this.#renew = renew
    this.#now = now
    this.#total = queue.length
  }

  /** Screens of the whole session, as planned now. */
  get total(): number {
    return this.#total
  }

  /**
   * The next result; undefined at the end. Results that the rater rated elsewhere meanwhile are passed over.
   * @throws the errors of the ports; asked again, the session tries the same result.
   */
  async next(): Promise<Shown<Item> | undefined> {
    this.#current = undefined
    await this.#planAnew()
    for (let [item] = this.#queue; item; [item] = this.#queue) {
      const ahead = this.#ahead.get(item)
      this.#ahead.delete(item)
      // A result that failed to load while the rater read may be there now.
      const shown = await (ahead?.catch(() => this.#service.load(item)) ?? this.#service.load(item))
      const at = this.#queue.indexOf(item)
      // The item was forgotten while it was loading.
      if (at === -1) continue
      this.#queue.splice(at, 1)
      if (!shown) continue
      this.#show(item, shown)
      return shown
    }

    return undefined
  }

  /** @returns false when the result is gone. @throws the errors of the store; nothing is changed then. */
  async rate(score: number): Promise<boolean> {
    const {item, shown} = this.#onScreen()
    // The same score once more corrects nothing.
    if (shown.score === score) return true
    const lookedMs =
      this.#paintedAt === undefined ? undefined : this.#lookedBeforeMs + this.#now() - this.#paintedAt
    const seconds = lookedMs === undefined ? null : keptSeconds(lookedMs)
    if (!this.#isRubricKept) await this.ports.keepRubric?.()
    this.#isRubricKept = true
    const input = {blind: this.#blind, seconds, rubricVersion: this.#rubricVersion}
    if (!(await this.#service.rate(item, score, input))) return false
    if (!item.repeat) this.#scored = item.id
    if (shown.score === null) this.#done.push({item, shown, score, lookedMs: lookedMs ?? 0})
    else for (const done of this.#done) if (done.item.id === item.id) done.score = score
    return true
  }

  /** The rater sees the result from now on. */
  painted(): void {
    this.#paintedAt ??= this.#now()
    // What is known of its system stays known, whether the result is rated or skipped.
    if (!this.#blind && this.#current) void this.ports.saw?.(this.#current.item.id).catch(() => {})
  }

  /** The score that the result on the screen has, where it was called up for a correction; else null. */
  get correcting(): number | null {
    return this.#current?.shown.score ?? null
  }

  skip(): void {
    this.#skipped.add(this.#onScreen().item.id)
    this.#skips++
  }

  /** A page of what the rater rated in this session and before, newest first. */
  async earlier(offset: number): Promise<EarlierPage> {
    const ratings = await this.ports.earlier({limit: EARLIER_A_PAGE + 1, offset})
    return {ratings: ratings.slice(0, EARLIER_A_PAGE), offset, hasMore: ratings.length > EARLIER_A_PAGE}
  }

  /** Shows an earlier result again, so that its score can be corrected; undefined when it is gone. */
  async correct(id: string): Promise<Shown<Item> | undefined> {
    const shown = await this.#service.correct(id)
    if (typeof shown?.score !== 'number') return undefined
    this.#putBack()
    this.#show({id, repeat: false}, shown)
    return shown
  }

  /** Takes the last rating back and shows its result again; undefined where there is none. */
  async undo(): Promise<Shown<Item> | undefined> {
    const last = this.#done.at(-1)
    if (!last) return undefined
    await this.#service.withdraw(last.item)
    this.#done.pop()
    this.#putBack()
    this.#show(last.item, last.shown)
    this.#lookedBeforeMs = last.lookedMs
    return last.shown
  }

  /**
   * The hidden facts of the last rated result, from `identify`, and its score. Nothing is revealed when that
   * fails; a new score for it is not blind after that.
   */
  async reveal(
    identify: (result: Item) => Promise<Identity>,
  ): Promise<{result: Identity; score: number} | undefined> {
    const last = this.#done.at(-1)
    if (!last) return undefined
    const result = await identify(last.shown.result)
    await this.ports.saw?.(last.item.id)
    return {result, score: last.score}
  }

  /** Ids of the result on the screen, unless it is called up for a correction, and of so many that follow. */
  ahead(count: number): string[] {
    const current = this.#current?.shown.score === null ? [this.#current.item] : []
    return [...current, ...this.#queue.slice(0, count)].map(({id}) => id)
  }

  /** Leaves out a result that the rater rated elsewhere. @returns whether the result is on the screen now. */
  forget(id: string): boolean {
    const at = this.#queue.findIndex((item) => item.id === id)
    if (at !== -1) this.#queue.splice(at, 1)
    return this.#current?.item.id === id
  }

  /** Saves what the rater says of the result on the screen; what is not named stays. */
  annotate(change: Partial<Annotation>): Promise<void> {
    const {item, shown} = this.#onScreen()
    const saved = this.#annotating.then(async () => {
      const annotation = {...shown.annotation, ...change}
      await this.#service.annotate(item, annotation)
      shown.annotation = annotation
    })
    this.#annotating = saved.catch(() => {})
    return saved
  }

  /** When all that was said of results is saved, or could not be. */
  async settled(): Promise<void> {
    await this.#annotating
  }

  /** The ratings of this session by model, best model first; repeats do not count. */
  summary(): SessionSummary {
    return summaryOf(
      this.#done.map(({item, shown, score}) => ({
        model: item.repeat ? undefined : shown.result.model,
        score,
      })),
      this.#skips,
    )
  }

  /** A plan that cannot be made leaves the one there is: some of it may not be needed. */
  async #planAnew(): Promise<void> {
    const last = this.#scored
    if (!this.#renew || last === undefined) return
    this.#scored = undefined
    const passed = this.#done.length + this.#skips
    const [left, skipped] = [this.#queue, this.#skipped]
    const renewed = await this.#renew({last, left, passed, skipped}).catch(() => undefined)
    if (!renewed) return
    // What was fetched already is not fetched again.
    this.#queue = renewed.map(
      (item) => left.find(({id, repeat}) => id === item.id && repeat === item.repeat) ?? item,
    )
    for (const item of this.#ahead.keys()) if (!this.#queue.includes(item)) this.#ahead.delete(item)
    this.#total = passed + this.#queue.length
  }

  #show(item: QueueItem, shown: Shown<Item>): void {
    shown.position = this.#done.length + this.#skips + 1
    this.#current = {item, shown}
    this.#paintedAt = undefined
    this.#lookedBeforeMs = 0
    // While the rater reads, the next results come over the network.
    for (const following of this.#queue.slice(0, this.#lookahead)) {
      if (this.#ahead.has(following)) continue
      const loaded = this.#service.load(following)
      loaded.catch(() => {})
      this.#ahead.set(following, loaded)
    }
  }

  /** The result on the screen comes again without being fetched, unless it was called up for a correction. */
  #putBack(): void {
    const current = this.#current
    if (current?.shown.score !== null) return
    this.#queue.unshift(current.item)
    this.#ahead.set(current.item, Promise.resolve(current.shown))
  }

  #onScreen(): {item: QueueItem; shown: Shown<Item>} {
    if (!this.#current) throw new Error('no result is on the screen')
    return this.#current
  }
}
