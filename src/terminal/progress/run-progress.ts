import type {ListrTask} from 'listr2'
import type {Listener, RunEvent} from '../../run/events.js'
import {sanitizeLine} from '../lines.js'
import {RunBoard, type ModelRow} from './run-board.js'

/** Shows a run while it goes; always on stderr, so that stdout holds the answer alone. */
export interface RunProgress {
  listen: Listener
  /** Leaves the last state on the screen. */
  close(): Promise<void>
}

type Output = NodeJS.WriteStream

/** Milliseconds between two drawings of lines: more often than ten times a second, nobody can read them. */
const DRAWING_MS = 100

/** Columns that a name may take of a line: what is done stands behind it, in any terminal. */
function nameWidth({columns}: Output): number {
  return Math.max(12, Math.floor((columns || 80) * 0.4))
}

/** A line for each model that changes in place, or plain lines where there is no terminal. */
export async function runProgress(output: Output, options: {debug: boolean}): Promise<RunProgress> {
  return output.isTTY && !options.debug ? liveProgress(output) : plainProgress(output, options.debug)
}

/** The line of one model. It may end before the list has begun to show it. */
class LiveLine {
  readonly #ended: Promise<string | undefined>
  #end: (failure: string | undefined) => void = () => {}
  #task: {title: string} | undefined

  constructor(private title: string) {
    this.#ended = new Promise((resolve) => (this.#end = resolve))
  }

  get task(): ListrTask {
    return {
      title: this.title,
      task: async (_context, task) => {
        this.#task = task
        task.title = this.title
        const failure = await this.#ended
        if (failure !== undefined) throw new Error(failure)
      },
    }
  }

  show(title: string): void {
    this.title = title
    if (this.#task) this.#task.title = title
  }

  /** The line stays as it is: a change after the whole list has ended would draw the list once more. */
  end(failure?: string): void {
    this.#task = undefined
    this.#end(failure)
  }
}

async function liveProgress(output: Output): Promise<RunProgress> {
  const {Listr, ListrLogger, ProcessOutput} = await import('listr2')
  const board = new RunBoard()
  const lines = new Map<string, LiveLine>()
  const lineOf = (row: ModelRow) => board.line(row, nameWidth(output))
  let showing: Promise<unknown> = Promise.resolve()

  const start = () => {
    for (const row of board.rows.values()) lines.set(row.model, new LiveLine(lineOf(row)))
    const list = new Listr(
      Array.from(lines.values(), ({task}) => task),
      {
        concurrent: true,
        exitOnError: false,
        // bench handles Ctrl-C itself: it saves the calls in flight.
        registerSignalListeners: false,
        rendererOptions: {
          showErrorMessage: false,
          formatOutput: 'truncate',
          logger: new ListrLogger({useIcons: false, processOutput: new ProcessOutput(output, output)}),
        },
      },
    )
    showing = list.run()
  }

  const show = (row: ModelRow) => {
    const line = lines.get(row.model)
    line?.show(lineOf(row))
    if (row.note !== undefined || (row.done === row.total && row.failed > 0)) line?.end('failed')
    else if (row.done === row.total) line?.end()
  }

  const changed = new Set<ModelRow>()
  let drawing: NodeJS.Timeout | undefined
  const draw = () => {
    drawing = undefined
    for (const row of changed) show(row)
    changed.clear()
  }

  return {
    listen(event) {
      board.apply(event)
      if (event.type === 'started') start()
      if (event.type === 'started' || event.type === 'stopping')
        for (const row of board.rows.values()) changed.add(row)
      const row = 'model' in event ? board.rows.get(event.model) : undefined
      if (row) changed.add(row)
      if (changed.size > 0) drawing ??= setTimeout(draw, DRAWING_MS)
    },
    async close() {
      clearTimeout(drawing)
      for (const row of board.rows.values()) {
        show(row)
        lines.get(row.model)?.end('not finished')
      }

      await showing
    },
  }
}

/** A line for every tenth of each model, and for every unusual event. */
function plainProgress(output: Output, debug: boolean): RunProgress {
  const board = new RunBoard()
  const say = (text: string) => output.write(`${text}\n`)
  const finished = (event: RunEvent & {type: 'case-finished'}) => {
    const row = board.rows.get(event.model)
    if (!row) return
    const tenth = Math.max(1, Math.ceil(row.total / 10))
    if (row.done % tenth === 0 || row.done === row.total) say(board.line(row))
    if (event.status === 'failed')
      say(`${row.model}  failed: ${sanitizeLine(event.errors.at(-1) ?? 'no reason given')}`)
  }

  return {
    listen(event) {
      board.apply(event)
      switch (event.type) {
        case 'started':
          say(`Run ${event.run_id}`)
          break
        case 'case-finished':
          finished(event)
          break
        case 'retry-waiting':
          if (event.wait_ms >= 5000 || debug)
            say(`${event.model}  waits ${Math.ceil(event.wait_ms / 1000)} s: ${sanitizeLine(event.reason)}`)
          break
        case 'model-deferred':
        case 'model-ended': {
          const row = board.rows.get(event.model)
          if (row) say(board.line(row))
          break
        }
        case 'stopping':
          if (board.stopping !== undefined) say(board.stopping)
          break
        case 'attempt':
          if (debug)
            say(
              `${event.model}  ${event.step} attempt ${event.attempt}: ${sanitizeLine(event.outcome)} (${event.latency_ms} ms)`,
            )
          break
        case 'retry-over':
      }
    },
    close: () => Promise.resolve(),
  }
}
