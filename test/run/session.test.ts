import {expect} from 'chai'
import type {SessionStore} from '../../src/run/ports.js'
import {RunSession} from '../../src/run/session.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {tinyRun} from '../support/tiny-suite.js'

describe('a session that fails before its first case', () => {
  for (const shard of [
    {index: 1, count: 1},
    {index: 2, count: 3},
  ]) {
    it(`leaves neither its claim nor a running run behind (${shard.index}/${shard.count})`, async () => {
      const store = await openStore(databaseLocation(':memory:', {}), {create: true})
      const calls: SessionStore['calls'] = {
        save: (call) => store.calls.save(call),
        completionsOfUnfinished: (id) => store.calls.completionsOfUnfinished(id),
        totals: () => Promise.reject(new Error('no totals')),
      }
      const session = new RunSession(
        {...store, calls},
        {runId: 'run', ...tinyRun(), shard},
        {provider: () => expect.fail('nothing is to be asked'), emit: () => {}},
      )
      expect(await session.begin().catch((error: unknown) => error)).to.have.property('message', 'no totals')
      expect(await store.leases.ofRun('run')).to.deep.equal([])
      expect((await store.runs.get('run'))?.status).to.equal('failed')
      await store.close()
    })
  }
})
