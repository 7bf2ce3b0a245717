import {expect} from 'chai'
import {BenchError} from '../../src/errors/bench-error.js'
import {evaluateLeaderboard} from '../../src/figures/evaluate-leaderboard.js'
import type {Store} from '../../src/store/store.js'
import {chooseVersions} from '../../src/versions/choice.js'
import {leavingOut} from '../../src/versions/left-out.js'
import {addRatedRun} from '../support/decided.js'
import {aStyle} from '../support/versioned.js'
import {newStore} from '../support/stores.js'

describe('leaving systems and styles out', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
    await addRatedRun(store, {rows: {'lab/best': '555455', 'lab/near': '444344', 'lab/poor': '121212'}})
    await addRatedRun(store, {
      rows: {'lab/best': '333333', 'lab/near': '222222'},
      style: aStyle('terse', 'Chips.'),
    })
  })
  afterEach(() => store.close())

  const board = async (names: string[], column: 'model' | 'style' = 'model') => {
    const filter = await leavingOut(store, {}, names)
    const chosen = await chooseVersions(store, filter, {suites: () => Promise.resolve([])})
    const {rows} = await evaluateLeaderboard(store, [column], chosen.filter)
    return rows.map(({group, rated_count}) => [group[column], rated_count])
  }

  it('takes them out of the figures, each in all its versions', async () => {
    expect(await board([])).to.deep.equal([
      ['lab/best', 12],
      ['lab/near', 12],
      ['lab/poor', 6],
    ])
    expect(await board(['lab/near'])).to.deep.equal([
      ['lab/best', 12],
      ['lab/poor', 6],
    ])
    expect(await board(['terse', 'lab/best'])).to.deep.equal([
      ['lab/near', 6],
      ['lab/poor', 6],
    ])
    expect(await board(['terse'], 'style')).to.deep.equal([['guided', 18]])
  })

  it('refuses a name that no result has, with what is near', async () => {
    const error: unknown = await board(['lab/bets']).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(BenchError).and.to.include({exit: 2, code: 'UNKNOWN_CANDIDATE'})
    expect((error as BenchError).next.join(' ')).to.contain('lab/best')
  })
})
