import type {Key} from '../../rating/reducer.js'

/** A key press; `isPasted`: the terminal says that its text was pasted, not typed. */
export interface KeyPress extends Key {
  isPasted: boolean
}

/** Milliseconds after which Escape alone is a key, and not the beginning of a sequence. */
const ESCAPE_MS = 100
/** Milliseconds after which the end of a sequence does not come any more. */
const BROKEN_MS = 2000

const ESC = 0x1b
const CSI_C1 = 0x9b
/** Bytes that, after Escape, open a string that ends with ST or BEL: DCS, SOS, OSC, PM, APC. */
const STRING_OPENERS = new Set([0x50, 0x58, 0x5d, 0x5e, 0x5f])
/** The same openers as single control characters (C1). */
const STRING_C1 = new Set([0x90, 0x98, 0x9d, 0x9e, 0x9f])
/** The ends of such a string: BEL, ST, and CAN or SUB, which cancel it. */
const STRING_ENDS = new Set([0x07, 0x9c, 0x18, 0x1a])
/** The bytes of an old mouse report after `ESC[M`: a button and two coordinates. */
const MOUSE_BYTES = 3

const NAMES: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  '2~': 'insert',
  '3~': 'delete',
  '5~': 'pageup',
  '6~': 'pagedown',
}
/**
 * Keys that a terminal in an extended mode sends by code and that may have an effect: none of them is a
 * score.
 */
const CODED: Readonly<Record<number, string>> = {9: 'tab', 13: 'return', 27: 'escape', 127: 'backspace'}

type State =
  | {kind: 'ground'}
  | {kind: 'escape'; isOld: boolean}
  | {kind: 'csi'; text: string}
  | {kind: 'ss3'}
  | {kind: 'string'}
  | {kind: 'skip'; bytes: number}

/**
 * Makes keys of a terminal's input. A terminal also sends bytes that no person typed: reports of the mouse,
 * of the focus, of its abilities and colours. Such sequences (ECMA-48, and those that xterm, kitty and others
 * added) are taken out whole, however they are cut into pieces, so that no digit of them is ever a score.
 */
export class KeyReader {
  #state: State = {kind: 'ground'}
  #pending: number[] = []
  #isPasting = false
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly emit: (key: KeyPress) => void) {}

  read(chunk: Uint8Array): void {
    clearTimeout(this.#timer)
    for (const byte of chunk) this.#take(byte)
    const {kind} = this.#state
    if (kind === 'escape') this.#timer = setTimeout(() => this.#escapeAlone(), ESCAPE_MS)
    else if (kind !== 'ground') this.#timer = setTimeout(() => this.#toGround(), BROKEN_MS)
  }

  /** Keeps no timer behind. */
  close(): void {
    clearTimeout(this.#timer)
  }

  #take(byte: number): void {
    const state = this.#state
    // Leaving is possible at any time, also out of a sequence that never ends.
    if (byte === 0x03 && state.kind !== 'skip') {
      this.#toGround()
      return this.#control(byte)
    }

    switch (state.kind) {
      case 'ground':
        return this.#ground(byte)
      case 'escape':
        return this.#afterEscape(byte, state.isOld)
      case 'csi':
        return this.#csi(byte, state.text)
      case 'ss3':
        this.#toGround()
        return this.#named(NAMES[String.fromCharCode(byte)] ?? '')
      case 'string':
        if (byte === ESC) this.#state = {kind: 'escape', isOld: false}
        else if (STRING_ENDS.has(byte)) this.#toGround()
        return
      case 'skip':
        this.#state = state.bytes > 1 ? {kind: 'skip', bytes: state.bytes - 1} : {kind: 'ground'}
    }
  }

  #ground(byte: number): void {
    if (this.#pending.length > 0 && (byte & 0xc0) === 0x80) return this.#continued(byte)
    this.#pending = []
    if (byte === ESC) this.#state = {kind: 'escape', isOld: false}
    else if (byte < 0x20 || byte === 0x7f) this.#control(byte)
    else if (byte < 0x80) this.#typed(String.fromCharCode(byte))
    else if (byte >= 0xc2 && byte <= 0xf4) this.#pending = [byte]
    else this.#controlC1(byte)
  }

  /** A further byte of a character in UTF-8. */
  #continued(byte: number): void {
    this.#pending.push(byte)
    const first = this.#pending[0]!
    if (this.#pending.length < (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2)) return
    const text = Buffer.from(this.#pending).toString('utf8')
    this.#pending = []
    const code = text.codePointAt(0)!
    if (code < 0xa0) this.#controlC1(code)
    else if (text !== '\uFFFD') this.#typed(text)
  }

  #controlC1(code: number): void {
    if (code === CSI_C1) this.#state = {kind: 'csi', text: ''}
    else if (code === 0x8f) this.#state = {kind: 'ss3'}
    else if (STRING_C1.has(code)) this.#state = {kind: 'string'}
  }

  /** `isOld`: Escape came long before, so only bytes that certainly belong to it do. */
  #afterEscape(byte: number, isOld: boolean): void {
    const letter = String.fromCharCode(byte)
    if (letter === '[') this.#state = {kind: 'csi', text: ''}
    else if (isOld) {
      this.#toGround()
      this.#ground(byte)
    } else if (letter === 'O') this.#state = {kind: 'ss3'}
    else if (STRING_OPENERS.has(byte)) this.#state = {kind: 'string'}
    else if (byte !== ESC) {
      // A key with Alt, or the end of a string: neither types a text.
      this.#toGround()
      if (letter !== '\\') this.#named('')
    }
  }

  #csi(byte: number, before: string): void {
    if (byte === ESC) this.#state = {kind: 'escape', isOld: false}
    else if (byte === 0x18 || byte === 0x1a) this.#toGround()
    // F1 to F5 of the Linux console: `ESC[[A`.
    else if (before === '' && byte === 0x5b) this.#state = {kind: 'skip', bytes: 1}
    else if (byte < 0x40 || byte > 0x7e) {
      // Longer parameters are not read; the end of the sequence is awaited all the same.
      if (byte >= 0x20 && before.length < 64)
        this.#state = {kind: 'csi', text: before + String.fromCharCode(byte)}
    } else {
      this.#toGround()
      this.#finished(before, String.fromCharCode(byte))
    }
  }

  /** A whole sequence: only keys that bench uses matter, and the marks of pasted text. */
  #finished(parameters: string, final: string): void {
    if (final === 'M' && parameters === '') {
      this.#state = {kind: 'skip', bytes: MOUSE_BYTES}
      return
    }

    if (/^(200|201)$/.test(parameters) && final === '~') {
      this.#isPasting = parameters === '200'
      return
    }

    if (/^[\d;:]*$/.test(parameters)) this.#key(parameters, final)
  }

  #key(parameters: string, final: string): void {
    const numbers = parameters.split(';')
    if (final === 'u') return this.#coded(numbers[0], numbers[1])
    if (final === '~' && numbers[0] === '27' && numbers.length === 3)
      return this.#coded(numbers[2], numbers[1])
    const name = final === '~' ? NAMES[`${numbers[0]}~`] : NAMES[final]
    const isKey = name !== undefined && (final === '~' || parameters === '' || numbers[0] === '1')
    if (isKey && !isRelease(numbers[1])) this.#named(name)
  }

  /**
   * A key by its code (kitty's protocol, modifyOtherKeys); `modifiers` is 1 plus the sum of 1 Shift, 2 Alt, 4
   * Ctrl.
   */
  #coded(code: string | undefined, modifiers: string | undefined): void {
    if (isRelease(modifiers)) return
    const number = Number(code?.split(':')[0])
    const isCtrl = ((Number(modifiers?.split(':')[0] ?? 1) - 1) & 4) !== 0
    if (isCtrl && number >= 97 && number <= 122)
      this.emit({name: String.fromCharCode(number), text: '', ctrl: true, isPasted: false})
    else if (!isCtrl && CODED[number] !== undefined) this.#named(CODED[number])
  }

  #control(byte: number): void {
    const name = {0x08: 'backspace', 0x09: 'tab', 0x0a: 'enter', 0x0d: 'return', 0x7f: 'backspace'}[byte]
    // A line break in pasted text does not end a note.
    if (this.#isPasting && byte !== 0x03) return this.#typed(' ')
    if (name !== undefined) this.#named(name)
    else if (byte >= 1 && byte <= 26)
      this.emit({name: String.fromCharCode(byte + 96), text: '', ctrl: true, isPasted: false})
    else this.#named('')
  }

  #typed(text: string): void {
    this.emit({
      name: text === ' ' ? 'space' : text.toLowerCase(),
      text,
      ctrl: false,
      isPasted: this.#isPasting,
    })
  }

  #named(name: string): void {
    this.emit({name, text: '', ctrl: false, isPasted: false})
  }

  /** On a slow line the end of a sequence may still come, so bytes that look like it are not typed either. */
  #escapeAlone(): void {
    this.#state = {kind: 'escape', isOld: true}
    this.#named('escape')
  }

  #toGround(): void {
    this.#state = {kind: 'ground'}
  }
}

/** Whether a key was released: kitty sends that after a colon, as `modifiers:3`. */
function isRelease(modifiers: string | undefined): boolean {
  return modifiers?.split(':')[1] === '3'
}
