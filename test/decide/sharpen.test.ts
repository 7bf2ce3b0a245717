import {expect} from 'chai'
import {boundsOf} from '../../src/decide/rule/bounds.js'
import {decideByRule} from '../../src/decide/rule/rule.js'
import {sharpenBy, type JudgeScores, type SharpenedDifference} from '../../src/decide/sharpen.js'
import {JUDGED} from '../statistics/vectors.js'

const near = (actual: number | undefined, expected: number) => expect(actual).to.be.closeTo(expected, 6e-10)

/** A judge's scores of candidates 0, 1, …, a list of all blocks each. */
function scores(...candidates: readonly (readonly (number | undefined)[])[]): JudgeScores {
  return new Map(candidates[0]!.map((_, at) => [String(at), candidates.map((of) => of[at])] as const))
}

const differences = (values: readonly number[]) =>
  values.map((difference, at) => ({block: String(at), difference}))
function isSharpened(pair: unknown): asserts pair is SharpenedDifference {
  expect(pair).to.be.an('object')
}
const VARIED = Array.from({length: 20}, (_, at) => 1 + (at % 5))
const FLAT = VARIED.map(() => 3)

describe('a pair that a judge sharpens', () => {
  const people = JUDGED.people.A.map((value, at) => value - JUDGED.people.B[at]!)

  it('has the vector of the specification, to all its digits', () => {
    const sharpen = sharpenBy(scores(JUDGED.judge.A, JUDGED.judge.B), 10)
    const pair = sharpen(0, 1, differences(people))
    isSharpened(pair)
    const {difference, variance, weight, further, n} = pair
    near(difference, 0.163461538)
    near(variance * weight, 0.206677318)
    near(further, 0.040526381)
    expect(n).to.equal(10)
  })

  it('is left to people below 16 common blocks that are judged for both', () => {
    const sixteen = differences(VARIED.slice(0, 16))
    expect(sharpenBy(scores(VARIED, FLAT))(0, 1, sixteen)).to.include({n: 16})
    expect(sharpenBy(scores(VARIED, FLAT))(0, 1, sixteen.slice(1))).to.equal('few_rated')
    const gap = VARIED.map((score, at) => (at === 3 ? undefined : score))
    expect(sharpenBy(scores(gap, FLAT))(0, 1, sixteen)).to.equal('few_judged')
    expect(sharpenBy(scores(FLAT, gap))(0, 1, differences(VARIED))).to.include({n: 19})
    // More than a tenth is not judged.
    const gaps = VARIED.map((score, at) => (at % 7 === 3 ? undefined : score))
    expect(sharpenBy(scores(gaps, FLAT))(0, 1, differences(VARIED))).to.equal('few_judged')
  })

  it('is left to people where the judge never differs, or in one block alone', () => {
    const once = FLAT.map((score, at) => (at === 5 ? 1 : score))
    const twice = FLAT.map((score, at) => (at === 5 || at === 9 ? 1 : score))
    expect(sharpenBy(scores(FLAT, FLAT))(0, 1, differences(VARIED))).to.equal('same_everywhere')
    expect(sharpenBy(scores(once, FLAT))(0, 1, differences(VARIED))).to.equal('one_configuration')
    expect(sharpenBy(scores(twice, FLAT))(0, 1, differences(VARIED))).to.include({n: 20})
  })

  it('moves by nothing when the judge is kinder to a candidate everywhere', () => {
    const x = VARIED.map((score) => score / 2)
    const rated = differences(VARIED.slice(0, 16).map((score, at) => score - 3 + (at % 2)))
    const fair = sharpenBy(scores(x, FLAT))(0, 1, rated)
    const kinder = sharpenBy(
      scores(
        x.map((score) => score + 0.8),
        FLAT,
      ),
    )(0, 1, rated)
    isSharpened(fair)
    isSharpened(kinder)
    near(kinder.difference, fair.difference)
    near(kinder.variance, fair.variance)
    near(kinder.weight, fair.weight)
  })

  it('moves by what people move, and varies as before', () => {
    const sharpen = sharpenBy(scores(JUDGED.judge.A, JUDGED.judge.B), 10)
    const [plain, moved] = [0, 0.7].map((by) => sharpen(0, 1, differences(people.map((value) => value + by))))
    isSharpened(plain)
    isSharpened(moved)
    near(moved.difference, plain.difference + 0.7)
    near(moved.variance, plain.variance)
    near(moved.further, plain.further)
  })

  it('has n - 2 degrees of freedom alone, and 8 + n among several, pooled among the sharpened', () => {
    const sharpened = {difference: 0.1, n: 20, variance: 0.5, weight: 0.06, further: 0.01}
    const plain = {n: 20, sum: 4, squares: 20}
    // t(.992, 18) and t(.992, 28) by Simpson's rule; the variance of a single pair is as it is.
    const [alone] = boundsOf([{...plain, sharpened}], 0.008)
    expect(alone!.upper).to.be.closeTo(0.1 + 2.658464 * Math.sqrt(0.5 * 0.06 + 0.01), 1e-4)
    const [first, second, people] = boundsOf(
      [{...plain, sharpened}, {...plain, sharpened: {...sharpened, variance: 0.7}}, plain],
      0.008,
    )
    // Pooled .6; (10 × .6 + 18 × .5) / 28.
    const variance = 15 / 28
    expect(first!.upper).to.be.closeTo(0.1 + 2.564076 * Math.sqrt(variance * 0.06 + 0.01), 1e-4)
    expect(first!.variance).to.be.closeTo((variance * 0.06 + 0.01) * 20, 1e-12)
    expect([first, second, people].map((bounds) => bounds!.isSharpened)).to.deep.equal([true, true, false])
    expect(people!.variance).to.be.closeTo(19.2 / 19, 1e-12)
  })

  it('decides with the judge what people alone leave open, and leads by the sharpened difference', () => {
    // The judge says of every block what people say of it; the blocks that people rated are unlucky for A.
    const a = Array.from({length: 96}, (_, at) => (at < 20 ? 2 + (at % 3) : 3 + (at % 3)))
    const b = a.map((_, at) => 3 + ((at >> 1) % 2))
    const rated = [a, b].flatMap((row, candidate) =>
      row.slice(0, 20).map((score, at) => ({
        ...{candidate, score, block: String(at), rater: 'ann'},
        at: `2026-11-23T12:${String(at).padStart(2, '0')}:00.000Z`,
      })),
    )
    const alone = decideByRule({candidates: 2, margin: 0.25, scores: rated})
    expect(alone).to.include({leader: 1})
    const sharpen = sharpenBy(scores(a, b))
    const judged = decideByRule({candidates: 2, margin: 0.25, scores: rated, sharpen})
    expect(judged).to.include({leader: 0})
    const {bounds} = judged.candidates[1]!
    // Without a residual: the difference over all 96, and what that of other configurations may be.
    const truth = a.reduce((sum, score, at) => sum + b[at]! - score, 0) / 96
    near(bounds!.difference!, truth)
    expect(bounds).to.include({n: 20, isSharpened: true})
  })
})
