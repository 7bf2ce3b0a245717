import {textColumns} from '../text-columns.js'
import {countByType} from '../../chips/chip-set.js'
import {CHIP_TYPES, type Chip} from '../../chips/chip.js'
import type {RunEvent, StopReason} from '../../run/events.js'
import {duration, usd} from '../../text/numbers.js'
import {fitNames, sanitizeLine} from '../lines.js'

/** The state of one model. */
export interface ModelRow {
  model: string
  total: number
  done: number
  failed: number
  /** Cases that this process finished, and milliseconds since the epoch of its begin: for the time left. */
  finishedHere: number
  startedAt: number
  /** US dollars of this process's cases. */
  cost: number
  lastChips: Chip[] | undefined
  waiting: number
  /** Why the model is not asked any more. */
  note: string | undefined
}

/** The state of a run, from its events. */
export class RunBoard {
  readonly rows = new Map<string, ModelRow>()
  stopping: string | undefined
  totalCost = 0

  constructor(private readonly now: () => number = () => performance.now()) {}

  apply(event: RunEvent): void {
    switch (event.type) {
      case 'started':
        for (const {model, total, done} of event.models)
          this.rows.set(model, newRow(model, total, done, this.now()))
        break
      case 'case-finished':
        this.totalCost = event.total_cost_usd
        this.#change(event.model, (row) => {
          row.done++
          row.finishedHere++
          row.cost += event.cost_usd ?? 0
          if (event.status === 'failed') row.failed++
          else row.lastChips = event.chips
        })
        break
      case 'retry-waiting':
        this.#change(event.model, (row) => row.waiting++)
        break
      case 'retry-over':
        this.#change(event.model, (row) => row.waiting--)
        break
      case 'model-deferred':
        this.#change(
          event.model,
          (row) => (row.note = `asks to wait ${duration(event.wait_ms)}: left for \`bench resume\``),
        )
        break
      case 'model-ended':
        this.#change(event.model, (row) => (row.note = sanitizeLine(event.reason)))
        break
      case 'stopping':
        this.stopping = stopSentence(event.reason, event.in_flight)
        break
      case 'attempt':
    }
  }

  /** The text of a model's line; of a name at most `longest` columns. */
  line(row: ModelRow, longest = Infinity): string {
    const models = [...this.rows.keys()]
    const names = fitNames(models, longest)
    const width = Math.max(...names.map(textColumns))
    const name = names[models.indexOf(row.model)]!
    const digits = String(row.total).length
    const phrases = [
      `${name}${' '.repeat(width - textColumns(name))}  ${String(row.done).padStart(digits)}/${row.total}`,
    ]
    if (row.cost > 0) phrases.push(usd(row.cost))
    if (row.failed > 0) phrases.push(`${row.failed} failed`)
    if (row.waiting > 0) phrases.push(`${row.waiting} waiting to retry`)
    if (row.note !== undefined) phrases.push(row.note)
    else if (row.done < row.total && this.stopping !== undefined) phrases.push('stopping')
    else if (row.done < row.total && row.finishedHere > 0) phrases.push(`${duration(this.#msLeft(row))} left`)
    if (row.lastChips) phrases.push(chipCounts(row.lastChips))
    return phrases.join(' · ')
  }

  #msLeft(row: ModelRow): number {
    return ((this.now() - row.startedAt) / row.finishedHere) * (row.total - row.done)
  }

  /** The selector has no row: its waits belong to no model. */
  #change(model: string, change: (row: ModelRow) => void): void {
    const row = this.rows.get(model)
    if (row) change(row)
  }
}

const SHORT_TYPES = {situation: 'sit', jargon: 'jar', role_task: 'task', environment: 'env'}

/** Chips of a case in a few characters: `34 chips (9 sit, 8 jar, 9 task, 8 env)`. */
function chipCounts(chips: readonly Chip[]): string {
  const counts = countByType(chips)
  const types = CHIP_TYPES.map((type) => `${counts[type]} ${SHORT_TYPES[type]}`).join(', ')
  return chips.length === 0 ? 'no chips' : `${chips.length} chips (${types})`
}

/** Why a run ends early, in a sentence. */
export function stopSentence(reason: StopReason, inFlight: number): string {
  const wait =
    inFlight > 0 ? ` Letting ${inFlight} cases in flight finish for up to 10 s; again to leave at once.` : ''
  switch (reason.kind) {
    case 'signal':
      return `Stopping (${reason.signal}).${wait}`
    case 'budget':
      return `Stopping: ${reason.message}.`
    case 'auth':
      return `Stopping: the server does not accept the API key (${sanitizeLine(reason.message)}).`
    case 'credit':
      return `Stopping: the account has no credit left (${sanitizeLine(reason.message)}).`
    case 'selector':
      return reason.refused
        ? `Stopping: the selector's server does not take ${sanitizeLine(reason.refused.parameter)}. In the suite, under selector:\n  ${sanitizeLine(reason.refused.mend ?? 'leave out response_format')}`
        : `Stopping: the selector model was not found (${sanitizeLine(reason.message)}).`
    case 'storage':
      return 'Stopping: results cannot be saved.'
    case 'hopeless':
      return `Stopping: ${sanitizeLine(reason.message)}.`
    case 'undelivered':
      return 'Not everything is in the database yet.'
  }
}

/** How a run with something left is continued. */
export function goOnSentence(runId: string, shard: string | null, stop: StopReason | null): string {
  if (stop?.kind === 'hopeless' && stop.isWrongUrl)
    return 'A run keeps its address: start another with the right URL.'
  const part = shard === null ? '' : ` --shard ${shard}`
  return `Go on: bench resume ${runId}${part}${stop?.kind === 'budget' ? ' --budget USD' : ''}`
}

function newRow(model: string, total: number, done: number, startedAt: number): ModelRow {
  return {
    model,
    total,
    done,
    failed: 0,
    finishedHere: 0,
    startedAt,
    cost: 0,
    lastChips: undefined,
    waiting: 0,
    note: undefined,
  }
}
