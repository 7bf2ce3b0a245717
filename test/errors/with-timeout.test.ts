import {expect} from 'chai'
import {inTime} from '../../src/errors/with-timeout.js'

describe('inTime', () => {
  it('gives what comes in time, and ends what does not', async () => {
    expect(await inTime(Promise.resolve(7), 1000)).to.equal(7)
    const failure = (work: Promise<unknown>) => work.catch((error: unknown) => (error as Error).message)
    expect(await failure(inTime(Promise.reject(new Error('boom')), 1000))).to.equal('boom')
    expect(await failure(inTime(new Promise(() => {}), 5))).to.contain('longer than 5 ms')
  })
})
