import {expect} from 'chai'
import {CHIP_TYPES} from '../../src/chips/chip.js'
import {readChips} from '../../src/chips/read-answer.js'
import {DRAFT, FINAL, wrappedLists} from '../support/answers.js'

const json = JSON.stringify
/** In the order of their types, as lists by type give them. */
const BY_TYPE = CHIP_TYPES.flatMap((type) => FINAL.filter((chip) => chip.type === type))

describe('readChips, of lists in wrappers', () => {
  for (const [name, answer] of Object.entries(wrappedLists(BY_TYPE))) {
    it(`finds the chips: ${name}`, () => {
      expect(readChips(answer)).to.deep.equal({chips: BY_TYPE, problems: []})
    })
  }

  it('takes a missing type from the name of the list, a missing key from its own name, and says so', () => {
    const lists = Object.fromEntries(
      CHIP_TYPES.map((type) => [
        `${type}s`,
        BY_TYPE.filter((chip) => chip.type === type).map(({key, display}) => ({key, display})),
      ]),
    )
    expect(readChips(json(lists))).to.deep.equal({
      chips: BY_TYPE,
      problems: ['types were taken from the names of the lists'],
    })
    const names = Object.fromEntries(FINAL.map(({key, display, type}) => [key, {display, type}]))
    expect(readChips(json({chips: names}))).to.deep.equal({
      chips: FINAL,
      problems: ['keys were taken from the names of the entries'],
    })
  })

  it('reads displays under their keys by type, and JSON that was escaped without quotes', () => {
    const displays = CHIP_TYPES.map((type) => [
      type,
      Object.fromEntries(
        BY_TYPE.filter((chip) => chip.type === type).map(({key, display}) => [key, display]),
      ),
    ])
    expect(readChips(json({chips: Object.fromEntries(displays) as unknown}))).to.deep.equal({
      chips: BY_TYPE,
      problems: [
        'types were taken from the names of the lists',
        'keys were taken from the names of the entries',
      ],
    })
    expect(readChips(json(json(BY_TYPE)).slice(1, -1))).to.deep.equal({
      chips: BY_TYPE,
      problems: ['the JSON was damaged and was repaired'],
    })
  })

  it('keeps braces, brackets and quotes in a display, also where the JSON around is damaged', () => {
    const chips = [
      {...FINAL[0]!, display: 'Write {"a": [1]} or {{name}} ]'},
      {...FINAL[1]!, display: 'use } and {'},
    ]
    expect(readChips(json({data: {chips}}))).to.deep.equal({chips, problems: []})
    const damaged = `[${json(chips[0])} and then ??? ${json(chips[1])} :: }`
    expect(readChips(damaged).chips).to.deep.equal(chips)
  })

  it('never calls sound JSON damaged, whatever brackets the prose has', () => {
    for (const prose of ['{three} chips:', '[as asked]', 'use {x and [1]', 'a { b', '({y}) [z'])
      expect(readChips(`${prose} ${json(FINAL)}`), prose).to.deep.equal({chips: FINAL, problems: []})
  })

  it('takes the last of drafts and versions, and says so', () => {
    const left = ['a list that was only a draft or an example was left out']
    for (const answer of [
      `First draft: ${json(DRAFT)}\nFinal version: ${json(FINAL)}`,
      `${json(DRAFT)}\nHere is the revised list:\n${json(FINAL)}`,
      `For example: ${json(DRAFT)}\nSo:\n${json(FINAL)}`,
      `${json(FINAL.slice(0, 10))}\nWith six more:\n${json(FINAL)}`,
      `${json(DRAFT)} <answer>${json(FINAL)}</answer>`,
    ])
      expect(readChips(answer), answer).to.deep.equal({chips: FINAL, problems: left})
    expect(readChips(json({draft: DRAFT, final: FINAL}))).to.deep.equal({chips: FINAL, problems: []})
  })

  it('reads lists together that go on from each other, and doubles line by line', () => {
    const parts = `Situations: ${json(FINAL.slice(0, 8))}\nThe others: ${json(FINAL.slice(8))}`
    expect(readChips(parts)).to.deep.equal({chips: FINAL, problems: []})
    const lines = [FINAL[0]!, FINAL[1]!, FINAL[0]!]
    expect(readChips(lines.map((chip) => json(chip)).join('\n')).chips).to.deep.equal(lines)
  })

  it('takes no schema for chips', () => {
    const properties = {key: {type: 'string'}, display: {type: 'string'}, type: {enum: CHIP_TYPES}}
    const schema = json({type: 'array', items: {type: 'object', properties, examples: DRAFT}})
    expect(readChips(schema)).to.deep.equal({chips: [], problems: ['the answer holds no chips']})
  })

  it('leaves out what no person reads', () => {
    const long = {...FINAL[1]!, display: 'x'.repeat(1001)}
    expect(readChips(json([FINAL[0], long])).problems).to.deep.equal([
      'chip 2: the display is longer than 1000 characters',
    ])
    const many = Array.from({length: 1200}, (_, i) => ({...FINAL[0]!, key: `k${i}`}))
    expect(readChips(json(many)))
      .to.have.property('chips')
      .with.length(1000)
  })

  const hostile: Record<string, string> = {
    'brackets that never close': '['.repeat(2500),
    'objects that never close': '{"a":'.repeat(100_000),
    'brackets that close': '['.repeat(100_000) + ']'.repeat(100_000),
    'brackets and quotes': '[{"'.repeat(170_000),
    'damage in every chip': `[${'{"key":"a","display":"b","type":"jargon",}'.repeat(11_000)}]`,
    'headings of thoughts': '# thinking\n'.repeat(40_000),
    'marks of thought': '<think>'.repeat(70_000),
    spaces: `[${' '.repeat(500_000)}`,
    'encoded ten times': Array.from({length: 10}).reduce<string>((text) => json(text), json(DRAFT)),
  }
  for (const [name, answer] of Object.entries(hostile)) {
    it(`bears ${name}`, () => {
      expect(readChips(answer).chips.length).to.be.at.most(1000)
    })
  }
})
