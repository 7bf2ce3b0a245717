import type {ListrTask} from 'listr2'
import type {Listener, RunEvent} from '../run/events.js'
import {safeText} from './safe-text.js'
import {RunBoard, type ModelRow} from './run-board.js'

/** Shows a run while it goes; always on stderr, so that stdout holds the answer alone. */
export interface RunProgress {
  listen: Listener
  /** Leaves the last state on the screen. */
  close(): Promise<void>
}

type Output = NodeJS.WriteStream

/** A line for each model that changes in place, or plain lines where there is no terminal. */
export async function runProgress(output: Output, options: {debug: boolean}): Promise<RunProgress> {
  return output.isTTY && !options.debug ? liveProgress(output) : plainProgress(output, options.debug)
}

interface LiveTask {
  title: string
}

async function liveProgress(output: Output): Promise<RunProgress> {
  const {Listr, ListrLogger, ProcessOutput} = await import('listr2')
  const board = new RunBoard()
  const endings = new Map<string, (error?: Error) => void>()
  const tasks = new Map<string, LiveTask>()
  let showing: Promise<unknown> = Promise.resolve()

  const taskOf = (row: ModelRow): ListrTask => ({
    title: board.line(row),
    task: (_context, task) => {
      tasks.set(row.model, task)
      return new Promise<void>((resolve, reject) => endings.set(row.model, (error) => (error ? reject(error) : resolve())))
    },
  })
  const endIfDone = (row: ModelRow) => {
    if (row.done < row.total && row.note === undefined) return
    endings.get(row.model)?.(row.failed > 0 || row.note !== undefined ? new Error(board.line(row)) : undefined)
  }

  const start = () => {
    const list = new Listr([...board.rows.values()].map(taskOf), {
      concurrent: true,
      exitOnError: false,
      // Ctrl-C is ours: it saves what is in flight.
      registerSignalListeners: false,
      rendererOptions: {
        showErrorMessage: false,
        formatOutput: 'truncate',
        logger: new ListrLogger({useIcons: false, processOutput: new ProcessOutput(output, output)}),
      },
    })
    showing = list.run()
  }

  return {
    listen(event) {
      board.apply(event)
      if (event.type === 'started') start()
      const row = 'model' in event ? board.rows.get(event.model) : undefined
      const task = row && tasks.get(row.model)
      if (task) task.title = board.line(row)
      if (row) endIfDone(row)
    },
    async close() {
      for (const row of board.rows.values()) {
        const task = tasks.get(row.model)
        if (task) task.title = board.line(row)
        endings.get(row.model)?.(row.done < row.total ? new Error('not finished') : undefined)
      }

      await showing
    },
  }
}

/** Lines for tenths of each model, and for whatever is out of the ordinary. */
function plainProgress(output: Output, debug: boolean): RunProgress {
  const board = new RunBoard()
  const say = (text: string) => output.write(`${text}\n`)
  const finished = (event: RunEvent & {type: 'case-finished'}) => {
    const row = board.rows.get(event.model)
    if (!row) return
    const tenth = Math.max(1, Math.ceil(row.total / 10))
    if (row.done % tenth === 0 || row.done === row.total) say(board.line(row))
    if (event.status === 'failed') say(`${row.model}  failed: ${safeText(event.errors.at(-1) ?? 'no reason given')}`)
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
          if (event.wait_ms >= 5000 || debug) say(`${event.model}  waits ${Math.ceil(event.wait_ms / 1000)} s: ${safeText(event.reason)}`)
          break
        case 'model-parked':
        case 'model-ended': {
          const row = board.rows.get(event.model)
          if (row) say(board.line(row))
          break
        }
        case 'stopping':
          if (board.stopping !== undefined) say(board.stopping)
          break
        case 'attempt':
          if (debug) say(`${event.model}  ${event.step} attempt ${event.attempt}: ${safeText(event.outcome)} (${event.latency_ms} ms)`)
          break
        case 'retry-over':
      }
    },
    close: () => Promise.resolve(),
  }
}
