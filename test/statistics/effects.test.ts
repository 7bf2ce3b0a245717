import {expect} from 'chai'
import fc from 'fast-check'
import {etaSquared, mainEffect} from '../../src/statistics/effects.js'
import type {FactorRow} from '../../src/statistics/effects.js'

const options = {seed: 1, replicates: 500}

/** Style shifts the value by 1, persona by 2; one row for each of 2 x 3 x 2 cells. */
const balanced: FactorRow[] = ['terse', 'guided'].flatMap((style, s) =>
  ['nurse', 'analyst', 'designer'].flatMap((persona, p) =>
    ['15', '35'].map((count, c) => ({
      levels: {style, persona, count},
      value: 1 + s + 2 * p + (s === 0 && c === 0 ? 0.5 : 0),
    })),
  ),
)

describe('statistics/effects', () => {
  it('main effect by hand', () => {
    const {factor, blocks, grandMean, levels} = mainEffect(balanced, 'style', options)
    expect([factor, blocks]).to.deep.equal(['style', 6])
    expect(grandMean).to.be.closeTo(3.625, 1e-12)
    const [terse, guided] = levels
    expect([terse?.level, guided?.level]).to.deep.equal(['terse', 'guided'])
    expect(terse?.effect).to.be.closeTo(-0.375, 1e-12)
    expect(guided?.effect).to.be.closeTo(0.375, 1e-12)
    expect(guided?.mean).to.be.closeTo(4, 1e-12)
    // The blocks' own effects are .25 and .5.
    expect(guided?.interval?.low).to.be.within(0.25, 0.36)
    expect(guided?.interval?.high).to.be.within(0.39, 0.5)
  })

  it('matches: a level seen only in hard cases is not blamed for them', () => {
    // Guided was rated for the harder persona only; within that persona it is better by 1.
    const rows = [
      {levels: {style: 'terse', persona: 'easy'}, value: 5},
      {levels: {style: 'guided', persona: 'easy'}, value: null},
      {levels: {style: 'terse', persona: 'hard'}, value: 1},
      {levels: {style: 'guided', persona: 'hard'}, value: 2},
    ]
    const {blocks, levels} = mainEffect(rows, 'style', options)
    expect(blocks).to.equal(1)
    expect(levels).to.deep.equal([
      {level: 'terse', mean: 1, effect: -0.5, interval: null},
      {level: 'guided', mean: 2, effect: 0.5, interval: null},
    ])
  })

  it('averages several values of one cell, whatever the order of the levels in the rows', () => {
    const rows = [
      {levels: {style: 'terse', persona: 'a', count: '15'}, value: 1},
      {levels: {count: '15', persona: 'a', style: 'terse'}, value: 3},
      {levels: {persona: 'a', style: 'guided', count: '15'}, value: 5},
    ]
    const {blocks, levels} = mainEffect(rows, 'style', options)
    expect(blocks).to.equal(1)
    expect(levels.map(({mean}) => mean)).to.deep.equal([2, 5])
  })

  it('leaves out a level without any value, and rows without the factor', () => {
    const rows = [
      ...balanced,
      {levels: {style: 'odd', persona: 'nurse', count: '15'}, value: null},
      {levels: {persona: 'nurse', count: '15'}, value: 100},
    ]
    expect(mainEffect(rows, 'style', options)).to.deep.equal(mainEffect(balanced, 'style', options))
  })

  it('has no levels where no block is complete', () => {
    const none = {factor: 'style', blocks: 0, grandMean: null, levels: []}
    expect(mainEffect([], 'style', options)).to.deep.equal(none)
    const apart = [
      {levels: {style: 'terse', persona: 'a'}, value: 1},
      {levels: {style: 'guided', persona: 'b'}, value: 2},
    ]
    expect(mainEffect(apart, 'style', options)).to.deep.equal(none)
  })

  it('has effects that sum to 0 and do not depend on shifts between blocks', () => {
    const arbitraryBlocks = fc.array(fc.array(fc.integer({min: 1, max: 5}), {minLength: 3, maxLength: 3}), {
      minLength: 1,
      maxLength: 8,
    })
    const rowsOf = (blocks: number[][], shift: number): FactorRow[] =>
      blocks.flatMap((block, b) =>
        block.map((value, level) => {
          const levels = {model: `m${level}`, block: `b${b}`}
          return {levels, value: value + shift * b}
        }),
      )
    fc.assert(
      fc.property(arbitraryBlocks, (blocks) => {
        const {levels} = mainEffect(rowsOf(blocks, 0), 'model', {seed: 1, replicates: 50})
        const shifted = mainEffect(rowsOf(blocks, 10), 'model', {seed: 1, replicates: 50}).levels
        expect(levels.reduce((sum, {effect}) => sum + effect, 0)).to.be.closeTo(0, 1e-9)
        levels.forEach(({effect}, l) => expect(shifted[l]?.effect).to.be.closeTo(effect, 1e-9))
      }),
      {numRuns: 40},
    )
  })

  it('share of variance by hand', () => {
    // Total 36.5625 about 3.625; between styles 12 * .375^2; between personas 8 * 2^2.
    const total = balanced.reduce((sum, {value}) => sum + ((value ?? NaN) - 3.625) ** 2, 0)
    expect(etaSquared(balanced, 'style')).to.be.closeTo((12 * 0.375 ** 2) / total, 1e-12)
    expect(etaSquared(balanced, 'persona')).to.be.closeTo(32 / total, 1e-12)
  })

  it('share of variance is null without variance, 1 where the factor says all', () => {
    const rows = (values: number[]) => values.map((value, i) => ({levels: {style: `s${i}`}, value}))
    expect(etaSquared([], 'style')).to.equal(null)
    expect(etaSquared(rows([2, 2]), 'style')).to.equal(null)
    expect(etaSquared(rows([1, 2]), 'style')).to.equal(1)
  })
})
