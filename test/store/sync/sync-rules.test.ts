import {expect} from 'chai'
import {winner} from '../../../src/store/sync/sync-rules.js'
import {KINDS, SYNC_TABLES} from '../../../src/store/sync/sync-tables.js'
import {cases, nameOf} from '../../support/sync-cases.js'

describe('the rules of a sync', () => {
  for (const law of ['later', 'final', 'settled', 'union', 'forever'] as const)
    for (const onTie of ['theirs', 'ours'] as const)
      it(`say who wins by the law "${law}", with ${onTie} the team's`, () => {
        for (const situation of cases(law, onTie))
          expect(winner(situation, onTie), nameOf(situation)).to.equal(situation.wins)
      })

  it('cover every combination of states', () => {
    for (const kind of KINDS) {
      const states = SYNC_TABLES[kind].settled ? 3 : 2
      const pairs = new Set(cases(SYNC_TABLES[kind].law, 'ours').map(({ours, theirs}) => `${ours} ${theirs}`))
      expect(pairs.size, kind).to.equal((states + 1) * states)
    }
  })
})
