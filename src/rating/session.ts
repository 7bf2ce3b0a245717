import type {NewNote, NewRating, NoteRecord, RatingRecord} from '../records/rating.js'
import type {ResultRecord} from '../records/result.js'
import type {QueueItem} from './queue.js'

/** What a session needs of the store. */
export interface RatingPorts {
  load: (id: string) => Promise<ResultRecord | undefined>
  /** What the rater said on a result before. */
  said: (id: string) => Promise<{rating: number | null; note: NoteRecord | undefined}>
  save: (rating: NewRating) => Promise<RatingRecord | undefined>
  withdraw: (id: string) => Promise<void>
  saveRepeat: (rating: NewRating) => Promise<void>
  withdrawRepeat: (id: string) => Promise<void>
  saveNote: (note: NewNote) => Promise<void>
}

/** What is on the screen. */
export interface Shown {
  result: ResultRecord
  /** 1 for the first screen of the session. */
  position: number
  note: string
  flagged: boolean
}

/** What the ratings of a session say of a model. */
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

interface Done {
  item: QueueItem
  shown: Shown
  score: number
  revealed: boolean
}

/**
 * One sitting of one rater: goes through a queue, and makes every act durable before it reports it done.
 * Knows no terminal, so that other front ends can drive it.
 */
export class RatingSession {
  readonly #ports: RatingPorts
  readonly #rater: string
  readonly #reveal: boolean
  readonly #queue: QueueItem[]
  readonly #done: Done[] = []
  readonly total: number
  #skipped = 0
  #current: {item: QueueItem; shown: Shown} | undefined
  #ahead: {item: QueueItem; loaded: Promise<Shown | undefined>} | undefined

  constructor(ports: RatingPorts, queue: readonly QueueItem[], {rater, reveal}: {rater: string; reveal: boolean}) {
    this.#ports = ports
    this.#queue = [...queue]
    this.#rater = rater
    this.#reveal = reveal
    this.total = queue.length
  }

  /** The next result; undefined at the end. What the rater rated elsewhere meanwhile is passed over. */
  async next(): Promise<Shown | undefined> {
    this.#current = undefined
    for (let item = this.#queue.shift(); item; item = this.#queue.shift()) {
      const ahead = this.#ahead?.item === item ? this.#ahead.loaded : undefined
      this.#ahead = undefined
      // What failed while somebody read may be there now.
      const shown = await (ahead?.catch(() => this.#load(item)) ?? this.#load(item))
      if (!shown) continue
      this.#show(item, shown)
      return shown
    }

    return undefined
  }

  /** @returns false when the result is gone. @throws what the store throws; nothing is changed then. */
  async rate(score: number): Promise<boolean> {
    const {item, shown} = this.#onScreen()
    const rating = {
      result_id: item.id,
      user_id: this.#rater,
      rating: score,
      created_at: new Date().toISOString(),
      blind: !this.#reveal,
    }
    if (item.repeat) await this.#ports.saveRepeat(rating)
    else if (!(await this.#ports.save(rating))) return false
    this.#done.push({item, shown, score, revealed: false})
    return true
  }

  skip(): void {
    this.#onScreen()
    this.#skipped++
  }

  /**
   * Takes the last rating back and shows its result again.
   * @returns `revealed` when the rater has seen whose it was: a rating after that would not be blind.
   */
  async undo(): Promise<Shown | 'nothing' | 'revealed'> {
    const last = this.#done.at(-1)
    if (!last) return 'nothing'
    if (last.revealed) return 'revealed'
    await (last.item.repeat ? this.#ports.withdrawRepeat(last.item.id) : this.#ports.withdraw(last.item.id))
    this.#done.pop()
    if (this.#current) this.#queue.unshift(this.#current.item)
    this.#show(last.item, last.shown)
    return last.shown
  }

  /** Whose the last rated result was, and what it got. */
  reveal(): {result: ResultRecord; score: number} | undefined {
    const last = this.#done.at(-1)
    if (!last) return undefined
    last.revealed = true
    return {result: last.shown.result, score: last.score}
  }

  async note(text: string): Promise<Shown> {
    return this.#annotate({note: text})
  }

  async flag(): Promise<Shown> {
    return this.#annotate({flagged: !this.#onScreen().shown.flagged})
  }

  /** What this session's ratings say, best model first; repeats do not count. */
  summary(): SessionSummary {
    const scores = new Map<string, number[]>()
    const counted = this.#done.filter(({item}) => !item.repeat)
    for (const {shown, score} of counted) {
      const {model} = shown.result
      scores.set(model, [...(scores.get(model) ?? []), score])
    }

    const models = [...scores].map(([model, own]) => ({
      model,
      ratings: own.length,
      mean: own.reduce((sum, score) => sum + score, 0) / own.length,
    }))
    return {
      rated: this.#done.length,
      skipped: this.#skipped,
      models: models.sort((a, b) => b.mean - a.mean || (a.model < b.model ? -1 : 1)),
    }
  }

  #show(item: QueueItem, shown: Shown): void {
    shown.position = this.#done.length + this.#skipped + 1
    this.#current = {item, shown}
    // While somebody reads, the next result comes over the network.
    const [following] = this.#queue
    if (!following) return
    const loaded = this.#load(following)
    loaded.catch(() => {})
    this.#ahead = {item: following, loaded}
  }

  async #load(item: QueueItem): Promise<Shown | undefined> {
    const [result, {rating, note}] = await Promise.all([this.#ports.load(item.id), this.#ports.said(item.id)])
    if (!result || (rating !== null && !item.repeat)) return undefined
    return {result, position: 0, note: note?.note ?? '', flagged: note?.flagged ?? false}
  }

  async #annotate(change: {note?: string; flagged?: boolean}): Promise<Shown> {
    const {item, shown} = this.#onScreen()
    const {note, flagged} = {note: shown.note, flagged: shown.flagged, ...change}
    await this.#ports.saveNote({result_id: item.id, user_id: this.#rater, note, flagged, created_at: new Date().toISOString()})
    return Object.assign(shown, {note, flagged})
  }

  #onScreen(): {item: QueueItem; shown: Shown} {
    if (!this.#current) throw new Error('no result is on the screen')
    return this.#current
  }
}
