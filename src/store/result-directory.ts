import {FACTOR_COLUMNS, type FactorColumn, type ResultStatus} from '../records/result.js'
import type {ChangeRepository} from './changes.js'
import type {Database} from './database/database.js'
import type {Place} from './listed-rows.js'
import {json} from './database/rows.js'

/** What the directory knows of a list: it holds all results that agree with every given part. */
export interface DirectoryFilter extends Partial<Record<FactorColumn, string | number | undefined>> {
  run_id?: string | undefined
  status?: ResultStatus | undefined
}

/** All results with the same factors and status; few, however many results there are. */
type Cell = Record<FactorColumn, string> & {status: ResultStatus; index: number}

interface Run {
  id: string
  completed: number
  failed: number
}

interface Entry extends Place {
  created_at: string
  run: Run
  cell: Cell
}

interface List {
  matches: (entry: Entry) => boolean
  entries: Entry[]
}

const CELL_COLUMNS = [...FACTOR_COLUMNS, 'status'] as const
/** Entries that are read at once: the event loop is free in between. */
const ENTRIES_A_PAGE = 5000
/** Lists that are remembered; each costs eight bytes a result. */
const MOST_LISTS = 32
const ENTRY = `json_array(results.id, place, created_at, run_id, ${CELL_COLUMNS.join(', ')})`

/**
 * The ids of all results in memory, newest first, so that every page of every list costs the same and
 * counting costs nothing: SQLite would step over each row before an offset, and count each row of a list.
 * It follows the database by its changes, whoever makes them.
 *
 * About 220 bytes a result: 66 MB for 300,000.
 */
export class ResultDirectory {
  /** Oldest first, as new results nearly always come at the end. */
  #entries: Entry[] = []
  readonly #byId = new Map<string, Entry>()
  readonly #cells = new Map<string, Cell>()
  readonly #runs = new Map<string, Run>()
  #lists = new Map<string, List>()
  #seq: number | undefined
  #isStale = false
  #looking: Promise<void> | undefined
  #lookingAgain: Promise<void> | undefined

  constructor(
    private readonly database: Database,
    private readonly changes: ChangeRepository,
    /** Told how many results are known, while they are read for the first time. */
    private readonly seen: (results: number) => void = () => {},
  ) {}

  /** The number of the last change that is known here; undefined before the first look. */
  get seq(): number | undefined {
    return this.#isStale ? undefined : this.#seq
  }

  /** Takes in everything that was committed before this call; many who ask at once share one look. */
  follow(): Promise<void> {
    if (!this.#looking) return (this.#looking = this.#look().finally(() => (this.#looking = undefined)))
    // The look under way may have begun too early.
    const again = () => {
      this.#lookingAgain = undefined
      return this.follow()
    }

    return (this.#lookingAgain ??= this.#looking.then(again, again))
  }

  /**
   * Places of one page, newest first, ties by id, and the length of the whole list. `isWanted` narrows it
   * down by what the directory does not know: who rated what.
   */
  page(
    filter: DirectoryFilter,
    {limit, offset}: {limit: number; offset: number},
    isWanted?: (id: string) => boolean,
  ): {places: Place[]; total: number} {
    const list = this.#list(filter)
    if (!isWanted) {
      const end = list.length - offset
      return {places: list.slice(Math.max(0, end - limit), Math.max(0, end)).reverse(), total: list.length}
    }

    const places: Place[] = []
    let total = 0
    for (let at = list.length - 1; at >= 0; at--) {
      const entry = list[at]!
      if (!isWanted(entry.id)) continue
      if (total >= offset && places.length < limit) places.push(entry)
      total++
    }

    return {places, total}
  }

  /** Starts over with the next look: the rows are not where they were, as after VACUUM. */
  forget(): void {
    // A look may be under way, so it is the next one that clears what is known.
    this.#isStale = true
  }

  counts(runId: string): {result_count: number; failed_count: number} {
    const run = this.#runs.get(runId)
    return {result_count: run?.completed ?? 0, failed_count: run?.failed ?? 0}
  }

  async #look(): Promise<void> {
    if (this.#isStale) this.#clear()
    if (this.#seq === undefined) return this.#readAll()
    const changes = await this.changes.since(this.#seq)
    const results = changes.filter(({kind}) => kind === 'result')
    for (let at = 0; at < results.length; at += ENTRIES_A_PAGE) {
      const part = results.slice(at, at + ENTRIES_A_PAGE)
      const fresh = await this.#read(
        `FROM json_each(?) AS changed JOIN (SELECT *, rowid AS place FROM results) AS results ON results.id = changed.value`,
        [JSON.stringify(part.map(({id}) => id))],
      )
      for (const {id} of part) this.#remove(id)
      for (const entry of fresh) this.#add(entry)
    }

    this.#seq = changes.at(-1)?.seq ?? this.#seq
  }

  #clear(): void {
    this.#isStale = false
    this.#seq = undefined
    this.#entries = []
    this.#byId.clear()
    this.#runs.clear()
    this.#lists.clear()
  }

  async #readAll(): Promise<void> {
    // What changes while this reads is read again by the next look.
    const seq = await this.changes.latest()
    let last: Entry | undefined
    for (;;) {
      const page: Entry[] = await this.#read(
        `FROM (SELECT id, rowid AS place, created_at, run_id, ${CELL_COLUMNS.join(', ')} FROM results
           WHERE created_at >= ?1 AND (created_at > ?1 OR id < ?2) ORDER BY created_at, id DESC LIMIT ${ENTRIES_A_PAGE}) AS results`,
        last ? [last.created_at, last.id] : ['', '\u{10FFFF}'],
      )
      for (const entry of page) {
        this.#remove(entry.id)
        this.#add(entry)
      }

      this.seen(this.#entries.length)
      last = page.at(-1)
      if (page.length < ENTRIES_A_PAGE) break
      await new Promise((resolve) => setImmediate(resolve))
    }

    this.#seq = seq
  }

  /** One text for all rows: fifty thousand small values would take three times as long to hand over. */
  async #read(from: string, args: string[]): Promise<Entry[]> {
    const rows = await this.database.query(`SELECT json_group_array(${ENTRY}) AS entries ${from}`, args)
    const entries = rows[0]
      ? json<[string, number, string, string, ...(string | number)[]][]>(rows[0], 'entries', [])
      : []
    return entries.map(([id, row, created_at, run_id, ...levels]) => ({
      id,
      row,
      created_at,
      run: this.#run(run_id),
      cell: this.#cell(levels.map(String)),
    }))
  }

  #run(id: string): Run {
    const run = this.#runs.get(id) ?? {id, completed: 0, failed: 0}
    this.#runs.set(id, run)
    return run
  }

  #cell(levels: string[]): Cell {
    const key = JSON.stringify(levels)
    let cell = this.#cells.get(key)
    if (!cell) {
      cell = {
        ...Object.fromEntries(CELL_COLUMNS.map((column, at) => [column, levels[at]!])),
        index: this.#cells.size,
      } as Cell
      this.#cells.set(key, cell)
      // Remembered lists do not know whether it is theirs.
      this.#lists.clear()
    }

    return cell
  }

  #add(entry: Entry): void {
    this.#byId.set(entry.id, entry)
    entry.run[entry.cell.status]++
    const place = this.#placeOf(entry)
    if (place === this.#entries.length) {
      this.#entries.push(entry)
      for (const {matches, entries} of this.#lists.values()) if (matches(entry)) entries.push(entry)
      return
    }

    this.#entries.splice(place, 0, entry)
    this.#lists.clear()
  }

  #remove(id: string): void {
    const entry = this.#byId.get(id)
    if (!entry) return
    this.#byId.delete(id)
    entry.run[entry.cell.status]--
    this.#entries.splice(this.#placeOf(entry), 1)
    this.#lists.clear()
  }

  /** Where an entry stands or belongs. */
  #placeOf(entry: Entry): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isOlder(this.#entries[middle]!, entry)) low = middle + 1
      else high = middle
    }

    return low
  }

  #list(filter: DirectoryFilter): Entry[] {
    const parts = [...CELL_COLUMNS, 'run_id' as const].flatMap((column) =>
      filter[column] === undefined ? [] : [[column, filter[column]] as const],
    )
    if (parts.length === 0) return this.#entries
    const key = JSON.stringify(parts)
    const known = this.#lists.get(key)
    if (known) return known.entries
    const matches = this.#matcher(filter)
    const entries = this.#entries.filter(matches)
    if (this.#lists.size >= MOST_LISTS) this.#lists = new Map([...this.#lists].slice(1))
    this.#lists.set(key, {matches, entries})
    return entries
  }

  #matcher(filter: DirectoryFilter): (entry: Entry) => boolean {
    const fits = new Uint8Array(this.#cells.size)
    for (const cell of this.#cells.values()) {
      fits[cell.index] = Number(
        CELL_COLUMNS.every(
          (column) => filter[column] === undefined || String(filter[column]) === cell[column],
        ),
      )
    }

    const {run_id} = filter
    return (entry) => fits[entry.cell.index] === 1 && (run_id === undefined || entry.run.id === run_id)
  }
}

/** Pages are newest first with ties by id, so of two with the same time the higher id counts as older. */
function isOlder(a: Entry, b: Entry): boolean {
  return a.created_at === b.created_at ? a.id > b.id : a.created_at < b.created_at
}
