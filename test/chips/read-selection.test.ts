import {expect} from 'chai'
import fc from 'fast-check'
import type {Chip} from '../../src/chips/chip.js'
import {readSelection} from '../../src/chips/read-selection.js'

const OFFER: Chip[] = [
  {key: 'sprint_review', display: 'Sprint Review', type: 'situation'},
  {key: 'okr', display: 'OKRs', type: 'jargon'},
  {key: 'write_spec', display: 'Write a Spec', type: 'role_task'},
  {key: 'open_office', display: 'Open Office', type: 'environment'},
]
const keys = (answer: string) => readSelection(answer, OFFER).chips.map(({key}) => key)

describe('readSelection', () => {
  it('reads a list of keys in the order of picking', () => {
    expect(readSelection('["okr","sprint_review"]', OFFER)).to.deep.equal({
      chips: [OFFER[1], OFFER[0]],
      problems: [],
    })
  })

  it('forgives case, separators and display names', () => {
    expect(keys('["OKR", "Sprint-Review", "write a spec"]')).to.deep.equal([
      'okr',
      'sprint_review',
      'write_spec',
    ])
  })

  it('reads fences, objects, and chips instead of keys', () => {
    expect(keys('```json\n["okr"]\n```')).to.deep.equal(['okr'])
    expect(keys('{"selected": ["okr", "write_spec"]}')).to.deep.equal(['okr', 'write_spec'])
    expect(keys(JSON.stringify(OFFER.slice(0, 2)))).to.deep.equal(['sprint_review', 'okr'])
  })

  it('ignores and names what was not on offer', () => {
    const read = readSelection('["okr","juggling"]', OFFER)
    expect(read.chips).to.deep.equal([OFFER[1]])
    expect(read.problems).to.deep.equal(['not on offer and ignored: juggling'])
  })

  it('takes each chip once', () => {
    expect(keys('["okr","OKR","okr"]')).to.deep.equal(['okr'])
  })

  it('repairs a list that was cut off', () => {
    expect(keys('["okr","sprint_review"')).to.deep.equal(['okr', 'sprint_review'])
  })

  it('reads keys from prose and says so', () => {
    const read = readSelection('I would take write_spec and then okr.', OFFER)
    expect(read.chips.map(({key}) => key)).to.deep.equal(['write_spec', 'okr'])
    expect(read.problems[0]).to.contain('read from the text')
  })

  it('says that nothing was picked', () => {
    expect(readSelection('None of them.', OFFER).problems).to.deep.equal([
      'none of the offered chips was picked',
    ])
    expect(readSelection('', OFFER).problems).to.deep.equal(['the answer is empty'])
  })

  it('never throws and never picks what was not offered', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({unit: 'binary'}), fc.json()), (answer) => {
        for (const chip of readSelection(answer, OFFER).chips) expect(OFFER).to.include(chip)
      }),
      {numRuns: 1000},
    )
  })
})
