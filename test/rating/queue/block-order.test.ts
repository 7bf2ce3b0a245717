import {expect} from 'chai'
import {BlockOrder} from '../../../src/rating/queue/block-order.js'
import type {Block, Cell} from '../../../src/rating/queue/blocks.js'
import {seededShare} from '../../../src/rating/queue/seeded.js'

const CELL = {} as Cell

function block(key: string, raters: readonly string[] = [], change: Partial<Block> = {}): Block {
  return {
    ...{key, persona: key, site: key, raters: new Set(raters)},
    ...{waiting: [CELL], baselines: [], isLast: false},
    ...change,
  }
}

/** The keys in the order in which a rater begins them. */
function taken(blocks: readonly Block[], {rater = 'ann', overlap = 0.25} = {}): string[] {
  const order = new BlockOrder(blocks, {rater, overlap})
  const keys: string[] = []
  for (let next; (next = order.take([]));) keys.push(next.key)
  return keys
}

const KEYS = Array.from({length: 60}, (_, at) => `block ${at}`)
const isOverlap = (key: string) => seededShare(key) < 0.25

describe('the order of blocks', () => {
  it('begins with one of the overlap set, and keeps its share from then on, no sooner', () => {
    const places = taken(KEYS.map((key) => block(key)))
      .slice(0, 30)
      .flatMap((key, place) => (isOverlap(key) ? [place] : []))
    // Of the first begun + 1 blocks a quarter at least: the second is due with the fifth block.
    expect(places).to.deep.equal([0, 4, 8, 12, 16, 20, 24, 28])
  })

  it('shares one block of few at least, the same for all, however small the share', () => {
    const blocks = () => KEYS.slice(0, 6).map((key) => block(key))
    const [nearest] = KEYS.slice(0, 6).sort((a, b) => seededShare(a) - seededShare(b))
    for (const rater of ['ann', 'bob', 'cem', 'dan'])
      expect(taken(blocks(), {rater, overlap: 0.001})[0], rater).to.equal(nearest)
    const alone = ['ann', 'bob', 'cem', 'dan'].map((rater) => taken(blocks(), {rater, overlap: 0})[0])
    expect(new Set(alone).size).to.be.greaterThan(1)
  })

  it('is the same for all within the overlap set, and one’s own beyond it', () => {
    const blocks = () => KEYS.map((key) => block(key))
    const [ann, bob] = [taken(blocks()), taken(blocks(), {rater: 'bob'})]
    const shared = KEYS.filter(isOverlap).sort((a, b) => seededShare(a) - seededShare(b))
    expect(ann.filter(isOverlap)).to.deep.equal(shared)
    expect(bob.filter(isOverlap)).to.deep.equal(shared)
    expect(ann.filter((key) => !isOverlap(key))).to.not.deep.equal(bob.filter((key) => !isOverlap(key)))
  })

  it('counts what others have begun: where they are of the overlap set, the next is not due', () => {
    const overlapping = KEYS.filter(isOverlap)
    const others = KEYS.filter((key) => !isOverlap(key))
    // Three have rated the overlap blocks that are begun; nobody needs to meet them there.
    const full = ['bob', 'cem', 'dan']
    const behind = [...others.slice(0, 8).map((key) => block(key, ['bob']))]
    const ahead = [...overlapping.slice(0, 5).map((key) => block(key, full))]
    const fresh = [...others.slice(8), ...overlapping.slice(5)].map((key) => block(key))
    expect(isOverlap(taken([...behind, ...fresh])[0]!)).to.equal(true)
    expect(isOverlap(taken([...ahead, ...fresh])[0]!)).to.equal(false)
  })

  it('ends with what others have begun, the fewest raters first, and then what is to come last', () => {
    const keys = taken(
      [
        block('two', ['bob', 'cem']),
        block('last', ['ann'], {isLast: true}),
        block('one', ['bob']),
        block('fresh'),
        block('mine', ['ann', 'bob']),
      ],
      {overlap: 0},
    )
    expect(keys).to.deep.equal(['mine', 'fresh', 'one', 'two', 'last'])
  })
})
