import {expect} from 'chai'
import fc from 'fast-check'
import type {Candidate} from '../../../src/records/rating.js'
import {ratingQueue, type QueueOptions} from '../../../src/rating/queue/queue.js'
import {draws} from '../../support/draws.js'

interface Shape {
  models: number
  configurations: number
  baselines?: number
  styles?: number
}

/** One result of each model and baseline on each configuration. */
function candidates({models, configurations, baselines = 0, styles = 1}: Shape): Candidate[] {
  const systems = [
    ...Array.from({length: models}, (_, at) => `lab/m${at}`),
    ...Array.from({length: baselines}, (_, at) => `builtin/b${at}`),
  ]
  return Array.from({length: configurations}, (_, at) =>
    Array.from({length: styles}, (_, style) => systems.map((model) => candidate(model, at, `s${style}`))),
  ).flat(2)
}

function candidate(model: string, at: number, style = 's0', change: Partial<Candidate> = {}): Candidate {
  return {
    id: `${model} ${at} ${style}`,
    model,
    persona_id: `p${at}`,
    style,
    input_type: 'basic',
    constraint_type: 'no_constraint',
    chip_count: 15,
    trial: 1,
    created_at: '2026-11-26',
    raters: [],
    unknown_in: {style: '', persona_id: '', model: ''},
    ...change,
  }
}

const options = {rater: 'ann', limit: 1000, overlap: 0.2}
const blockOf = ({persona_id, style}: Candidate) => `${persona_id} ${style}`

/** What a rater sees, in order. */
function screens(all: readonly Candidate[], change: Partial<QueueOptions> = {}): Candidate[] {
  const byId = new Map(all.map((entry) => [entry.id, entry]))
  return ratingQueue(all, [], {...options, ...change}).map(({id}) => byId.get(id)!)
}

/** The candidates after a rater has rated all that was shown. */
function rated(all: readonly Candidate[], shown: readonly Candidate[], rater: string): Candidate[] {
  const ids = new Set(shown.map(({id}) => id))
  return all.map((entry) => (ids.has(entry.id) ? {...entry, raters: [...entry.raters, rater]} : entry))
}

/** Several sessions, one after the other: who has rated what. */
function sessions(
  all: Candidate[],
  raters: readonly string[],
  change: Partial<QueueOptions> = {},
): Candidate[] {
  return raters.reduce((now, rater) => rated(now, screens(now, {...change, rater}), rater), all)
}

/** The screens of each block. */
function byBlock(shown: readonly Candidate[]): Map<string, Candidate[]> {
  const blocks = new Map<string, Candidate[]>()
  for (const entry of shown) blocks.set(blockOf(entry), [...(blocks.get(blockOf(entry)) ?? []), entry])
  return blocks
}

const shape = fc.record({
  models: fc.integer({min: 1, max: 6}),
  configurations: fc.integer({min: 1, max: 8}),
  styles: fc.integer({min: 1, max: 2}),
})
const session = fc.record({
  limit: fc.integer({min: 1, max: 60}),
  overlap: fc.double({min: 0, max: 1, noNaN: true}),
})

describe('the rating queue', () => {
  it('shows nothing twice, all that is left, and no more than asked', () => {
    fc.assert(
      fc.property(shape, session, fc.nat({max: 2}), (of, {limit, overlap}, baselines) => {
        const all = candidates({...of, baselines})
        const shown = screens(all, {limit, overlap})
        expect(new Set(shown).size).to.equal(Math.min(limit, all.length))
        expect(shown).to.have.length(Math.min(limit, all.length))
      }),
    )
  })

  it('lets every rater finish blocks: two are open at most, three of few systems, in all sessions', () => {
    fc.assert(
      fc.property(shape, session, fc.integer({min: 1, max: 4}), (of, change, rounds) => {
        const raters = Array.from({length: rounds}, () => ['ann', 'bob']).flat()
        const after = sessions(candidates(of), raters, change)
        for (const rater of ['ann', 'bob']) {
          const blocks = [...byBlock(after).values()].map(
            (cells) => cells.filter(({raters: by}) => by.includes(rater)).length,
          )
          const open = blocks.filter((count) => count > 0 && count < of.models)
          expect(open.length).to.be.at.most(of.models < 4 ? 3 : 2)
        }
      }),
      draws(60),
    )
  })

  it('never asks the same twice running while something else is left', () => {
    fc.assert(
      fc.property(shape, session, (of, {limit, overlap}) => {
        const all = sessions(candidates(of), ['bob', 'ann'], {limit, overlap})
        const shown = screens(all, {overlap}).map(blockOf)
        shown.forEach((block, at) => {
          if (at === 0 || shown[at - 1] !== block) return
          expect(new Set(shown.slice(at)), `at ${at} of ${shown.join(' ')}`).to.have.property('size', 1)
        })
      }),
    )
  })

  it('asks nothing twice running around baselines, and within blocks of several styles', () => {
    const all = candidates({models: 5, configurations: 30, styles: 2, baselines: 2})
    for (const rater of ['ann', 'bob', 'cem', 'dee', 'eve']) {
      for (const within of [['model'], ['model', 'style']] as const) {
        const shown = screens(all, {rater, within, limit: 200}).map(blockOf)
        expect(shown.filter((block, at) => block === shown[at - 1])).to.deep.equal([])
      }
    }
  })

  it('takes two blocks in turns; three where fewer than four systems are left', () => {
    const blocks = (models: number) => screens(candidates({models, configurations: 6})).map(blockOf)
    expect(new Set(blocks(4).slice(0, 8)).size).to.equal(2)
    expect(blocks(4)[2]).to.equal(blocks(4)[0])
    expect(new Set(blocks(3).slice(0, 9)).size).to.equal(3)
  })

  it('is the same for a rater whatever the order of the rows, and another one for another rater', () => {
    fc.assert(
      fc.property(shape, fc.nat({max: 2}), (of, baselines) => {
        const all = candidates({...of, baselines})
        expect(screens(all)).to.deep.equal(screens([...all].reverse()))
      }),
    )
    const all = candidates({models: 4, configurations: 12})
    expect(screens(all)).not.to.deep.equal(screens(all, {rater: 'bob'}))
  })

  it('begins with the blocks that the rater has begun', () => {
    const all = candidates({models: 5, configurations: 20})
    const first = screens(all, {limit: 7})
    const second = screens(rated(all, first, 'ann'), {limit: 3})
    expect(new Set(second.map(blockOf))).to.deep.equal(new Set(first.map(blockOf)))
  })

  it('gives a block that nobody has begun before the blocks of others', () => {
    const all = candidates({models: 4, configurations: 8})
    const half = screens(all, {limit: 15, overlap: 0})
    const begun = new Set(half.map(blockOf))
    const others = screens(rated(all, half, 'ann'), {rater: 'bob', overlap: 0})
    const places = others.flatMap((entry, at) => (begun.has(blockOf(entry)) ? [at] : []))
    expect(Math.min(...places)).to.be.at.least(4 * (8 - begun.size) - 1)
  })

  it('gives a share of the blocks to a second and third rater, and to no fourth', () => {
    const all = candidates({models: 4, configurations: 60})
    const team = ['ann', 'bob', 'cem', 'dee', 'eve']
    const after = sessions(all, [...team, ...team], {limit: 20})
    const counts = [...byBlock(after).values()].map(
      (cells) => new Set(cells.flatMap(({raters}) => raters)).size,
    )
    const share = counts.filter((count) => count > 1).length / counts.filter((count) => count > 0).length
    expect(Math.max(...counts)).to.equal(3)
    expect(share).to.be.within(0.12, 0.28)
    const alone = sessions(all, team, {limit: 20, overlap: 0})
    expect(Math.max(...alone.map(({raters}) => raters.length))).to.equal(1)
  })

  it('lets the first block of two raters be the same, of however few', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 30}), (configurations) => {
        const all = candidates({models: 4, configurations})
        const after = sessions(all, ['ann', 'bob'], {limit: 8})
        expect(after.filter(({raters}) => raters.length === 2)).to.have.length.of.at.least(4)
      }),
      draws(20),
    )
  })

  it('shares at least 11 configurations a pair of ten models after 120 ratings', () => {
    const all = candidates({models: 10, configurations: 24, styles: 2})
    for (const rater of ['ann', 'bob', 'cem']) {
      const after = sessions(all, [rater, rater, rater], {limit: 40})
      const blocks = [...byBlock(after.filter(({raters}) => raters.length > 0)).values()]
      for (let a = 0; a < 10; a++) {
        for (let b = 0; b < a; b++) {
          const has = (cells: Candidate[], at: number) => cells.some(({model}) => model === `lab/m${at}`)
          expect(blocks.filter((cells) => has(cells, a) && has(cells, b)).length).to.be.at.least(11)
        }
      }
    }
  })

  it('asks one person for all styles of a persona', () => {
    const after = sessions(candidates({models: 10, configurations: 24, styles: 2}), ['ann'], {limit: 40})
    const asked = after.filter(({raters}) => raters.length > 0)
    expect([new Set(asked.map(({persona_id}) => persona_id)).size, byBlock(asked).size]).to.deep.equal([2, 4])
  })

  it('takes factors that are compared into the block', () => {
    const all = candidates({models: 3, configurations: 9, styles: 2})
    const shown = screens(all, {within: ['model', 'style'], limit: 18, overlap: 0})
    expect(new Set(shown.map(({persona_id}) => persona_id)).size).to.equal(3)
    expect(byBlock(shown).size).to.equal(6)
  })

  it('shows the k-th baseline between 10 k and 10 k + 9 screens, another place for each rater', () => {
    const all = candidates({models: 10, configurations: 12, baselines: 2})
    const places = Array.from({length: 60}, (_, rater) =>
      screens(all, {rater: `rater ${rater}`, overlap: 0}).flatMap(({model}, place) =>
        model.startsWith('builtin/') ? [place + 1] : [],
      ),
    )
    for (const k of [1, 2, 3]) {
      const ofK = places.map((of) => of[k - 1]!)
      expect([Math.min(...ofK), Math.max(...ofK)]).to.deep.equal([10 * k, 10 * k + 9])
    }
  })

  it('keeps two blocks in turns around a baseline of one of them, by its other style', () => {
    const all = candidates({models: 6, configurations: 8, baselines: 2, styles: 2})
    for (let rater = 0; rater < 20; rater++) {
      const shown = screens(all, {rater: `rater ${rater}`, within: ['model', 'style'], overlap: 0, limit: 18})
      const turns = shown.filter(({model}) => !model.startsWith('builtin/')).map(({persona_id}) => persona_id)
      expect(turns.filter((persona, at) => persona === turns[at - 1])).to.deep.equal([])
    }
  })

  it('shows baselines on at most one screen in ten, and all of them at the end', () => {
    fc.assert(
      fc.property(shape, fc.integer({min: 1, max: 3}), (of, baselines) => {
        const all = candidates({...of, baselines})
        const shown = screens(all)
        const lastModel = shown.findLastIndex(({model}) => model.startsWith('lab/'))
        let seen = 0
        shown.slice(0, lastModel + 1).forEach(({model}, at) => {
          if (model.startsWith('builtin/')) seen++
          expect(seen).to.be.at.most((at + 1) / 10)
        })
      }),
    )
    const long = screens(candidates({models: 10, configurations: 24, baselines: 2}), {limit: 100})
    expect(long.filter(({model}) => model.startsWith('builtin/')).length).to.be.within(8, 10)
  })

  it('takes one result a cell: the lowest trial, then the newest run', () => {
    const all = [
      candidate('lab/a', 0, 's0', {id: 'old', created_at: '2026-11-24'}),
      candidate('lab/a', 0, 's0', {id: 'new', created_at: '2026-11-26'}),
      candidate('lab/a', 0, 's0', {id: 'second trial', trial: 2, created_at: '2026-11-27'}),
    ]
    expect(screens(all).map(({id}) => id)).to.deep.equal(['new'])
    expect(screens([...all].reverse()).map(({id}) => id)).to.deep.equal(['new'])
    const done = all.map((entry) => (entry.id === 'old' ? {...entry, raters: ['ann']} : entry))
    expect(screens(done)).to.deep.equal([])
    expect(screens(done, {rater: 'bob'}).map(({id}) => id)).to.deep.equal(['new'])
  })

  it('takes versions that nobody knows for different ones in different runs', () => {
    const unknown = (run: string) => ({id: run, unknown_in: {style: '', persona_id: '', model: run}})
    const all = [candidate('lab/a', 0, 's0', unknown('run 1')), candidate('lab/a', 0, 's0', unknown('run 2'))]
    expect(screens(all)).to.have.length(2)
  })

  it('asks only for what a decision needs, and gives nothing to a second rater for that', () => {
    const all = candidates({models: 6, configurations: 10, baselines: 1})
    const asked = ({model}: Candidate) => ['lab/m1', 'lab/m4'].includes(model)
    const first = screens(all, {asked, limit: 8, overlap: 1})
    expect(new Set(first.map(({model}) => model))).to.deep.equal(new Set(['lab/m1', 'lab/m4']))
    const second = screens(rated(all, first, 'ann'), {asked, rater: 'bob', limit: 6, overlap: 1})
    const blocks = new Set(first.map(blockOf))
    expect(second.filter((entry) => blocks.has(blockOf(entry)))).to.deep.equal([])
  })

  it('fills blocks that a decision has counted when nothing else is left, though the rater has begun them', () => {
    const all = candidates({models: 4, configurations: 6})
    const counted = new Set(['p0', 'p1'])
    const begun = all.filter(({persona_id, model}) => counted.has(persona_id) && model !== 'lab/m3')
    const isLast = ({persona_id}: Candidate) => counted.has(persona_id)
    const shown = screens(rated(all, begun, 'ann'), {isLast}).map(({persona_id}) => persona_id)
    expect(shown).to.have.length(18)
    expect(shown.slice(0, 16)).not.to.include.members(['p0']).and.not.include.members(['p1'])
    expect(shown.slice(16).sort()).to.deep.equal(['p0', 'p1'])
  })

  it('repeats what was rated long ago now and then, unannounced, to those who rated enough', () => {
    const before = (count: number) =>
      candidates({models: 1, configurations: count}).map((entry) => ({
        ...entry,
        id: `old ${entry.id}`,
        persona_id: `old ${entry.persona_id}`,
      }))
    const queue = ratingQueue(candidates({models: 4, configurations: 20}), before(30), {
      ...options,
      limit: 40,
    })
    const places = queue.flatMap(({repeat}, at) => (repeat ? [at] : []))
    expect(places).to.have.length(2)
    expect(Math.min(...places)).to.be.at.least(5)
    expect(queue).to.have.length(40)
    for (const {id, repeat} of queue) expect(id.startsWith('old ')).to.equal(repeat)
    const early = ratingQueue(candidates({models: 4, configurations: 20}), before(19), {
      ...options,
      limit: 40,
    })
    expect(early.filter(({repeat}) => repeat)).to.deep.equal([])
  })
})
