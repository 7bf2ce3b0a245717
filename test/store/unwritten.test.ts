import {expect} from 'chai'
import {define} from '../../src/records/definitions.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {aCall, aResult, aRun} from '../support/records.js'

const RATING = {
  result_id: 'one',
  user_id: 'ann',
  rating: 3,
  blind: true,
  created_at: '2026-11-24T10:00:00.000Z',
}
const NOTE = {
  ...{result_id: 'one', user_id: 'ann', note: 'Fine.', flagged: false, tags: [], bad_chips: []},
  created_at: RATING.created_at,
}
const STATE = {
  ...{remote_id: 'team', pulled: 1, pushed: 1, calls_pulled: 1, calls_pushed: 1},
  ...{seen_kind: null, seen_id: null, seen_seq: null},
}
const DEFINED = define('style', 'terse', {prompt: 1})

/** Every write of a store, by its name. */
const WRITES: Record<string, (store: Store) => Promise<unknown>> = {
  'runs.create': ({runs}) => runs.create(aRun()),
  'runs.define': ({runs}) => runs.define([DEFINED]),
  'runs.setStatus': ({runs}) => runs.setStatus('run', 'completed', null),
  'runs.finishShard': ({runs}) => runs.finishShard('run', 'me', 'completed', RATING.created_at),
  'runs.delete': ({runs}) => runs.delete('run'),
  'results.save': ({results}) => results.save(aResult('run')),
  'calls.save': ({calls}) => calls.save(aCall('run', 'one')),
  'archive.set': ({archive}) => archive.set('run', RATING.created_at),
  'leases.renew': ({leases}) => leases.renew('run', 'me'),
  'leases.release': ({leases}) => leases.release('run', 'me'),
  'ratings.save': ({ratings}) => ratings.save(RATING),
  'ratings.saveAll': ({ratings}) => ratings.saveAll([RATING], [NOTE], [RATING]),
  'ratings.saveRepeat': ({ratings}) => ratings.saveRepeat(RATING),
  'ratings.saveNote': ({ratings}) => ratings.saveNote(NOTE),
  'ratings.withdraw': ({ratings}) => ratings.withdraw('one', 'ann'),
  'ratings.withdrawRepeat': ({ratings}) => ratings.withdrawRepeat('one', 'ann'),
  'raters.remove': ({raters}) => raters.remove('ann', RATING.created_at),
  'sync.saveState': ({sync}) => sync.saveState(STATE),
  'sync.forgetRemote': ({sync}) => sync.forgetRemote(),
  'team.assertWritable': ({team}) => team.assertWritable(),
  'team.completeRuns': ({team}) => team.completeRuns(['run'], RATING.created_at),
  'team.renewId': ({team}) => team.renewId('team'),
}

describe('a write that was not made', () => {
  let store: Store
  before(async () => {
    store = await openStore(databaseLocation(':memory:', {}), {create: true})
    await store.close()
  })

  for (const [name, write] of Object.entries(WRITES))
    it(`is told to whoever asked for it: ${name}`, async () => {
      const told = await write(store).then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(told).to.be.an('error')
    })
})
