import {expect} from 'chai'
import {driftChecks} from '../../../src/cli/running/system-checks.js'
import type {Store} from '../../../src/store/store.js'
import {addRun, aStyle} from '../../support/versioned.js'
import {newStore} from '../../support/stores.js'

describe('bench doctor on systems', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  const rated = (day: string, gamma: number[]) =>
    addRun(store, {
      style: aStyle('terse', 'A'),
      scores: {'lab/gamma': gamma, 'lab/beta': [4, 4, 4, 4]},
      day,
    })

  it('warns of each that changed under its name, and says what to look at', async () => {
    await rated('2026-11-24', [2, 2, 2, 2])
    await rated('2026-11-26', [5, 5, 5, 5])
    const checks = await driftChecks(store)
    expect(checks.map(({name, status, next}) => [name, status, next])).to.deep.equal([
      ['system', 'warning', ['bench stats --since 2026-11-26']],
    ])
    expect(checks[0]!.found).to.match(/^lab\/gamma answers the same questions differently since 2026-11-26/)
  })

  it('finds nothing where none did', async () => {
    await rated('2026-11-24', [3, 4, 3, 4])
    await rated('2026-11-26', [4, 3, 4, 3])
    expect((await driftChecks(store)).map(({name, status}) => [name, status])).to.deep.equal([
      ['systems', 'ok'],
    ])
  })
})
