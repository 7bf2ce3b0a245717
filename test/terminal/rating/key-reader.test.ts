import {expect} from 'chai'
import fc from 'fast-check'
import {KeyReader, type KeyPress} from '../../../src/terminal/rating/key-reader.js'

/** What a terminal sends although nobody types: each is taken out whole. */
const NOT_TYPED = [
  ['mouse report (SGR)', '\u001b[<35;35;4M'],
  ['mouse release (SGR)', '\u001b[<0;3;2m'],
  ['mouse report (urxvt)', '\u001b[35;35;4M'],
  ['mouse report (X10)', Buffer.from([0x1b, 0x5b, 0x4d, 0x33, 0x34, 0x35])],
  ['mouse report beyond column 95 (X10)', Buffer.from([0x1b, 0x5b, 0x4d, 0x20, 0xb3, 0xc4])],
  ['device attributes', '\u001b[?64;1;2;4c'],
  ['secondary device attributes', '\u001b[>41;354;0c'],
  ['cursor position', '\u001b[24;80R'],
  ['mode report', '\u001b[?2026;2$y'],
  ['size of the window', '\u001b[8;24;80t'],
  ['focus', '\u001b[I\u001b[O'],
  ['colour (OSC, ST)', '\u001b]11;rgb:1e1e/2e2e/3e3e\u001b\\'],
  ['colour (OSC, BEL)', '\u001b]4;1;rgb:5555/4444/3333\u0007'],
  ['version (DCS)', '\u001bP>|kitty(0.34.5)\u001b\\'],
  ['terminfo (DCS)', '\u001bP1+r436f=323536\u001b\\'],
  ['graphics (APC)', '\u001b_Gi=31;OK 5\u001b\\'],
  ['kitty: 4', '\u001b[52u'],
  ['kitty: 4 let go', '\u001b[52;1:3u'],
  ['kitty: 5 with text', '\u001b[53;;53u'],
  ['modifyOtherKeys: Shift-3', '\u001b[27;2;51~'],
  ['eight-bit CSI in UTF-8', '\u009b35;4M'],
  ['eight-bit CSI, bare', Buffer.from([0x9b, 0x35, 0x3b, 0x34, 0x4d])],
  ['eight-bit OSC', '\u009d11;rgb:1/2/3\u0007'],
  ['keypad 4 of an application', '\u001bOt'],
  ['F1 of the Linux console', '\u001b[[A'],
  ['Alt-4', '\u001b4'],
] as const

function reader() {
  const keys: KeyPress[] = []
  return {keys, reader: new KeyReader((key) => keys.push(key))}
}

const bytes = (text: string | Uint8Array) => (typeof text === 'string' ? Buffer.from(text) : text)
const typed = (keys: readonly KeyPress[]) => keys.map(({text}) => text).join('')

function read(...chunks: (string | Uint8Array)[]): KeyPress[] {
  const {keys, reader: made} = reader()
  for (const chunk of chunks) made.read(bytes(chunk))
  made.close()
  return keys
}

describe('keys of a terminal', () => {
  for (const [name, sequence] of NOT_TYPED) {
    it(`${name} types nothing, whole or byte by byte, and the next key counts`, () => {
      expect(typed(read(sequence))).to.equal('')
      expect(typed(read(sequence, '4'))).to.equal('4')
      expect(typed(read(...[...bytes(sequence)].map((byte) => Buffer.from([byte])), '4'))).to.equal('4')
    })
  }

  it('are never scores out of any mixture of sequences, however it is cut', () => {
    const part = fc.constantFrom(...NOT_TYPED.map(([, sequence]) => bytes(sequence)), bytes('q'), bytes('4'))
    fc.assert(
      fc.property(fc.array(part, {maxLength: 12}), fc.array(fc.nat(200), {maxLength: 8}), (parts, cuts) => {
        const whole = Buffer.concat(parts)
        const places = [...new Set([0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length])]
        places.sort((a, b) => a - b)
        const pieces = places.slice(1).map((end, at) => whole.subarray(places[at], end))
        const wanted = parts.map((one) => one.toString()).filter((text) => text === 'q' || text === '4')
        expect(typed(read(...pieces))).to.equal(wanted.join(''))
      }),
    )
  })

  it('have the names they always had', () => {
    const names = (text: string) => read(text).map(({name, ctrl}) => (ctrl ? `ctrl-${name}` : name))
    expect(names('4a \r\n\t\u007f\b\u0003\u0004\u0015')).to.deep.equal([
      '4',
      'a',
      'space',
      'return',
      'enter',
      'tab',
      'backspace',
      'backspace',
      'ctrl-c',
      'ctrl-d',
      'ctrl-u',
    ])
    expect(names('\u001b[A\u001bOB\u001b[1;5A\u001b[5~\u001b[6;2~')).to.deep.equal([
      'up',
      'down',
      'up',
      'pageup',
      'pagedown',
    ])
    expect(typed(read('Zoë 漢字 👩‍💻'))).to.equal('Zoë 漢字 👩‍💻')
    expect(typed(read(...[...Buffer.from('ë漢👩')].map((byte) => Buffer.from([byte]))))).to.equal('ë漢👩')
  })

  it('that end or leave are understood in extended modes too', () => {
    const names = (text: string) => read(text).map(({name, ctrl}) => (ctrl ? `ctrl-${name}` : name))
    expect(names('\u001b[99;5u\u001b[27;5;99~\u001b[13u\u001b[127u')).to.deep.equal([
      'ctrl-c',
      'ctrl-c',
      'return',
      'backspace',
    ])
    expect(names('\u001b[99;5:3u')).to.deep.equal([])
  })

  it('leave at any time, also out of a sequence that never ends', () => {
    for (const begun of ['\u001b]11;rgb:', '\u001b[<35;', '\u001bP1'])
      expect(read(begun, '\u0003').at(-1), begun).to.include({name: 'c', ctrl: true})
  })

  it('of a paste say so, and its lines do not end a note', () => {
    const keys = read('\u001b[200~4\r5\u001b[201~3')
    expect(keys.map(({text, isPasted}) => [text, isPasted])).to.deep.equal([
      ['4', true],
      [' ', true],
      ['5', true],
      ['3', false],
    ])
  })

  it('Escape alone is a key; what follows it late on a slow line is still no score', async () => {
    const {keys, reader: made} = reader()
    made.read(bytes('\u001b'))
    while (keys.length === 0) await new Promise((done) => setTimeout(done, 20))
    expect(keys[0]).to.include({name: 'escape', text: ''})
    made.read(bytes('[<35;35;4M4'))
    made.close()
    expect(typed(keys)).to.equal('4')
  })
})
