import type {ChangeRepository} from '../../store/changes.js'

/** Bytes of all answers that are kept, and of the largest answer that is kept. */
const MOST_BYTES = 32_000_000
const LARGEST_BYTES = 1_000_000

/**
 * Answers that hold until anything in the database changes, from any process. Requests for the same answer at
 * the same time share one computation; when the cache is full, the answer that was used least recently is
 * dropped.
 */
export class ChangeCache {
  /** Least recently used first, as a Map keeps the order in which its keys came. */
  readonly #kept = new Map<string, {answer: unknown; bytes: number}>()
  readonly #inMaking = new Map<string, Promise<unknown>>()
  #seq = -1
  #bytes = 0

  readonly #mostBytes: number
  readonly #largestBytes: number

  constructor(
    private readonly changes: Pick<ChangeRepository, 'latest'>,
    {mostBytes = MOST_BYTES, largestBytes = LARGEST_BYTES} = {},
  ) {
    this.#mostBytes = mostBytes
    this.#largestBytes = Math.min(mostBytes, largestBytes)
  }

  /** The number of the last change in the database. */
  latest(): Promise<number> {
    return this.changes.latest()
  }

  /** The answer to `key` for the data of this moment; otherwise as `get`. */
  async now<T>(key: string, make: () => Promise<T>, bytesOf: (answer: NonNullable<T>) => number): Promise<T> {
    return this.get(await this.latest(), key, make, bytesOf)
  }

  /**
   * The answer to `key` as of change `seq`.
   * @param make computes the answer; undefined is not kept.
   * @param bytesOf the size of an answer; the size of its key is added.
   */
  async get<T>(
    seq: number,
    key: string,
    make: () => Promise<T>,
    bytesOf: (answer: NonNullable<T>) => number,
  ): Promise<T> {
    if (seq !== this.#seq) this.#forgetAll(seq)
    const kept = this.#kept.get(key)
    if (kept) {
      this.#kept.delete(key)
      this.#kept.set(key, kept)
      return kept.answer as T
    }

    const place = `${seq}\n${key}`
    const shared = this.#inMaking.get(place)
    if (shared) return shared as Promise<T>
    const made = make().finally(() => this.#inMaking.delete(place))
    this.#inMaking.set(place, made)
    const answer = await made
    // Another change may have come while this was computed: later requests need a newer answer.
    if (answer !== undefined && answer !== null && seq === this.#seq) this.#keep(key, answer, bytesOf(answer))
    return answer
  }

  #keep(key: string, answer: unknown, answerBytes: number): void {
    const bytes = answerBytes + 2 * key.length
    if (bytes > this.#largestBytes || this.#kept.has(key)) return
    this.#kept.set(key, {answer, bytes})
    this.#bytes += bytes
    for (const [oldest, {bytes: freed}] of this.#kept) {
      if (this.#bytes <= this.#mostBytes) return
      this.#kept.delete(oldest)
      this.#bytes -= freed
    }
  }

  #forgetAll(seq: number): void {
    this.#kept.clear()
    this.#bytes = 0
    this.#seq = seq
  }
}
