import {expect} from 'chai'
import {bySheet, inOrder, type CellScore, type Sheet} from '../../../src/decide/rule/blocks.js'

const NOON = '2026-11-23T12:00:00.000Z'
const LATER = '2026-11-23T12:00:01.000Z'

const score = (block: string, rater: string, candidate: number, at = NOON): CellScore => ({
  ...{block, rater, candidate, at},
  score: 3 + candidate,
})

describe('ratings in the order in which they came in', () => {
  it('are by time, then by block, then by rater, whatever the order of rows', () => {
    const scores = [
      score('a', 'bob', 0, LATER),
      score('b', 'ann', 0),
      score('b', 'bob', 0),
      score('c', 'ann', 0),
      score('a', 'ann', 0, LATER),
    ]
    for (const rows of [scores, scores.toReversed(), [...scores.slice(2), ...scores.slice(0, 2)]])
      expect(inOrder(rows, 1).map(({at, sheet}) => [at, sheet.block, sheet.rater])).to.deep.equal([
        [NOON, 'b', 'ann'],
        [NOON, 'b', 'bob'],
        [NOON, 'c', 'ann'],
        [LATER, 'a', 'ann'],
        [LATER, 'a', 'bob'],
      ])
  })

  it('are one change where they came at one moment, of one sheet for each rater of a block', () => {
    const changes = inOrder([score('a', 'ann', 1), score('a', 'ann', 0), score('a', 'ann', 2, LATER)], 3)
    expect(changes.map(({scores}) => scores)).to.deep.equal([
      [
        {candidate: 1, score: 4},
        {candidate: 0, score: 3},
      ],
      [{candidate: 2, score: 5}],
    ])
    expect(changes[0]!.sheet).to.equal(changes[1]!.sheet)
    expect(changes[0]!.sheet).to.deep.equal({
      ...{block: 'a', rater: 'ann', lastAt: ''},
      scores: [undefined, undefined, undefined],
    })
  })

  it('complete sheets by their last rating, then by block and rater', () => {
    const sheet = (block: string, rater: string, lastAt: string): Sheet => ({
      block,
      rater,
      lastAt,
      scores: [],
    })
    const ordered = [
      sheet('b', 'bob', NOON),
      sheet('c', 'ann', NOON),
      sheet('c', 'bob', NOON),
      sheet('a', 'ann', LATER),
    ]
    expect(ordered.toReversed().sort(bySheet)).to.deep.equal(ordered)
    expect(bySheet(ordered[0]!, ordered[0]!)).to.equal(0)
  })
})
