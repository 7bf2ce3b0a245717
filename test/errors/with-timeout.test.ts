import {expect} from 'chai'
import {withTimeout} from '../../src/errors/with-timeout.js'

describe('inTime', () => {
  it('gives what comes in time, and ends what does not', async () => {
    expect(await withTimeout(Promise.resolve(7), 1000)).to.equal(7)
    const failure = (work: Promise<unknown>) => work.catch((error: unknown) => (error as Error).message)
    expect(await failure(withTimeout(Promise.reject(new Error('boom')), 1000))).to.equal('boom')
    expect(await failure(withTimeout(new Promise(() => {}), 5))).to.contain('longer than 5 ms')
  })
})
