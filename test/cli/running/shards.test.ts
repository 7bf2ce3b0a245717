import {expect} from 'chai'
import {joinRun} from '../../../src/cli/running/shards.js'
import {tinyRun} from '../../support/tiny-suite.js'
import {newStore} from '../../support/stores.js'

describe('shards that begin at once', () => {
  it('work on one run only if they ask for the same', async () => {
    const store = await newStore()
    const join = (index: number, {config, suite} = tinyRun()) =>
      joinRun(store, {runId: 'monday', config: {...config, shards: 3}, suite}, {index, count: 3})
    const other = tinyRun({trials: 2})
    const joined = await Promise.allSettled([join(1), join(2, other), join(3)])
    expect(joined.map(({status}) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled'])
    expect(joined[1]).to.have.nested.property('reason.code', 'RUN_EXISTS')
    expect(await store.runs.get('monday')).to.have.nested.property('config.trials', 1)
    await store.close()
  })
})
