import type {Act, Outcome} from '../../rating/page-commands.js'
import type {ActAnswer, ActRequest} from '../pages/wire.js'

/** Milliseconds: how often a page shows that it lives, and without that for how long it counts as gone. */
const BEAT_MS = 5000
const GONE_MS = 150_000
/** Milliseconds between attempts, the last one again and again. */
const WAITS_MS = [500, 1000, 2000, 5000, 10_000]
const PATIENCE_MS = 10_000

interface WaitingAct {
  seq: number
  ticket: string
  act: Act
  /** Milliseconds since the epoch, of this browser's clock. */
  at: number
}

interface Box {
  /** The last sign of life of the page that fills it; 0: it said good-bye. */
  beat: number
  acts: WaitingAct[]
}

/** `waiting`: there is no connection, and it goes out later. `refused`: it never will. */
export type Sent = Outcome | 'waiting' | 'refused'
export type OutboxState = {unsent: number; isSignedOut: boolean; isKept: boolean}

/**
 * What was done on a page and is not on the server yet, kept in the browser until it is. One act after the
 * other, each with its number, so that none is lost and none done twice.
 */
export class Outbox {
  readonly #key: string
  #box: Box = {beat: Date.now(), acts: []}
  #seq = 0
  #isSending = false
  #isSignedOut = false
  #isKept = true
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #told = new Map<number, (sent: Sent) => void>()

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

  /** The outbox of this page, and those of pages that are gone and left something behind. */
  static open(
    user: string,
    onChange: (state: OutboxState, outcome: Sent | undefined) => void,
  ): {own: Outbox; left: Outbox[]} {
    const left = leftBehind(user).map(({tab, box}) => {
      const outbox = new Outbox(user, tab, onChange)
      outbox.#box = {...box, beat: Date.now()}
      outbox.#store(Date.now())
      void outbox.#send()
      return outbox
    })
    return {own: new Outbox(user, randomName(), onChange), left}
  }

  /** Tickets whose rating waits here. */
  get rated(): string[] {
    const rated = new Map<string, boolean>()
    for (const {ticket, act} of this.#box.acts)
      if (act.kind !== 'note') rated.set(ticket, act.kind === 'rate')
    return [...rated].filter(([, isRated]) => isRated).map(([ticket]) => ticket)
  }

  get state(): OutboxState {
    return {unsent: this.#box.acts.length, isSignedOut: this.#isSignedOut, isKept: this.#isKept}
  }

  /** Keeps an act before anything else happens. The promise tells what came of it, or that it has to wait. */
  add(ticket: string, act: Act): Promise<Sent> {
    const seq = ++this.#seq
    this.#box.acts.push({seq, ticket, act, at: Date.now()})
    this.#store(Date.now())
    const sent = new Promise<Sent>((resolve) => this.#told.set(seq, resolve))
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
    for (let [act] = this.#box.acts; act; [act] = this.#box.acts) {
      const sent = await this.#sendOne(act)
      if (sent === 'waiting') break
      this.#failures = 0
      this.#box.acts.shift()
      this.#store(Date.now())
      this.#told.get(act.seq)?.(sent)
      this.#told.delete(act.seq)
      this.onChange(this.state, sent)
    }

    this.#isSending = false
    if (this.#box.acts.length > 0) this.#wait()
  }

  #wait(): void {
    for (const {seq} of this.#box.acts) this.#told.get(seq)?.('waiting')
    this.#told.clear()
    this.onChange(this.state, undefined)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(
      () => void this.#send(),
      WAITS_MS[Math.min(this.#failures++, WAITS_MS.length - 1)],
    )
  }

  async #sendOne({seq, ticket, act, at}: WaitingAct): Promise<Sent> {
    const request: ActRequest = {
      user: this.user,
      tab: this.tab,
      seq,
      ticket,
      act,
      age_ms: Math.max(0, Date.now() - at),
    }
    try {
      const answer = await fetch('/app/acts', {
        method: 'POST',
        headers: {'Content-Type': 'application/json'},
        body: JSON.stringify(request),
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      this.#isSignedOut = answer.status === 401
      if (answer.status === 422) return 'refused'
      return answer.ok ? ((await answer.json()) as ActAnswer).outcome : 'waiting'
    } catch {
      return 'waiting'
    }
  }

  #store(beat: number): void {
    this.#box.beat = beat
    try {
      if (this.#box.acts.length === 0) localStorage.removeItem(this.#key)
      else localStorage.setItem(this.#key, JSON.stringify(this.#box))
      this.#isKept = true
    } catch {
      // Full, or forbidden: then it is kept as long as the page is open.
      this.#isKept = false
    }
  }
}

function leftBehind(user: string): {tab: string; box: Box}[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix(user)))
      .flatMap((key) => {
        const box = JSON.parse(localStorage.getItem(key) ?? '{"beat":0,"acts":[]}') as Box
        return Date.now() - box.beat > GONE_MS ? [{tab: key.slice(prefix(user).length), box}] : []
      })
  } catch {
    return []
  }
}

function prefix(user: string): string {
  return `bench-outbox ${JSON.stringify(user)} `
}

/** `crypto.randomUUID` is not there on a page without TLS. */
function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
