import {expect} from 'chai'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {startSqld, tempFolder} from '../support/processes.js'
import {aCall, aResult, aRun} from '../support/records.js'

describe('answers that were paid for', () => {
  it('are read from a server also when they are more than it answers at once, in the order they came', async () => {
    await using folder = {...(await tempFolder()), [Symbol.asyncDispose]: () => folder.remove()}
    const sqld = await startSqld(folder.file('sqld'))
    const store = await openStore(databaseLocation(sqld.url, {}), {create: true})
    const run = aRun()
    await store.runs.create(run)
    const done = aResult(run.id)
    await store.results.save(done)
    await store.calls.save(aCall(run.id, done.id))
    const answer = 'word '.repeat(6000)
    const calls = Array.from({length: 450}, (_, i) =>
      aCall(run.id, `r${i % 150}`, {answer, created_at: new Date(i).toISOString()}),
    )
    for (let at = 0; at < calls.length; at += 50)
      await Promise.all(calls.slice(at, at + 50).map((call) => store.calls.save(call)))
    const stored = await store.calls.completionsOfUnfinished(run.id)
    expect(stored.size).to.equal(150)
    expect(stored.get('r7')).to.deep.equal([calls[7], calls[157], calls[307]])
    expect([...(await store.calls.completionsOfUnfinished(run.id, 'r7'))]).to.deep.equal([
      ['r7', stored.get('r7')],
    ])
    await store.close()
    await sqld.close()
  }).timeout(60_000)
})
