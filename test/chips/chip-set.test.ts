import {expect} from 'chai'
import fc from 'fast-check'
import {countByType, mergeChips, missingTypes} from '../../src/chips/chip-set.js'
import {CHIP_TYPES} from '../../src/chips/chip.js'

const chips = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', '__proto__'),
    display: fc.string(),
    type: fc.constantFrom(...CHIP_TYPES),
  }),
)

describe('mergeChips', () => {
  it('keeps the first chip of each key, in order, and loses no key', () => {
    fc.assert(
      fc.property(chips, chips, (first, second) => {
        const all = [...first, ...second]
        const merged = mergeChips(first, second)
        expect(merged.map(({key}) => key)).to.deep.equal([...new Set(all.map(({key}) => key))])
        for (const chip of merged) expect(chip).to.equal(all.find(({key}) => key === chip.key))
      }),
    )
  })
})

describe('coverage', () => {
  it('counts by type and names the types below the minimum', () => {
    const list = (
      ['situation', 'situation', 'jargon', 'environment', 'environment', 'environment'] as const
    ).map((type, i) => ({key: `k${i}`, display: 'x', type}))
    expect(countByType(list)).to.deep.equal({situation: 2, jargon: 1, role_task: 0, environment: 3})
    expect(missingTypes(list, 2)).to.deep.equal(['jargon', 'role_task'])
    expect(missingTypes([], 1)).to.deep.equal(CHIP_TYPES)
  })
})
