import {expect} from 'chai'
import {simulate} from '../support/simulation.js'

describe('four devices and a team database over a bad network', () => {
  for (const seed of [1, 2, 3]) {
    it(`hold the same in the end, and nothing is lost (seed ${seed})`, async () => {
      const {faults, syncs, rows} = await simulate(seed)
      expect(faults).to.be.above(0)
      expect(syncs).to.be.above(10)
      expect(rows).to.be.above(10)
    }).timeout(120_000)
  }
})
