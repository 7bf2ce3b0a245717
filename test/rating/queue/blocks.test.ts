import {expect} from 'chai'
import type {Candidate} from '../../../src/records/rating.js'
import {blocksOf} from '../../../src/rating/queue/blocks.js'

function candidate(
  model: string,
  persona_id: string,
  style: string,
  change: Partial<Candidate> = {},
): Candidate {
  return {
    ...{id: `${model} ${persona_id} ${style}`, model, persona_id, style},
    ...{input_type: 'basic', constraint_type: 'no_constraint', chip_count: 15, trial: 1},
    ...{created_at: '2026-11-26', raters: [], unknown_in: {style: '', persona_id: '', model: ''}},
    ...change,
  }
}

/** Two systems and a baseline, two styles, two personas. */
const ALL = ['lab/a', 'lab/b', 'builtin/random'].flatMap((model) =>
  ['cook', 'pilot'].flatMap((persona) => ['plain', 'terse'].map((style) => candidate(model, persona, style))),
)
const sizes = (blocks: ReturnType<typeof blocksOf>) =>
  [...blocks.values()].map(({waiting, baselines}) => [waiting.length, baselines.length])

describe('blocks of one rater', () => {
  it('hold all systems of one configuration, baselines apart', () => {
    expect(sizes(blocksOf(ALL, {rater: 'ann'}))).to.deep.equal(Array(4).fill([2, 1]))
  })

  it('hold all levels of what is compared', () => {
    const blocks = blocksOf(ALL, {rater: 'ann', within: ['model', 'style']})
    expect(sizes(blocks)).to.deep.equal(Array(2).fill([4, 2]))
    expect([...blocks.values()].map(({persona}) => persona)).to.deep.equal(['cook', 'pilot'])
  })

  it('are of one site where they differ by the style alone', () => {
    const sites = [...blocksOf(ALL, {rater: 'ann'}).values()].map(({site}) => site)
    expect(new Set(sites).size).to.equal(2)
    expect(sites.slice(0, 2)).to.deep.equal(sites.slice(2).map(() => sites[0]))
  })

  it('have the raters of their systems and not of their baselines, and no cell that the rater has rated', () => {
    const rated = ALL.map((entry) =>
      entry.style === 'plain' && entry.persona_id === 'cook'
        ? {
            ...entry,
            raters: entry.model === 'builtin/random' ? ['bob'] : entry.model === 'lab/a' ? ['ann'] : [],
          }
        : entry,
    )
    const [first] = blocksOf(rated, {rater: 'ann'}).values()
    expect([...first!.raters]).to.deep.equal(['ann'])
    expect(first!.waiting.map(({candidate: {model}}) => model)).to.deep.equal(['lab/b'])
    expect(first!.baselines).to.have.lengthOf(1)
  })

  it('take of a cell the lowest trial, then the newest, then the first by id; raters of all count', () => {
    const twins = [
      candidate('lab/a', 'cook', 'plain', {id: 'second trial', trial: 2, created_at: '2026-11-28'}),
      candidate('lab/a', 'cook', 'plain', {id: 'older', raters: ['bob']}),
      candidate('lab/a', 'cook', 'plain', {id: 'z', created_at: '2026-11-27'}),
      candidate('lab/a', 'cook', 'plain', {id: 'y', created_at: '2026-11-27'}),
    ]
    for (const order of [twins, twins.toReversed()]) {
      const [block, ...others] = blocksOf(order, {rater: 'ann'}).values()
      expect(others).to.deep.equal([])
      expect(block!.waiting.map(({candidate: {id}}) => id)).to.deep.equal(['y'])
      expect([...block!.raters]).to.deep.equal(['bob'])
    }
  })

  it('hold what is asked for alone, and say which of them come last', () => {
    const blocks = blocksOf(ALL, {
      rater: 'ann',
      asked: ({model}) => model === 'lab/b',
      isLast: ({persona_id}) => persona_id === 'pilot',
    })
    expect(sizes(blocks)).to.deep.equal(Array(4).fill([1, 0]))
    expect([...blocks.values()].map(({persona, isLast}) => [persona, isLast])).to.deep.equal([
      ['cook', false],
      ['cook', false],
      ['pilot', true],
      ['pilot', true],
    ])
  })
})
