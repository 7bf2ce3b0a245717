import {expect} from 'chai'
import type {EndedCase} from '../../../src/records/result.js'
import {shardProgressOf} from '../../../src/run/setup/shard-progress.js'
import {SETTING_COLUMNS} from '../../../src/suite/model/factors.js'
import {shardNumber} from '../../../src/suite/model/shard.js'
import {pick} from '../../../src/records/columns.js'
import {tinyRun} from '../../support/tiny-suite.js'

const {cases} = tinyRun()
const ended = cases.slice(0, 6).map((testCase, at): EndedCase => ({
  ...pick(testCase, SETTING_COLUMNS),
  ...{model: testCase.model, persona_id: testCase.persona.id, trial: testCase.trial},
  status: at < 4 ? 'completed' : 'failed',
}))

describe('how far the shards of a run are', () => {
  it('is told of any division, with who works on each shard of this one', () => {
    const worker = (index: number, count: number, pid: number) => ({shard: {index, count}, host: 'here', pid})
    const workers = [worker(2, 3, 7), worker(1, 2, 8), worker(3, 3, 9)]
    const shards = shardProgressOf(cases, ended, workers, 3)
    expect(shards.map(({shard, worker: who}) => [shard, who])).to.deep.equal([
      ['1/3', null],
      ['2/3', 'process 7 on here'],
      ['3/3', 'process 9 on here'],
    ])
    for (const [at, {cases: count, completed, failed}] of shards.entries()) {
      const isHere = (testCase: (typeof cases)[number]) => shardNumber(testCase, 3) === at + 1
      expect(count).to.equal(cases.filter(isHere).length)
      expect(completed).to.equal(cases.slice(0, 4).filter(isHere).length)
      expect(failed).to.equal(cases.slice(4, 6).filter(isHere).length)
    }
  })

  it('is that of the whole run where it is not divided, and unknown without its suite', () => {
    const working = [{shard: {index: 1, count: 1}, host: 'there', pid: 1}]
    expect(shardProgressOf(undefined, ended, working, 1)).to.deep.equal([
      {shard: null, cases: null, completed: 4, failed: 2, worker: 'process 1 on there'},
    ])
  })
})
