import type {RatingCommand, Outcome} from '../../rating/page-commands.js'
import type {CommandAnswer, CommandRequest} from '../pages/wire.js'

/**
 * Milliseconds: how often a page shows that it lives, and after how long without that sign it counts as gone.
 * A sign from as far in the future was made before the clock was set back: a page that lives would have shown
 * another.
 */
const BEAT_MS = 5000
const GONE_MS = 150_000
/** Milliseconds between attempts; the last wait is used again and again. */
const WAITS_MS = [500, 1000, 2000, 5000, 10_000]
const ANSWER_LIMIT_MS = 10_000

interface WaitingCommand {
  seq: number
  reference: string
  command: RatingCommand
  /** Milliseconds since the epoch, of this browser's clock. */
  at: number
}

interface Box {
  /** The last sign of life of the page that fills the outbox; 0: the page was closed. */
  beat: number
  commands: WaitingCommand[]
}

/** `waiting`: there is no connection, and the command is sent later. `refused`: it is never sent again. */
export type Sent = Outcome | 'waiting' | 'refused'
export type OutboxState = {unsent: number; isSignedOut: boolean; isKept: boolean}

/**
 * Commands of a page that are not on the server yet, kept in the browser until they are. The commands are
 * sent one after the other, each with its number, so that no command is lost and none is done twice.
 */
export class Outbox {
  readonly #key: string
  #box: Box = {beat: Date.now(), commands: []}
  /** When each command was added, by the number of the command, on a clock that nobody sets back. */
  readonly #added = new Map<number, number>()
  #seq = 0
  #isSending = false
  #isSignedOut = false
  #isKept = true
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #listeners = new Map<number, (sent: Sent) => void>()

  private constructor(
    private readonly user: string,
    private readonly tab: string,
    private readonly onChange: (state: OutboxState, outcome: Sent | undefined) => void,
  ) {
    this.#key = `${prefix(user)}${tab}`
    addEventListener('online', () => this.#retry())
    addEventListener('pagehide', () => this.#store(0))
    setInterval(() => this.#store(Date.now()), BEAT_MS)
  }

  /** The outbox of this page, and the outboxes of closed pages that still hold commands. */
  static open(
    user: string,
    onChange: (state: OutboxState, outcome: Sent | undefined) => void,
  ): {current: Outbox; left: Outbox[]} {
    const left = leftBehind(user).map(({tab, box}) => {
      const outbox = new Outbox(user, tab, onChange)
      outbox.#box = {...box, beat: Date.now()}
      outbox.#store(Date.now())
      void outbox.#send()
      return outbox
    })
    return {current: new Outbox(user, randomName(), onChange), left}
  }

  /** References of the items whose rating waits here. */
  get rated(): string[] {
    const rated = new Map<string, boolean>()
    for (const {reference, command} of this.#box.commands)
      if (command.kind !== 'note') rated.set(reference, command.kind === 'rate')
    return [...rated].filter(([, isRated]) => isRated).map(([reference]) => reference)
  }

  get state(): OutboxState {
    return {unsent: this.#box.commands.length, isSignedOut: this.#isSignedOut, isKept: this.#isKept}
  }

  /** Keeps a command before anything else happens. The promise gives its outcome, or that it has to wait. */
  add(reference: string, command: RatingCommand): Promise<Sent> {
    const seq = ++this.#seq
    this.#box.commands.push({seq, reference, command, at: Date.now()})
    this.#added.set(seq, performance.now())
    this.#store(Date.now())
    const sent = new Promise<Sent>((resolve) => this.#listeners.set(seq, resolve))
    this.#retry()
    return sent
  }

  #retry(): void {
    clearTimeout(this.#timer)
    void this.#send()
  }

  async #send(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    for (let [command] = this.#box.commands; command; [command] = this.#box.commands) {
      const sent = await this.#sendOne(command)
      if (sent === 'waiting') break
      this.#failures = 0
      this.#box.commands.shift()
      this.#store(Date.now())
      this.#added.delete(command.seq)
      this.#listeners.get(command.seq)?.(sent)
      this.#listeners.delete(command.seq)
      this.onChange(this.state, sent)
    }

    this.#isSending = false
    if (this.#box.commands.length > 0) this.#wait()
  }

  #wait(): void {
    for (const {seq} of this.#box.commands) this.#listeners.get(seq)?.('waiting')
    this.#listeners.clear()
    this.onChange(this.state, undefined)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(
      () => void this.#send(),
      WAITS_MS[Math.min(this.#failures++, WAITS_MS.length - 1)],
    )
  }

  async #sendOne({seq, reference, command, at}: WaitingCommand): Promise<Sent> {
    const request: CommandRequest = {
      user: this.user,
      tab: this.tab,
      seq,
      reference,
      command,
      age_ms: this.#age(seq, at),
    }
    try {
      const answer = await fetch('/app/commands', {
        method: 'POST',
        headers: {'Content-Type': 'application/json'},
        body: JSON.stringify(request),
        keepalive: true,
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      })
      this.#isSignedOut = answer.status === 401
      // 403: the person was removed.
      if (answer.status === 422 || answer.status === 403) return 'refused'
      return answer.ok ? ((await answer.json()) as CommandAnswer).outcome : 'waiting'
    } catch {
      return 'waiting'
    }
  }

  /**
   * Milliseconds since a command was added. The clock that nobody sets stands still while a machine sleeps,
   * and ends with the page.
   */
  #age(seq: number, at: number): number {
    const now = performance.now()
    return Math.max(0, Date.now() - at, now - (this.#added.get(seq) ?? now))
  }

  #store(beat: number): void {
    this.#box.beat = beat
    try {
      if (this.#box.commands.length === 0) localStorage.removeItem(this.#key)
      else localStorage.setItem(this.#key, JSON.stringify(this.#box))
      this.#isKept = true
    } catch {
      // The storage is full or forbidden: then the commands are kept as long as the page is open.
      this.#isKept = false
    }
  }
}

function leftBehind(user: string): {tab: string; box: Box}[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix(user)))
      .flatMap((key) => {
        const box = JSON.parse(localStorage.getItem(key) ?? '{"beat":0,"commands":[]}') as Box
        return Math.abs(Date.now() - box.beat) > GONE_MS ? [{tab: key.slice(prefix(user).length), box}] : []
      })
  } catch {
    return []
  }
}

function prefix(user: string): string {
  return `bench-outbox ${JSON.stringify(user)} `
}

/** `crypto.randomUUID` does not exist on a page without TLS. */
function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
