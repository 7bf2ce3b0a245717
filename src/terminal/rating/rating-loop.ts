import {writeSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'
import type {ReadStream, WriteStream} from 'node:tty'
import {BenchError, messageOf} from '../../errors/bench-error.js'
import {EXIT, exitCodeOfSignal as codeOf} from '../../errors/exit-codes.js'
import type {Calibration} from '../../records/rater.js'
import type {RatedResult} from '../../records/result.js'
import {calibrate, type CalibrationState} from '../../rating/calibration.js'
import {handleEffect} from '../../rating/effect-handler.js'
import {
  FIRST_STATE,
  reduce,
  type Effect,
  type Notice,
  type RatingEvent,
  type RatingState,
} from '../../rating/reducer.js'
import type {RatingSession} from '../../rating/session.js'
import {textColumns} from '../text-columns.js'
import {KeyReader, type KeyPress} from './key-reader.js'
import {calibrationScreen, plainCalibration} from './calibration-view.js'
import {plainRating, ratingScreen, type RatingFrame} from './rating-view.js'
import {sanitizeLines} from '../lines.js'

/**
 * Milliseconds after a new result appeared during which keys do not count: they were meant for the last
 * result.
 */
const SETTLE_MS = 150
/** Milliseconds after which a notice of the save is shown; most saves end long before. */
const SLOW_MS = 300
/** Milliseconds that the end of a session waits for what is being saved. */
const LAST_SAVE_MS = 3000
const ENTER = '\u001B[?1049h\u001B[?25l'
const LEAVE = '\u001B[?25h\u001B[?1049l'
/**
 * Modes that a crashed program, or a dropped connection, leaves behind: reports of the mouse, the focus,
 * pastes, colours and sizes, application keys. Then modifyOtherKeys off, and kitty's keys in their original
 * mode.
 */
const PLAIN_KEYS =
  [1, 9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2004, 2031, 2048]
    .map((mode) => `\u001B[?${mode}l`)
    .join('') + '\u001B>\u001B[>4;0m\u001B[>0u'
/** Gives kitty's keys back as they were. */
const FORMER_KEYS = '\u001B[<u'
const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const
type EndSignal = (typeof SIGNALS)[number]

/** The terminal of the loop. */
export interface LoopTerminal {
  input: ReadStream
  output: WriteStream & {fd: number}
  /** Append only, in words. */
  plain: boolean
}

/** The examples that the session begins with. */
export interface LoopCalibration {
  start: CalibrationState
  /** Keeps what the rater did with the examples. */
  keep: (calibration: Calibration) => Promise<void>
}

/**
 * Lets a person rate until the queue is empty or the person quits. In every case the terminal is restored;
 * every rating that the screen acknowledged is saved.
 * @returns the signal that ended the loop, if a signal did.
 */
export function rateInTerminal(
  session: RatingSession<RatedResult>,
  frame: RatingFrame,
  terminal: LoopTerminal,
  calibration?: LoopCalibration,
): Promise<EndSignal | undefined> {
  return new RatingLoop(session, frame, terminal, calibration).run()
}

class RatingLoop {
  readonly #session: RatingSession<RatedResult>
  readonly #frame: RatingFrame
  readonly #terminal: LoopTerminal
  #state: RatingState<RatedResult> = FIRST_STATE
  #settled = 0
  #isOver = false
  #end: (signal?: EndSignal) => void = () => {}
  #fail: (error: unknown) => void = () => {}

  /** The example on the screen, before the first result. */
  #example: CalibrationState | undefined
  readonly #calibration: LoopCalibration | undefined

  constructor(
    session: RatingSession<RatedResult>,
    frame: RatingFrame,
    terminal: LoopTerminal,
    calibration: LoopCalibration | undefined,
  ) {
    this.#session = session
    this.#frame = frame
    this.#terminal = terminal
    this.#calibration = calibration
    this.#example = calibration?.start
  }

  async run(): Promise<EndSignal | undefined> {
    const {input, output} = this.#terminal
    const ended = new Promise<EndSignal | undefined>((resolve, reject) => {
      this.#end = resolve
      this.#fail = reject
    })
    const keys = new KeyReader((key) => this.#onKey(key))
    const onData = (chunk: Uint8Array) => keys.read(chunk)
    const onSignal = (signal: NodeJS.Signals) => this.#end(SIGNALS.find((known) => known === signal))
    const onResize = () => this.#paint()
    const onEnd = () => this.#end()
    // Also when an error is thrown, or other code calls process.exit.
    const restore = () => this.#restore()
    process.once('exit', restore)
    for (const signal of SIGNALS) process.on(signal, onSignal)
    input.setRawMode(true)
    input.on('data', onData)
    input.on('end', onEnd)
    // Lines that were printed are not printed again for another width.
    if (!this.#terminal.plain) output.on('resize', onResize)
    if (!this.#terminal.plain) output.write(ENTER)
    // After the change of the screen, as each screen has its kitty modes.
    if (hasSequences()) output.write(PLAIN_KEYS)
    input.resume()
    try {
      if (this.#example) this.#paint()
      else void this.#handle(() => this.#advance())
      const signal = await ended
      // A tag that was given last is on its way; what hangs does not keep anybody.
      await Promise.race([this.#session.settled(), sleep(LAST_SAVE_MS, undefined, {ref: false})])
      return signal
    } finally {
      this.#isOver = true
      input.off('data', onData)
      keys.close()
      input.off('end', onEnd)
      output.off('resize', onResize)
      for (const signal of SIGNALS) process.off(signal, onSignal)
      process.off('exit', restore)
      restore()
      input.pause()
    }
  }

  #restore(): void {
    const {input, plain} = this.#terminal
    try {
      if (input.isRaw) input.setRawMode(false)
      // Synchronously, as the process may be about to end.
      const former = hasSequences() ? FORMER_KEYS : ''
      writeSync(this.#terminal.output.fd, plain ? former : former + LEAVE)
    } catch {
      // The terminal is gone.
    }
  }

  #onKey(key: KeyPress): void {
    const isLeaving = key.ctrl && key.name === 'c'
    if (!isLeaving && performance.now() < this.#settled) return
    // Pasted text is for a note, and no score.
    if (key.isPasted && this.#state.mode !== 'note') return
    if (this.#example) return this.#onExampleKey(key, this.#example)
    const effect = this.#apply({kind: 'key', key})
    if (effect?.kind === 'quit') this.#end(isLeaving ? 'SIGINT' : undefined)
    else if (effect)
      void this.#handle(() =>
        handleEffect(this.#session, effect, {
          identify: (result) => Promise.resolve(result),
          advance: (notice) => this.#advance(notice),
        }),
      )
  }

  #onExampleKey(key: KeyPress, before: CalibrationState): void {
    const {state, effect} = calibrate(before, key, this.#frame.texts)
    if (effect?.kind === 'quit') return this.#end(key.ctrl ? 'SIGINT' : undefined)
    this.#example = state
    this.#settled = performance.now() + SETTLE_MS
    if (effect?.kind === 'over' || (effect?.kind === 'keep' && effect.isOver)) this.#example = undefined
    // An example that is not kept comes again; nothing else is lost.
    if (effect?.kind === 'keep') void this.#calibration?.keep(effect.calibration).catch(() => {})
    if (this.#example === undefined) void this.#handle(() => this.#advance())
    else if (state !== before) this.#paint()
  }

  #apply(event: RatingEvent<RatedResult>): Effect | undefined {
    if (this.#isOver) return undefined
    const before = this.#state
    const {state, effect} = reduce(before, event, this.#frame.texts.tags)
    this.#state = state
    const isNew = state.shown !== before.shown && state.shown !== undefined
    if (state.mode === 'busy' && before.mode !== 'busy')
      setTimeout(() => this.#paintIfBusy(), SLOW_MS).unref()
    else if (state !== before && !(this.#terminal.plain && isAnnounced(before, state))) this.#paint()
    if (this.#terminal.plain && before.mode === 'note') this.#echo(before, state)
    if (isNew) {
      this.#session.painted()
      this.#settled = performance.now() + SETTLE_MS
    }

    return effect
  }

  /** A note as it is typed, which a terminal in raw mode does not show by itself. */
  #echo({draft: before}: RatingState<RatedResult>, {mode, draft: now}: RatingState<RatedResult>): void {
    const {output} = this.#terminal
    if (mode !== 'note') output.write('\n')
    else if (now.startsWith(before)) output.write(sanitizeLines(now.slice(before.length)))
    else output.write('\b \b'.repeat(textColumns(before.slice(now.length))))
  }

  /** A failed save is reported, and the rater can press the key again. */
  async #handle(work: () => Promise<RatingEvent<RatedResult>>): Promise<void> {
    try {
      this.#apply(await work())
    } catch (error) {
      // The file is gone: no key that is pressed again can be saved.
      if (error instanceof BenchError && error.code === 'DATABASE_MOVED') this.#fail(error)
      this.#apply({kind: 'noticed', notice: {kind: 'failed', sentence: messageOf(error)}})
    }
  }

  /** Without a next result the loop cannot go on: the error ends the loop. */
  async #advance(notice?: Notice): Promise<RatingEvent<RatedResult>> {
    const shown = await this.#session.next().catch((error: unknown) => {
      this.#fail(error)
      return undefined
    })
    return shown ? {kind: 'shown', shown, notice} : {kind: 'finished', notice}
  }

  #paintIfBusy(): void {
    if (!this.#isOver && this.#state.mode === 'busy') this.#paint()
  }

  #paint(): void {
    const {output, plain} = this.#terminal
    const columns = output.columns || 80
    if (this.#example) {
      const {texts} = this.#frame
      const size = {columns, rows: output.rows || 24}
      if (plain) output.write(`${plainCalibration(this.#example, texts, columns).join('\n')}\n`)
      else this.#draw(calibrationScreen(this.#example, texts, size))
      return
    }

    if (plain) {
      if (this.#state.mode !== 'busy')
        output.write(`${plainRating(this.#state, this.#frame, columns).join('\n')}\n`)
      return
    }

    const {lines, scroll} = ratingScreen(this.#state, this.#frame, {columns, rows: output.rows || 24})
    if (scroll !== this.#state.scroll)
      this.#state = reduce(this.#state, {kind: 'scrolled', lines: scroll}).state
    this.#draw(lines)
  }

  #draw(lines: readonly string[]): void {
    // Each line clears the old text behind it; in one write, so that nothing flickers.
    this.#terminal.output.write(`\u001B[H${lines.map((line) => `${line}\u001B[K`).join('\r\n')}\u001B[J`)
  }
}

/** Whether a listener has heard all of the state: a draft and the scroll position are no news. */
function isAnnounced(before: RatingState<RatedResult>, now: RatingState<RatedResult>): boolean {
  return (['mode', 'shown', 'notice', 'details', 'annotation', 'typed', 'earlier'] as const).every(
    (part) => before[part] === now[part],
  )
}

/** A terminal that knows no escape sequences would print them. */
function hasSequences(): boolean {
  return process.env['TERM'] !== 'dumb'
}

/** The exit code of a session that a signal ended. */
export function exitCodeOfSignal(signal: EndSignal | undefined): number {
  return signal === undefined ? EXIT.ok : codeOf(signal)
}
