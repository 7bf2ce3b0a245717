import fc from 'fast-check'

const SURROGATES = {first: 0xd800, count: 0x800}

/**
 * Every code point but lone surrogates, as fast-check's unit `binary`; that one makes a map of all the million of them
 * first, a second of work for each process.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat({max: 0x10ffff - SURROGATES.count}).map(
  (number) => String.fromCodePoint(number < SURROGATES.first ? number : number + SURROGATES.count),
  (text) => {
    const [character, ...others] = typeof text === 'string' ? text : ''
    if (character === undefined || others.length > 0 || /\p{Cs}/u.test(character))
      throw new Error('no single character')
    const point = character.codePointAt(0)!
    return point < SURROGATES.first ? point : point - SURROGATES.count
  },
)
