import {expect} from 'chai'
import fc from 'fast-check'
import type {CellScore} from '../../../src/decide/rule/blocks.js'
import {boundsOf, errorOfBound, type PairSums} from '../../../src/decide/rule/bounds.js'
import {decideByRule, type RuleInput, type Verdict} from '../../../src/decide/rule/rule.js'
import {draws} from '../../support/draws.js'

const MARGIN = 0.25

/** Rows are candidates, columns blocks; `-`: not rated. Blocks are completed one after another by one rater. */
function scoresOf(rows: readonly string[], {rater = 'ann', from = 0} = {}): CellScore[] {
  return rows.flatMap((row, candidate) =>
    Array.from(row).flatMap((digit, block) =>
      digit === '-'
        ? []
        : [{candidate, block: blockKey(block + from), rater, score: Number(digit), at: minute(block + from)}],
    ),
  )
}

const blockKey = (block: number) => `block ${String(block).padStart(3, '0')}`
const minute = (at: number) => new Date(Date.UTC(2026, 10, 1, 0, at)).toISOString()

function decide(rows: readonly string[], change: Partial<RuleInput> = {}): Verdict {
  return decideByRule({candidates: rows.length, scores: scoresOf(rows), margin: MARGIN, ...change})
}

const states = ({candidates}: Verdict) => candidates.map(({state}) => state)

function sumsOf(differences: readonly number[]): PairSums {
  return {
    n: differences.length,
    sum: differences.reduce((sum, value) => sum + value, 0),
    squares: differences.reduce((sum, value) => sum + value ** 2, 0),
  }
}

/** The vector of the specification: four candidates on 12 complete blocks. */
const VECTOR = ['323222343224', '344434454334', '445434454235', '545443555445']

describe('the rule of decide', () => {
  it('has the bounds of the vector, to all its digits', () => {
    const [a, b, c, d] = VECTOR.map((row) => Array.from(row, Number))
    const alpha = errorOfBound(4)
    expect(alpha).to.equal(0.008)
    const pairs = [a!, b!, c!].map((row) => sumsOf(row.map((score, at) => score - d![at]!)))
    const bounds = boundsOf(pairs, alpha)
    const close = (values: readonly (number | null)[], expected: readonly number[]) =>
      values.forEach((value, at) => expect(value).to.be.closeTo(expected[at]!, 5e-10))
    close(
      bounds.map(({difference}) => difference),
      [-1.75, -0.666666667, -0.5],
    )
    close(
      bounds.map(({upper}) => upper),
      [-1.311061008, -0.107226936, 0.067496664],
    )
    bounds.forEach(({difference, lower, upper}) =>
      expect(lower).to.be.closeTo(2 * difference! - upper, 1e-12),
    )
  })

  it('leaves the vector decided: A and B out, C settled, D the leader', () => {
    const verdict = decide(VECTOR)
    expect(states(verdict)).to.deep.equal(['out', 'out', 'settled', 'leader'])
    expect(verdict).to.deep.include({isDecided: true, leader: 3, stillAsked: [], blocks: 12, looks: 5})
    expect(verdict.candidates[2]!.bounds!.n).to.equal(12)
  })

  it('line 1: the more candidates, the smaller the error of each bound', () => {
    expect([1, 6, 7, 40].map(errorOfBound)).to.deep.equal([
      0.008,
      0.008,
      0.02 / Math.sqrt(7),
      0.02 / Math.sqrt(40),
    ])
  })

  it('line 1: K stays as it was when candidates are out', () => {
    const rows = ['4545454545454545', '5454545454545454', ...Array<string>(8).fill('1'.repeat(16))]
    const verdict = decide(rows)
    expect(states(verdict).filter((state) => state === 'out')).to.have.lengthOf(8)
    const [expected] = boundsOf(
      [sumsOf(Array.from({length: 16}, (_, at) => (at % 2 === 0 ? 1 : -1)))],
      errorOfBound(10),
    )
    // Of equal means the leader so far stays: the second, which led after 15 blocks.
    expect(verdict.leader).to.equal(1)
    expect(verdict.candidates[0]!.bounds).to.deep.equal(expected)
    expect(expected!.upper).to.not.equal(decide(rows.slice(0, 2)).candidates[0]!.bounds!.upper)
  })

  it('line 3: nothing is out before the eighth block, however clear it looks', () => {
    const seven = decide(['1111111', '5555555'])
    expect(seven).to.deep.include({looks: 0, leader: null, stillAsked: [0, 1]})
    expect(states(seven)).to.deep.equal(['open', 'open'])
    expect(states(decide(['11111111', '55555555']))).to.deep.equal(['out', 'leader'])
  })

  it('line 4: the highest mean leads; of equal means the first by key', () => {
    expect(decide(['33333333', '34343333', '33343333']).leader).to.equal(1)
    expect(decide(['33333334', '33333334']).leader).to.equal(0)
  })

  it('line 4: a mean over easier blocks does not lead where another is ahead on common blocks', () => {
    // The second has no answer in the hard blocks, and so the higher mean.
    const rows = ['4444444411111111', '33333333--------', '3333333311111111']
    const answered = new Map(Array.from({length: 8}, (_, at) => [blockKey(at + 8), new Set([0, 2])] as const))
    expect(decide(rows, {answered}).leader).to.equal(0)
  })

  it('line 4: the leader is corrected at most twice a look', () => {
    // Each is ahead of the one before on eight blocks of their own, though not surely; the first has the
    // highest mean of all: 4, 3.25, 2.25, 2.25, 2.5.
    const [low, ahead, none] = ['13131313', '32323232', '--------']
    const rows = [
      `35353535${none}${none}${none}`,
      `54545454${low}${none}${none}`,
      `${none}${ahead}${low}${none}`,
      `${none}${none}${ahead}${low}`,
      `${none}${none}${none}${ahead}`,
    ]
    const answered = new Map(
      Array.from({length: 32}, (_, at) => {
        const pair = Math.floor(at / 8)
        return [blockKey(at), new Set([pair, pair + 1])] as const
      }),
    )
    expect(decide(rows, {answered}).leader).to.equal(2)
  })

  it('line 6: equal ratings have a variance of 1/n at least, and a single other its own variance', () => {
    const equal = sumsOf(Array<number>(16).fill(0))
    const [alone] = boundsOf([equal], 0.008)
    // t(.992, 15 df) = 2.7141, times √(1/16) / √16.
    expect(alone!.upper).to.be.closeTo(2.7141 / 16, 1e-5)
    const [first] = boundsOf([equal, sumsOf([1, -1, 1, -1])], 0.008)
    expect(first!.upper).to.be.greaterThan(alone!.upper)
  })

  it('line 8: what is out stays out, though later ratings speak for it', () => {
    const rows = [`11111111${'5'.repeat(20)}`, `55555555${'1'.repeat(20)}`, `54545454${'1'.repeat(20)}`]
    expect(decide(rows).candidates[0]).to.deep.include({state: 'out', reason: 'worse'})
  })

  it('line 9: nothing is settled before the twelfth block', () => {
    expect(decide(['44444444444', '44444444443']).isDecided).to.equal(false)
    // Both bounds need (t √(1/n)) / √n < .25: reached at the twelfth block.
    expect(decide(['444444444444', '444444444443'])).to.deep.include({isDecided: true, leader: 0})
  })

  it('line 9: what is settled is not asked for, so blocks are complete without it', () => {
    // The third varies too much to be settled.
    const rows = ['444444444444444', '434343434343---', '525252525252525']
    const verdict = decide(rows)
    expect(states(verdict)).to.deep.equal(['leader', 'settled', 'open'])
    expect(verdict).to.deep.include({blocks: 15, isDecided: false, stillAsked: [0, 2]})
  })

  describe('when the lead changes after some are settled', () => {
    const rows = [
      `444444444444${'1'.repeat(12)}`,
      `434343434343${'-'.repeat(12)}`,
      `525252525252${'5'.repeat(12)}`,
    ]

    it('line 10: the settled are judged again, and rated again where they must be', () => {
      expect(states(decide(rows.map((row) => row.slice(0, 12))))).to.deep.equal(['leader', 'settled', 'open'])
      expect(decide(rows)).to.deep.include({leader: 2, stillAsked: [0, 1, 2], blocks: 14})
    })

    it('line 12: cells that were missing are filled, and their blocks looked at', () => {
      const filled = scoresOf([`${'-'.repeat(12)}${'5'.repeat(12)}`]).map((score) => ({
        ...score,
        candidate: 1,
        at: score.at.replace('2026-11', '2026-12'),
      }))
      const after = decide(rows, {scores: [...scoresOf(rows), ...filled]})
      expect(after).to.deep.include({leader: 2, blocks: 24})
      expect(after.candidates[1]!.bounds!.n).to.equal(24)
    })
  })

  it('--min-rating: what is surely rated lower is out, also the leader', () => {
    const rows = ['111212111112', '112121211121']
    const verdict = decide(rows, {minRating: 3})
    expect(verdict).to.deep.include({isDecided: false, leader: null, stillAsked: []})
    expect(verdict.candidates.map(({reason}) => reason)).to.deep.equal(['rating', 'rating'])
    expect(states(decide(rows, {minRating: 1.2}))).to.not.include('out')
  })

  it('--min-rating: what may be rated as high is in, by its interval and not by its mean', () => {
    // Mean 2.5 and sd 1.6 in the one, mean 2 and no spread in the other: up to 3.8, and up to 2.3.
    const verdict = decide(['14141414', '22222222'], {minRating: 3})
    expect(verdict.candidates.map(({reason}) => reason)).to.deep.equal([null, 'rating'])
    // Nothing is better than 5, so what is always rated 5 keeps a limit of 5.
    expect(states(decide(['55555555', '55555555'], {minRating: 5}))).to.not.include('out')
  })

  it('line 4: who is settled does not lead by blocks that were easier, where it is not ahead', () => {
    // Equal on twelve blocks; the three that only the others are asked after that are hard.
    const rows = ['444444444444222', '444444444444---', '443544354435222']
    const verdict = decide(rows, {margin: 0.3})
    expect(states(verdict)).to.deep.equal(['leader', 'settled', 'open'])
    expect(verdict).to.include({leader: 0, blocks: 15})
  })

  describe('with a preference', () => {
    it('goes on to the next from the first look on', () => {
      const [seven, eight] = [7, 8].map((count) =>
        decide(['1'.repeat(count), '5'.repeat(count)], {preference: [0, 1]}),
      )
      expect(seven!.leader).to.equal(null)
      expect(eight!.leader).to.equal(1)
      expect(eight!.candidates[0]).to.deep.include({state: 'out', reason: 'worse'})
    })

    it('ships the preferred candidate that is at most the margin below every other', () => {
      const rows = ['4444444444444444', '4444444444444443', '4444444444444444']
      expect(decide(rows, {preference: [1, 0, 2]})).to.deep.include({isDecided: true, leader: 1})
    })

    it('goes on to the next when another is surely more than the margin above the first', () => {
      const rows = ['1212121212121212', '4444444444444444', '4444444444444444']
      const verdict = decide(rows, {preference: [0, 1, 2]})
      expect(verdict).to.deep.include({isDecided: true, leader: 1})
      expect(verdict.candidates[0]).to.deep.include({state: 'out', reason: 'worse'})
    })

    it('stays open where the preferred may be too far below, though a leader is decided', () => {
      const rows = ['3434343434343434', '4343434343444444']
      expect(decide(rows, {preference: [0, 1], margin: 0.1}).isDecided).to.equal(false)
    })
  })

  describe('of raters', () => {
    it('two at once on one block: it counts once, by who completed it first', () => {
      const rows = ['44444444', '43434343']
      const late = scoresOf(['11111111', '55555555'], {rater: 'bob'}).map((score) => ({
        ...score,
        at: score.at.replace('2026-11', '2026-12'),
      }))
      const both = decide(rows, {scores: [...late, ...scoresOf(rows)]})
      expect(both.blocks).to.equal(8)
      expect(both.candidates).to.deep.equal(decide(rows).candidates)
    })

    it('a block of which two raters rated a part each is not complete', () => {
      const scores = [...scoresOf(['44444444']), ...scoresOf(['--------', '33333333'], {rater: 'bob'})]
      expect(decideByRule({candidates: 2, scores, margin: MARGIN})).to.deep.include({blocks: 0, looks: 0})
    })

    it('a second rater who rates all in play adds the pairs that the first has not rated', () => {
      const rows = ['444444444444444', '434343434343---', '525252525252525']
      const bob = scoresOf(['333', '222', '343'], {rater: 'bob', from: 12})
      const both = decide(rows, {scores: [...scoresOf(rows), ...bob]})
      expect(both.blocks).to.equal(15)
      expect(both.candidates.map(({bounds}) => bounds?.n)).to.deep.equal([undefined, 15, 15])
    })
  })

  it('a block where one in play gave no answer is complete without it', () => {
    const rows = ['44444444', '4343434-', '45454544']
    expect(decide(rows).blocks).to.equal(7)
    const answered = new Map([[blockKey(7), new Set([0, 2])]])
    expect(decide(rows, {answered}).blocks).to.equal(8)
  })

  it('blocks that waited join in the order in which they were completed', () => {
    // Two raters wait for the first, who is out after eight blocks; who completed the ninth earlier counts.
    const rows = ['11111111-', '555555554', '555455555']
    const late = scoresOf(['-', '1', '5'], {rater: 'bob', from: 8}).map((score) => ({
      ...score,
      at: minute(1),
    }))
    const ann = scoresOf(rows).map((score) =>
      score.block === blockKey(8) ? {...score, at: minute(2)} : score,
    )
    const verdict = decide(rows, {scores: [...ann, ...late]})
    expect(verdict).to.deep.include({blocks: 9, leader: 2})
    // Bob's 4 points in the ninth block, and one of Ann the other way.
    expect(verdict.candidates[1]!.bounds).to.deep.include({n: 9, difference: -3 / 9})
  })

  it('blocks that waited for a candidate count once it is out', () => {
    const rows = ['11111111---', '55555555555', '54545454545']
    const late = scoresOf(rows).map((score) =>
      score.block > blockKey(7) ? {...score, at: minute(0)} : score,
    )
    expect(decide(rows, {scores: late}).blocks).to.equal(11)
  })

  const table = fc
    .record({candidates: fc.integer({min: 2, max: 5}), blocks: fc.integer({min: 8, max: 20})})
    .chain(({candidates, blocks}) =>
      fc.array(fc.stringMatching(new RegExp(`^[1-5-]{${blocks}}$`)), {
        minLength: candidates,
        maxLength: candidates,
      }),
    )

  it('says the same whatever the order of rows', () => {
    fc.assert(
      fc.property(table, fc.infiniteStream(fc.nat()), (rows, ranks) => {
        const scores = scoresOf(rows)
        const shuffled = scores
          .map((score) => ({score, rank: ranks.next().value as number}))
          .sort((a, b) => a.rank - b.rank)
          .map(({score}) => score)
        expect(decide(rows, {scores: shuffled})).to.deep.equal(decide(rows))
      }),
      draws(60),
    )
  })

  it('is decided exactly when no candidate is open, and asks for leader and open ones alone', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(undefined, 2.5), (rows, minRating) => {
        const verdict = decide(rows, {minRating, margin: 1})
        const now = states(verdict)
        expect(now.filter((state) => state === 'leader')).to.have.lengthOf(verdict.leader === null ? 0 : 1)
        if (verdict.isDecided) expect(now).to.not.include('open')
        else expect(verdict.stillAsked.map((candidate) => now[candidate])).to.not.include.members(['out'])
        for (const {state, bounds} of verdict.candidates)
          if (state === 'settled') expect(bounds!.upper).to.be.lessThan(1)
      }),
      draws(60),
    )
  })
})
