import {expect} from 'chai'
import fc from 'fast-check'
import {sharpenedMean} from '../../../src/statistics/covariate.js'
import {CovariateFit, type CovariateValue} from '../../../src/statistics/fit/covariate-fit.js'
import type {RatingTotals} from '../../../src/statistics/fit/design.js'
import {Fit} from '../../../src/statistics/fit/fit.js'
import {JUDGED} from '../vectors.js'

type Scores = Readonly<Record<string, readonly number[]>>

const near = (actual: number | null | undefined, expected: number, by = 6e-10) =>
  expect(actual).to.be.closeTo(expected, by)

const keyOf = (configuration: number) => `c${String(configuration).padStart(3, '0')}`

const ratingsOf = (scores: Scores, rater = 'u'): RatingTotals[] =>
  Object.entries(scores).flatMap(([group, row]) =>
    row.map((sum, at) => ({
      group,
      block: keyOf(at),
      cluster: keyOf(at),
      rater,
      n: 1,
      sum,
      squares: sum * sum,
    })),
  )

const valuesOf = (scores: Scores): CovariateValue[] =>
  Object.entries(scores).flatMap(([group, row]) =>
    row.map((x, at) => ({group, block: keyOf(at), cluster: keyOf(at), x})),
  )

describe('the fit with the column of a judge', () => {
  it('gives the vector to the last digit', () => {
    const fit = new CovariateFit(ratingsOf(JUDGED.people), valuesOf(JUDGED.judge), 10)
    const {difference, standardError, df, isSharpened} = fit.contrast('A', 'B')
    near(fit.slope, 0.769230769)
    near(difference, 0.163461538)
    near(standardError, 0.526697948)
    near(df, 7.013290194)
    expect(isSharpened).to.equal(true)
    near(fit.correlation, pearson(JUDGED))
    expect(fit.clusters).to.deep.equal({rated: 10, known: 16})
    expect(fit.ratings).to.equal(20)
    const alone = fit.people.contrast('A', 'B')
    near(alone.difference, 0)
    near(alone.standardError, 0.494413232)
  })

  it('leaves the judge out below 16 configurations rated for both', () => {
    const fit = new CovariateFit(ratingsOf(JUDGED.people), valuesOf(JUDGED.judge))
    expect(fit.contrast('A', 'B')).to.deep.equal({
      ...new Fit(ratingsOf(JUDGED.people)).contrast('A', 'B'),
      isSharpened: false,
      unsharpened: 'few_rated',
    })
  })

  it('says why a judge is left out: too few judged, nothing told apart, or one configuration alone', () => {
    const people = ratingsOf({
      A: scores(24, (at) => 1 + (at % 5)),
      B: scores(24, (at) => 1 + ((at * 3) % 5)),
    })
    const varied = valuesOf({A: scores(40, (at) => 1 + (at % 3)), B: scores(40, () => 3)})
    const reason = (values: CovariateValue[]) =>
      new CovariateFit(people, values).contrast('A', 'B').unsharpened
    expect(reason(varied)).to.equal(null)
    expect(reason([])).to.equal('few_judged')
    expect(reason(varied.filter(({block}) => block < keyOf(15)))).to.equal('few_judged')
    expect(reason(varied.filter(({block}) => block < keyOf(16)))).to.equal(null)
    expect(reason(valuesOf({A: scores(40, () => 4), B: scores(40, () => 3)}))).to.equal('same_everywhere')
    const once = scores(40, (at) => (at === 3 ? 5 : 4))
    expect(reason(valuesOf({A: once, B: scores(40, () => 3)}))).to.equal('one_configuration')
    expect(new CovariateFit(people, varied).family().map(({unsharpened}) => unsharpened)).to.deep.equal([
      null,
    ])
  })

  it('knows no correlation with people whose differences never vary', () => {
    // Three groups in unequal numbers: what is left of equal differences is rounding, and no correlation.
    const people = ratingsOf({
      A: scores(24, (at) => 1 + (at % 3)),
      B: scores(21, (at) => 2 + (at % 3)),
      C: scores(19, (at) => 3 + (at % 3)),
    })
    const values = valuesOf({
      A: scores(24, (at) => 1 + ((at * 7) % 5)),
      B: scores(24, (at) => 1 + ((at * 3) % 4)),
      C: scores(24, (at) => 1 + ((at * 2) % 5)),
    })
    const fit = new CovariateFit(people, values)
    expect(fit.correlation).to.equal(null)
    expect(fit.contrast('A', 'B').isSharpened).to.equal(true)
    near(fit.contrast('A', 'B').difference, -1)
  })

  it('leaves a judge out that says the same of all, or differs on one configuration alone', () => {
    const people = {A: scores(20, (at) => 1 + (at % 5)), B: scores(20, (at) => 1 + ((at * 3) % 5))}
    for (const A of [scores(40, () => 4), scores(40, (at) => (at === 3 ? 5 : 4))]) {
      const fit = new CovariateFit(ratingsOf(people), valuesOf({A, B: scores(40, () => 3)}))
      const {isSharpened, difference, standardError} = fit.contrast('A', 'B')
      expect(isSharpened).to.equal(false)
      expect(fit.slope).to.equal(0)
      const alone = new Fit(ratingsOf(people)).contrast('A', 'B')
      expect({difference, standardError}).to.deep.equal({
        difference: alone.difference,
        standardError: alone.standardError,
      })
    }
  })

  it('is the regression estimate of the paired differences for two complete systems and one rater', () => {
    const score = fc.integer({min: 1, max: 5})
    const row = (length: number) => fc.array(score, {minLength: length, maxLength: length})
    fc.assert(
      fc.property(row(18), row(18), row(30), row(30), (a, b, judgeA, judgeB) => {
        const fit = new CovariateFit(ratingsOf({A: a, B: b}), valuesOf({A: judgeA, B: judgeB}))
        const contrast = fit.contrast('A', 'B')
        if (!contrast.isSharpened) return
        const expected = sharpenedMean(
          a.map((value, at) => value - b[at]!),
          judgeA.map((value, at) => value - judgeB[at]!),
        )!
        near(contrast.difference, expected.estimate, 1e-9)
        near(fit.slope, expected.lambda, 1e-9)
      }),
    )
  })

  it('does not change when the judge is kinder to a system by the same amount everywhere', () => {
    const people = {A: scores(16, (at) => 1 + ((at * 7) % 5)), B: scores(16, (at) => 1 + ((at * 3) % 4))}
    const judge = {A: scores(40, (at) => 1 + ((at * 7) % 4)), B: scores(40, (at) => 1 + ((at * 5) % 5))}
    const kinder = {...judge, A: judge.A.map((value) => value + 2)}
    const [plain, biased] = [judge, kinder].map((values) =>
      new CovariateFit(ratingsOf(people), valuesOf(values)).contrast('A', 'B'),
    )
    near(plain!.difference, biased!.difference!)
    near(plain!.standardError, biased!.standardError!)
    near(plain!.df, biased!.df!)
  })

  it('keeps ratings of what is not judged in the differences of people alone', () => {
    const people = {A: scores(20, (at) => 1 + ((at * 7) % 5)), B: scores(20, (at) => 1 + ((at * 3) % 4))}
    const judge = valuesOf({
      A: scores(20, (at) => 1 + ((at * 7) % 4)),
      B: scores(20, (at) => 1 + ((at * 5) % 5)),
    })
    const fit = new CovariateFit(
      ratingsOf(people),
      judge.filter(({block}) => block !== keyOf(0)),
    )
    expect(fit.people.contrast('A', 'B').difference).to.equal(
      new Fit(ratingsOf(people)).contrast('A', 'B').difference,
    )
    const without = {A: people.A.slice(1), B: people.B.slice(1)}
    const [A, B] = [judge, judge].map((_, side) => judge.slice(20 * side + 1, 20 * side + 20).map(({x}) => x))
    near(
      fit.contrast('A', 'B').difference,
      new CovariateFit(ratingsOf(without), valuesOf({A: A!, B: B!})).contrast('A', 'B').difference!,
    )
  })

  it('takes all pairs of several systems and raters as one family', () => {
    const people = [
      ...ratingsOf({A: scores(20, (at) => 1 + ((at * 7) % 5)), B: scores(20, (at) => 1 + ((at * 3) % 4))}),
      ...ratingsOf({B: scores(20, (at) => 1 + ((at * 2) % 5)), C: scores(12, (at) => 2 + (at % 3))}, 'v'),
    ]
    const judge = valuesOf({
      A: scores(30, (at) => 1 + ((at * 7) % 4)),
      B: scores(30, (at) => 1 + ((at * 5) % 5)),
      C: scores(30, (at) => 1 + ((at * 2) % 3)),
    })
    const family = new CovariateFit(people, judge).family()
    expect(family.map(({a, b, isSharpened}) => [a, b, isSharpened])).to.deep.equal([
      ['A', 'B', true],
      ['A', 'C', false],
      ['B', 'C', false],
    ])
    for (const {pHolm, p} of family) expect(pHolm).to.be.at.least(p!)
  })
})

/** The correlation of the differences of the rated configurations. */
function pearson({people, judge}: typeof JUDGED): number {
  const [y, j] = [people, judge].map(({A, B}) => people.A.map((_, at) => A[at]! - B[at]!))
  const centred = (values: number[]) =>
    values.map((value) => value - values.reduce((sum, each) => sum + each, 0) / values.length)
  const product = (a: number[], b: number[]) =>
    centred(a).reduce((sum, value, at) => sum + value * centred(b)[at]!, 0)
  return product(y!, j!) / Math.sqrt(product(y!, y!) * product(j!, j!))
}

function scores(count: number, score: (at: number) => number): number[] {
  return Array.from({length: count}, (_, at) => score(at))
}
