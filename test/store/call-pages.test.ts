import {expect} from 'chai'
import {tempFolder} from '../support/processes.js'
import {aCall, aResult, aRun} from '../support/records.js'
import {newStore} from '../support/stores.js'

describe('the pages of calls', () => {
  it('hold the calls of the run that is asked for and of no other; without a filter all', async () => {
    const folder = await tempFolder()
    const store = await newStore(folder.file('bench.db'))
    try {
      const runs = [aRun(), aRun()]
      for (const run of runs) {
        await store.runs.create(run)
        const result = aResult(run.id)
        await store.results.save(result)
        await store.calls.save(aCall(run.id, result.id))
      }
      const runsOf = async (filter: {run_id?: string}) => {
        const found: string[] = []
        for await (const page of store.calls.pages(filter)) found.push(...page.map(({run_id}) => run_id))
        return found
      }
      expect(await runsOf({run_id: runs[1]!.id})).to.deep.equal([runs[1]!.id])
      expect(await runsOf({})).to.have.members(runs.map(({id}) => id))
    } finally {
      await store.close()
      await folder.remove()
    }
  })
})
