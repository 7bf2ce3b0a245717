import {expect} from 'chai'
import fc from 'fast-check'
import type {Candidate} from '../../src/records/rating.js'
import {ratingQueue} from '../../src/rating/queue.js'

/** Results of some models on some configurations. */
function candidates(
  models: number,
  configurations: number,
  ratingCount: (at: number) => number = () => 0,
): Candidate[] {
  return Array.from({length: models * configurations}, (_, at) => ({
    id: `r${at}`,
    model: `m${at % models}`,
    persona_id: `p${Math.floor(at / models)}`,
    style: 'terse',
    input_type: 'basic',
    constraint_type: 'no_constraint',
    chip_count: 15,
    trial: 1,
    rating_count: ratingCount(at),
  }))
}

const options = {rater: 'ann', limit: 1000, overlap: 0.2}
const pool = fc.record({
  models: fc.integer({min: 1, max: 5}),
  configurations: fc.integer({min: 1, max: 8}),
  counts: fc.array(fc.nat({max: 4}), {minLength: 40, maxLength: 40}),
  limit: fc.integer({min: 1, max: 60}),
  overlap: fc.double({min: 0, max: 1, noNaN: true}),
  rated: fc.integer({min: 0, max: 40}),
})

describe('the rating queue', () => {
  it('shows nothing twice, no more than asked, and repeats only to those who rated enough', () => {
    fc.assert(
      fc.property(pool, ({models, configurations, counts, limit, overlap, rated}) => {
        const open = candidates(models, configurations, (at) => counts[at]!)
        const before = candidates(1, rated).map((candidate) => ({
          ...candidate,
          id: `old-${candidate.id}`,
          persona_id: `old-${candidate.persona_id}`,
        }))
        const queue = ratingQueue(open, before, {rater: 'ann', limit, overlap})
        expect(queue.length).to.be.at.most(limit)
        expect(new Set(queue.map(({id}) => id)).size).to.equal(queue.length)
        for (const {id, repeat} of queue) expect(id.startsWith('old-')).to.equal(repeat)
        const repeats = queue.filter(({repeat}) => repeat).length
        if (rated < 20) expect(repeats).to.equal(0)
        expect(repeats).to.be.at.most(Math.round(limit * 0.05))
        expect(queue.length - repeats).to.equal(Math.min(limit - repeats, open.length))
      }),
    )
  })

  it('never shows a configuration twice in a row while another one is left', () => {
    fc.assert(
      fc.property(pool, ({models, configurations, counts, overlap}) => {
        const open = candidates(models, configurations, (at) => counts[at]!)
        const personaOf = new Map(open.map(({id, persona_id}) => [id, persona_id]))
        const shown = ratingQueue(open, [], {...options, overlap}).map(({id}) => personaOf.get(id)!)
        shown.forEach((persona, at) => {
          if (at === 0 || shown[at - 1] !== persona) return
          expect(new Set(shown.slice(at)), `at ${at} of ${shown.join(' ')}`).to.have.property('size', 1)
        })
      }),
    )
  })

  it('is the same for a rater whatever the order of the rows, and another one for another rater', () => {
    const open = candidates(4, 12)
    const ids = (rater: string, rows: Candidate[]) =>
      ratingQueue(rows, [], {...options, rater}).map(({id}) => id)
    expect(ids('ann', open)).to.deep.equal(ids('ann', [...open].reverse()))
    expect(ids('ann', open)).not.to.deep.equal(ids('bob', open))
  })

  it('takes the results with the fewest ratings first', () => {
    const open = candidates(3, 10, (at) => at % 4)
    const counts = ratingQueue(open, [], {...options, overlap: 0}).map(
      ({id}) => open.find((candidate) => candidate.id === id)!.rating_count,
    )
    expect(counts).to.deep.equal([...counts].sort((a, b) => a - b))
  })

  it('balances models within a sitting', () => {
    const open = candidates(5, 40)
    for (const overlap of [0, 0.2]) {
      const shown = ratingQueue(open, [], {...options, overlap, limit: 40}).map(
        ({id}) => open.find((candidate) => candidate.id === id)!.model,
      )
      const tally = [0, 1, 2, 3, 4].map((model) => shown.filter((own) => own === `m${model}`).length)
      expect(Math.max(...tally) - Math.min(...tally), tally.join(' ')).to.be.at.most(1)
    }
  })

  it('lets raters meet early on the same results of all models', () => {
    const open = candidates(5, 60)
    const firstOf = (rater: string) =>
      new Set(ratingQueue(open, [], {...options, rater, limit: 20}).map(({id}) => id))
    const [ann, bob] = [firstOf('ann'), firstOf('bob')]
    expect([...ann].filter((id) => bob.has(id))).to.have.length.of.at.least(18)
  })

  it('steers about the share that was asked for, and stops at three raters', () => {
    const open = candidates(1, 500)
    const other = ratingQueue(open, [], {...options, rater: 'bob', limit: 1000, overlap: 0.2}).map(
      ({id}) => id,
    )
    const own = ratingQueue(open, [], {...options, limit: 1000, overlap: 0.2}).map(({id}) => id)
    // The overlap set comes first for both; behind it the orders have nothing in common.
    const shared = [60, 80, 100, 120, 140].map(
      (size) => own.slice(0, size).filter((id) => other.slice(0, size).includes(id)).length / size,
    )
    expect(Math.max(...shared)).to.be.above(0.9)
    const done = candidates(1, 500, () => 3)
    const late = ratingQueue(done, [], {...options, limit: 100}).map(({id}) => id)
    const lateOther = ratingQueue(done, [], {...options, rater: 'bob', limit: 100}).map(({id}) => id)
    expect(late.filter((id) => lateOther.includes(id)).length).to.be.below(50)
  })

  it('begins no sitting with a repeat, and does not announce it', () => {
    const before = candidates(1, 30).map((candidate) => ({
      ...candidate,
      id: `old-${candidate.id}`,
      persona_id: `x${candidate.persona_id}`,
    }))
    const queue = ratingQueue(candidates(4, 20), before, {...options, limit: 40})
    const places = queue.flatMap(({repeat}, at) => (repeat ? [at] : []))
    expect(places).to.have.length(2)
    expect(Math.min(...places)).to.be.at.least(5)
    expect(queue).to.have.length(40)
  })
})
