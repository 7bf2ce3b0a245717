import {expect} from 'chai'
import fc from 'fast-check'
import {CHIP_TYPES, type Chip} from '../../src/chips/chip.js'
import {readChips} from '../../src/chips/read-answer.js'
import {readSelection} from '../../src/chips/read-selection.js'
import {anyCharacter} from '../support/any-character.js'
import {draws} from '../support/draws.js'

const A: Chip = {key: 'stakeholder_conflict', display: 'Stakeholder Conflict', type: 'situation'}
const B: Chip = {key: 'roadmap', display: 'Roadmap', type: 'jargon'}
const C: Chip = {key: 'backlog_grooming', display: 'Backlog Grooming', type: 'role_task'}
const LIST = JSON.stringify([A, B, C])

const filled = fc
  .string({unit: 'grapheme', minLength: 1, maxLength: 20})
  .filter((text) => text.trim() === text && text !== '')
const chip = fc.record({key: filled, display: filled, type: fc.constantFrom(...CHIP_TYPES)})
const chips = fc.array(chip, {minLength: 1, maxLength: 12})

describe('readChips', () => {
  const clean: Record<string, string> = {
    'a bare array': LIST,
    'an indented array': JSON.stringify([A, B, C], undefined, 2),
    'an object with chips': JSON.stringify({chips: [A, B, C]}),
    'an object with other fields beside': JSON.stringify({note: 'ok', chips: [A, B, C]}),
    'lists by type': JSON.stringify({situation: [A], jargon: [B], role_task: [C]}),
    'a code fence': `\`\`\`json\n${LIST}\n\`\`\``,
    'a fence between prose': `Sure! Here [as asked] are {three} chips:\n\n\`\`\`\n${LIST}\n\`\`\`\nAnything else?`,
    'prose around it': `Here you are: ${LIST} Hope this helps [1].`,
    'objects line by line': [A, B, C].map((each) => JSON.stringify(each)).join('\n'),
    'several arrays': `Situations: ${JSON.stringify([A])}\nThe rest: ${JSON.stringify([B, C])}`,
    'thoughts before it': `<think>maybe ${JSON.stringify([{...A, key: 'draft'}])}</think>${LIST}`,
  }
  for (const [name, answer] of Object.entries(clean)) {
    it(`reads ${name}`, () => {
      expect(readChips(answer)).to.deep.equal({chips: [A, B, C], problems: []})
    })
  }

  const damaged: Record<string, [string, Chip[], RegExp]> = {
    'a trailing comma': [`[${JSON.stringify(A)},${JSON.stringify(B)},]`, [A, B], /damaged and was repaired/],
    'a missing comma': [`[${JSON.stringify(A)} ${JSON.stringify(B)}]`, [A, B], /damaged and was repaired/],
    'single quotes': [LIST.replaceAll('"', "'"), [A, B, C], /damaged and was repaired/],
    'bare names': [LIST.replaceAll(/"(key|display|type)"/g, '$1'), [A, B, C], /damaged and was repaired/],
    comments: [
      `[// first\n${JSON.stringify(A)}, /* then */ ${JSON.stringify(B)}]`,
      [A, B],
      /damaged and was repaired/,
    ],
    'damage inside an object with chips': [
      `{"chips": [${JSON.stringify(A)},${JSON.stringify(B)},]}`,
      [A, B],
      /damaged/,
    ],
    'an array that is not closed': [LIST.slice(0, -1), [A, B, C], /was not closed/],
    'an answer cut off inside a chip': [LIST.slice(0, -20), [A, B], /cut off/],
    'an object with chips cut off': [`{"chips": ${LIST.slice(0, -20)}`, [A, B], /cut off/],
    'a fence cut off': [`\`\`\`json\n${LIST.slice(0, -20)}`, [A, B], /cut off/],
    'a cut where the last chip looks whole': [
      '[{"type":"jargon","key":"a","display":"A"},{"type":"jargon","key":"b","display":"Half of',
      [{key: 'a', display: 'A', type: 'jargon'}],
      /cut off/,
    ],
  }
  for (const [name, [answer, expected, problem]] of Object.entries(damaged)) {
    it(`repairs ${name} and says so`, () => {
      const read = readChips(answer)
      expect(read.chips).to.deep.equal(expected)
      expect(read.problems.join('\n')).to.match(problem)
    })
  }

  it('names every entry that is no chip and keeps the others', () => {
    const answer = JSON.stringify([
      A,
      {key: 'x', type: 'jargon'},
      {...B, type: 'skill'},
      'text',
      null,
      {...C, type: 'Role Task'},
    ])
    expect(readChips(answer)).to.deep.equal({
      chips: [A, C],
      problems: [
        'chip 2: display missing',
        'chip 3: unknown type "skill"',
        'chip 4: it is a string, not an object',
        'chip 5: it is null, not an object',
        'chip 6: type "Role Task" was read as role_task',
      ],
    })
  })

  it('says what an answer without chips was', () => {
    expect(readChips('  ').problems).to.deep.equal(['the answer is empty'])
    expect(readChips('I cannot help with that.').problems).to.deep.equal(['the answer holds no JSON'])
    expect(readChips('[]').problems).to.deep.equal(['the answer holds no chips'])
  })

  it('counts problems beyond the first twenty', () => {
    const {problems} = readChips(JSON.stringify([A, ...Array.from({length: 50}, () => ({key: 'k'}))]))
    expect(problems).to.have.length(21)
    expect(problems.at(-1)).to.equal('and 30 more chips with problems')
  })

  it('never throws', () => {
    const text = fc.oneof(
      fc.string({unit: anyCharacter, maxLength: 200}),
      fc
        .array(
          fc.constantFrom('[', ']', '{', '}', '"', ':', ',', '\\', 'key', 'a', "'", '//', '\n', '```', LIST),
          {maxLength: 60},
        )
        .map((parts) => parts.join('')),
      fc.json(),
    )
    fc.assert(
      fc.property(text, (answer) => {
        const read = readChips(answer)
        expect(read.chips.every((each) => CHIP_TYPES.includes(each.type))).to.equal(true)
      }),
      draws(1000),
    )
  })

  it('never loses a valid chip of an undamaged array, whatever prose stands around it', () => {
    const prose = fc.string({maxLength: 30})
    fc.assert(
      fc.property(chips, prose, prose, fc.boolean(), (list, before, after, fenced) => {
        const json = JSON.stringify(list)
        const answer = fenced
          ? `${before}\n\`\`\`json\n${json}\n\`\`\`\n${after}`
          : `${before}\n${json}\n${after}`
        expect(readChips(answer).chips).to.deep.equal(list)
      }),
      draws(1000),
    )
  })

  it('prefers a sound array to what a stray bracket before it could be mended to', () => {
    const list = [{key: 'a', display: '"', type: 'situation' as const}]
    for (const stray of ['{"', '[{"', '{"chips": "', "{'"])
      expect(readChips(`${stray}\n${JSON.stringify(list)}`).chips, stray).to.deep.equal(list)
  })

  it('keeps exactly the whole chips, wherever an array is cut off', () => {
    fc.assert(
      fc.property(chips, fc.double({min: 0, max: 1, noNaN: true}), fc.boolean(), (list, share, wrapped) => {
        const json = JSON.stringify(wrapped ? {chips: list} : list)
        const cut = Math.floor(json.length * share)
        const ends: number[] = []
        let at = wrapped ? '{"chips":['.length : 1
        for (const each of list) {
          at += JSON.stringify(each).length
          ends.push(at)
          at++
        }

        const whole = list.slice(0, ends.filter((end) => end <= cut).length)
        expect(readChips(json.slice(0, cut)).chips).to.deep.equal(whole)
      }),
      draws(1000),
    )
  })

  it('keeps no beginning of a first chip, however much of it there is', () => {
    const json = JSON.stringify({chips: [{key: 'a', type: 'jargon', display: 'A long display'}]})
    for (let cut = 1; cut < json.length - 2; cut++)
      expect(readChips(json.slice(0, cut)).chips, json.slice(0, cut)).to.deep.equal([])
  })

  it('reads a long answer of nothing but brackets in bounded work', () => {
    expect(readChips('[{"'.repeat(20_000)).chips).to.deep.equal([])
  })

  it('reads what is begun again and again and never closed in bounded work', () => {
    const answer = '[{"key":"situation_1","display":"Alone at night","type":"situation"}]'
    for (const begun of ['<!-- ', '<plan>', '> a\n', '</plan>'])
      expect(readChips(`${begun.repeat(60_000)}\n${answer}`).chips, begun).to.have.length(1)
    const offered = [{key: 'situation_1', display: 'Alone at night', type: 'situation'}] as const
    expect(readSelection(`${'<!-- '.repeat(100_000)} situation_1`, offered).chips).to.have.length(1)
  })
})
