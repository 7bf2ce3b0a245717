import {keptSeconds} from '../records/rating.js'
import type {Identity} from '../records/result.js'
import {RatingService, type QueueItem, type RatingPorts, type Shown} from './rating-service.js'

/** The ratings of one model in a session. */
export interface ModelTally {
  model: string
  ratings: number
  mean: number
}

export interface SessionSummary {
  rated: number
  skipped: number
  models: ModelTally[]
}

interface Done<Item> {
  item: QueueItem
  shown: Shown<Item>
  score: number
  revealed: boolean
  /** How long the rater has looked at it, in milliseconds. */
  lookedMs: number
}

export interface SessionOptions {
  rater: string
  /** Whether the rater sees the models of the results, or knows part of them beforehand. */
  reveal: boolean
  /** How many results are fetched while the rater reads. */
  ahead?: number
  /** Milliseconds of a clock that cannot be set. */
  now?: () => number
}

/**
 * One rating session of one rater: goes through a queue, and makes every command durable before it reports
 * the command as done. It knows neither terminal nor page, so that both can drive it.
 */
export class RatingSession<Item extends {model?: string}> {
  readonly #service: RatingService<Item>
  readonly #blind: boolean
  readonly #lookahead: number
  readonly #now: () => number
  readonly #queue: QueueItem[]
  readonly #done: Done<Item>[] = []
  readonly #ahead = new Map<QueueItem, Promise<Shown<Item> | undefined>>()
  readonly total: number
  #skipped = 0
  #current: {item: QueueItem; shown: Shown<Item>} | undefined
  /** When the current result was first painted; and how long it was looked at before it was taken back. */
  #paintedAt: number | undefined
  #lookedBeforeMs = 0

  constructor(
    ports: RatingPorts<Item>,
    queue: readonly QueueItem[],
    {rater, reveal, ahead = 1, now = () => performance.now()}: SessionOptions,
  ) {
    this.#service = new RatingService(ports, rater)
    this.#queue = [...queue]
    this.#blind = !reveal
    this.#lookahead = ahead
    this.#now = now
    this.total = queue.length
  }

  /**
   * The next result; undefined at the end. Results that the rater rated elsewhere meanwhile are passed over.
   * @throws the errors of the ports; asked again, the session tries the same result.
   */
  async next(): Promise<Shown<Item> | undefined> {
    this.#current = undefined
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
    const lookedMs =
      this.#paintedAt === undefined ? undefined : this.#lookedBeforeMs + this.#now() - this.#paintedAt
    const seconds = lookedMs === undefined ? null : keptSeconds(lookedMs)
    if (!(await this.#service.rate(item, score, this.#blind, {seconds}))) return false
    this.#done.push({item, shown, score, revealed: false, lookedMs: lookedMs ?? 0})
    return true
  }

  /** The rater sees the result from now on. */
  painted(): void {
    this.#paintedAt ??= this.#now()
  }

  skip(): void {
    this.#onScreen()
    this.#skipped++
  }

  /**
   * Takes the last rating back and shows its result again.
   * @returns `revealed` when the rater has seen the result's model: a rating after that would not be blind.
   */
  async undo(): Promise<Shown<Item> | 'nothing' | 'revealed'> {
    const last = this.#done.at(-1)
    if (!last) return 'nothing'
    if (last.revealed || !(await this.#service.withdraw(last.item))) return 'revealed'
    this.#done.pop()
    if (this.#current) {
      // The result that was on the screen comes again without being fetched.
      this.#queue.unshift(this.#current.item)
      this.#ahead.set(this.#current.item, Promise.resolve(this.#current.shown))
    }

    this.#show(last.item, last.shown)
    this.#lookedBeforeMs = last.lookedMs
    return last.shown
  }

  /**
   * The hidden facts of the last rated result, from `identify`, and its score. Nothing is revealed when that
   * fails.
   */
  async reveal(
    identify: (result: Item) => Promise<Identity>,
  ): Promise<{result: Identity; score: number} | undefined> {
    const last = this.#done.at(-1)
    if (!last) return undefined
    const result = await identify(last.shown.result)
    last.revealed = true
    return {result, score: last.score}
  }

  /** Leaves out a result that the rater rated elsewhere. @returns whether the result is on the screen now. */
  forget(id: string): boolean {
    const at = this.#queue.findIndex((item) => item.id === id)
    if (at !== -1) this.#queue.splice(at, 1)
    return this.#current?.item.id === id
  }

  async note(text: string): Promise<Shown<Item>> {
    return this.#annotate({note: text})
  }

  async flag(): Promise<Shown<Item>> {
    return this.#annotate({flagged: !this.#onScreen().shown.flagged})
  }

  /** The ratings of this session by model, best model first; repeats do not count. */
  summary(): SessionSummary {
    const scores = new Map<string, number[]>()
    const counted = this.#done.filter(({item}) => !item.repeat)
    for (const {shown, score} of counted) {
      const {model} = shown.result
      // A page does not know the model.
      if (model === undefined) continue
      scores.set(model, [...(scores.get(model) ?? []), score])
    }

    const models = [...scores].map(([model, modelScores]) => ({
      model,
      ratings: modelScores.length,
      mean: modelScores.reduce((sum, score) => sum + score, 0) / modelScores.length,
    }))
    return {
      rated: this.#done.length,
      skipped: this.#skipped,
      models: models.sort((a, b) => b.mean - a.mean || (a.model < b.model ? -1 : 1)),
    }
  }

  #show(item: QueueItem, shown: Shown<Item>): void {
    shown.position = this.#done.length + this.#skipped + 1
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

  async #annotate(change: {note?: string; flagged?: boolean}): Promise<Shown<Item>> {
    const {item, shown} = this.#onScreen()
    const annotation = {note: shown.note, flagged: shown.flagged, ...change}
    await this.#service.annotate(item, annotation)
    return Object.assign(shown, annotation)
  }

  #onScreen(): {item: QueueItem; shown: Shown<Item>} {
    if (!this.#current) throw new Error('no result is on the screen')
    return this.#current
  }
}
