import {expect} from 'chai'
import fc from 'fast-check'
import {mean} from '../../src/statistics/describe.js'
import {Random} from '../../src/statistics/random.js'
import type {Rating} from '../../src/statistics/ratings.js'
import {ratingsByResult} from '../../src/statistics/ratings.js'
import {severityModel} from '../../src/statistics/severity.js'
import {sparseWine, wineModels} from './vectors.js'
import {draws} from '../support/draws.js'

const arbitraryCell = fc.tuple(
  fc.integer({min: 0, max: 9}),
  fc.integer({min: 0, max: 4}),
  fc.integer({min: 1, max: 5}),
)
const arbitraryRatings = fc
  .uniqueArray(arbitraryCell, {
    selector: ([result, rater]) => `${result} ${rater}`,
    minLength: 1,
    maxLength: 40,
  })
  .map((cells) => cells.map(([i, r, rating]): Rating => ({result: `i${i}`, rater: `r${r}`, rating})))

describe('statistics/severity', () => {
  const leastSquares = severityModel(sparseWine, 0)
  const results = new Map(leastSquares.results.map((result) => [result.result, result]))
  const effects = new Map(leastSquares.raters.map(({rater, effect}) => [rater, effect]))
  const modelMeans = (key: 'raw' | 'adjusted') =>
    wineModels.map((bottles) => mean(bottles.map((bottle) => results.get(bottle)?.[key] ?? NaN)))

  it('wine, sparse: raw means (Randall 1989)', () => {
    expect(sparseWine.length).to.equal(41)
    const ratings = ratingsByResult(sparseWine)
    const pooled = wineModels.map((bottles) => mean(bottles.flatMap((bottle) => ratings.get(bottle) ?? [])))
    const ofMeans = modelMeans('raw')
    ;[1.9, 2.7, 3.1, 4].forEach((value, i) => expect(pooled[i]).to.be.closeTo(value, 1e-12))
    ;[1.9, 2.7, 3.1666667, 3.9833333].forEach((value, i) => expect(ofMeans[i]).to.be.closeTo(value, 5e-8))
  })

  it('wine, sparse: least squares bottles, judges and models (R lm, numpy lstsq)', () => {
    const bottles = [
      1.777985765, 2.19213809, 2.742996045, 2.609162128, 2.664768959, 3.69582462, 4.102779605, 3.977985765,
    ]
    bottles.forEach((value, b) => expect(results.get(`bottle ${b + 1}`)?.adjusted).to.be.closeTo(value, 1e-9))
    const judges = [
      1.107787805, -0.453303228, 0.239209136, -0.399976111, 0.324329325, 0.228087769, -0.850619273,
      -0.142212195, -0.053303228,
    ]
    judges.forEach((value, j) => expect(effects.get(`judge ${j + 1}`)).to.be.closeTo(value, 1e-9))
    const models = modelMeans('adjusted')
    ;[1.985061927, 2.676079086, 3.180296789, 4.040382685].forEach((value, i) =>
      expect(models[i]).to.be.closeTo(value, 1e-9),
    )
  })

  it('is the fixed point of the alternation, with effects summing to 0 in each component', () => {
    fc.assert(
      fc.property(arbitraryRatings, fc.constantFrom(0, 0.5, 1, 10), (ratings, lambda) => {
        const model = severityModel(ratings, lambda)
        const effect = new Map(model.raters.map((rater) => [rater.rater, rater.effect]))
        const adjusted = new Map(model.results.map((result) => [result.result, result.adjusted]))
        for (const {result} of model.results) {
          const own = ratings.filter((rating) => rating.result === result)
          const expected = mean(own.map(({rating, rater}) => rating - (effect.get(rater) ?? NaN)))
          expect(adjusted.get(result)).to.be.closeTo(expected ?? NaN, 1e-9)
        }

        for (const {rater, n, effect} of model.raters) {
          const own = ratings.filter((rating) => rating.rater === rater)
          const residuals = own.map(({rating, result}) => rating - (adjusted.get(result) ?? NaN))
          const sum = residuals.reduce((total, residual) => total + residual, 0)
          expect(n).to.equal(own.length)
          expect((n + lambda) * effect).to.be.closeTo(sum, 1e-8)
        }

        for (let component = 0; component < model.components; component++) {
          const own = model.raters.filter((rater) => rater.component === component)
          expect(own.reduce((sum, {effect}) => sum + effect, 0)).to.be.closeTo(0, 1e-9)
        }
      }),
      draws(60),
    )
  })

  it('does not depend on the order of the ratings', () => {
    const reversed = severityModel([...sparseWine].reverse(), 1)
    for (const {result, adjusted} of severityModel(sparseWine, 1).results) {
      const other = reversed.results.find((candidate) => candidate.result === result)
      expect(other?.adjusted).to.be.closeTo(adjusted, 1e-10)
    }
  })

  it('shrinks the effects more, the larger lambda is', () => {
    const sizes = [0, 1, 5, 1000].map((lambda) =>
      severityModel(sparseWine, lambda).raters.reduce((sum, {effect}) => sum + effect ** 2, 0),
    )
    expect([...sizes].sort((a, b) => b - a)).to.deep.equal(sizes)
    expect(sizes[3]).to.be.below(1e-3)
  })

  it('converges along a chain of raters that few results link', () => {
    // Rater k and k + 1 share one result; each rater is .1 more lenient than the one before.
    const chain = Array.from({length: 60}, (_, k) => [
      {result: `shared ${k}`, rater: `r${k}`, rating: 3 + k / 10},
      {result: `shared ${k}`, rater: `r${k + 1}`, rating: 3 + (k + 1) / 10},
    ]).flat()
    const {raters, results, components} = severityModel(chain, 0)
    expect(components).to.equal(1)
    raters.forEach(({effect}, k) => expect(effect).to.be.closeTo((k - 30) / 10, 1e-9))
    for (const {adjusted} of results) expect(adjusted).to.be.closeTo(6, 1e-9)
  })

  it('finds raters who share no result, directly or through others', () => {
    const {raters, results, components} = severityModel([
      {result: 'x', rater: 'ann', rating: 4},
      {result: 'y', rater: 'bo', rating: 2},
      {result: 'x', rater: 'cy', rating: 3},
      {result: 'z', rater: 'cy', rating: 5},
      {result: 'y', rater: 'di', rating: 1},
    ])
    expect(components).to.equal(2)
    expect(raters.map(({rater, component}) => [rater, component])).to.deep.equal([
      ['ann', 0],
      ['bo', 1],
      ['cy', 0],
      ['di', 1],
    ])
    expect(results.map(({component}) => component)).to.deep.equal([0, 1, 0])
  })

  it('comes nearer to the truth when raters are confounded with models', () => {
    const random = new Random(5)
    const noise = () => (random.below(2001) - 1000) / 1000
    const leniency = [1, 0.5, 0, -0.5, -1]
    // All models are equally good; the lenient raters mostly see model 0, the severe ones model 1.
    const ratings: Rating[] = []
    for (let i = 0; i < 200; i++) {
      const model = i % 2
      const own = random.below(10) < 8 ? [model * 3, model * 3 + 1] : [2, random.below(2) === 0 ? 0 : 4]
      for (const r of own) {
        const rating = 3 + (leniency[r] ?? NaN) + noise() / 2
        ratings.push({result: `${model}/${i}`, rater: `r${r}`, rating})
      }
    }

    const {results, components} = severityModel(ratings)
    const difference = (key: 'raw' | 'adjusted') => {
      const [a, b] = ['0/', '1/'].map((model) =>
        mean(results.filter(({result}) => result.startsWith(model)).map((result) => result[key])),
      )
      return Math.abs((a ?? NaN) - (b ?? NaN))
    }

    expect(components).to.equal(1)
    expect(difference('raw')).to.be.above(0.8)
    expect(difference('adjusted')).to.be.below(difference('raw') / 3)
  })

  it('takes no ratings, and refuses a negative lambda', () => {
    expect(severityModel([])).to.deep.equal({raters: [], results: [], components: 0})
    expect(() => severityModel(sparseWine, -1)).to.throw(RangeError)
  })
})
