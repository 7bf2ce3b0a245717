import {expect} from 'chai'
import {accountingOf, emptyResult, unsentResult} from '../../../src/run/case/case-result.js'
import type {CompletedCall} from '../../../src/run/executor/call-executor.js'
import {resultId} from '../../../src/suite/model/case.js'
import {tinyRun} from '../../support/tiny-suite.js'

const {cases} = tinyRun()
const VERSIONS = {style: {terse: 'style 1'}, persona: {cook: 'persona 1'}, system: {'lab/one': 'system 1'}}

describe('the result of a case', () => {
  const basic = cases.find(({input_type, style}) => input_type === 'basic' && style === 'terse')!
  const enriched = cases.find(({input_type}) => input_type === 'enriched')!

  it('has the factors of the case, and the version of each prompt that is known', () => {
    const result = emptyResult({runId: 'run', versions: VERSIONS}, basic, ['lost'])
    expect(result).to.deep.include({
      ...{id: resultId('run', basic), run_id: 'run', status: 'failed', errors: ['lost'], final_chips: []},
      ...{model: 'lab/one', persona_id: 'cook', sector: 'Kitchen', desired_role: 'Cook', style: 'terse'},
      ...{style_version: 'style 1', persona_version: 'persona 1', system_version: 'system 1'},
    })
    const unknown = {runId: 'run', versions: {style: {}, persona: {}, system: {}}}
    expect(emptyResult(unknown, basic, [])).to.include({
      ...{style_version: null, persona_version: null, system_version: null},
    })
  })

  it('names the step that a case without a call would have begun with', () => {
    const reason = (testCase: typeof basic) =>
      unsentResult({runId: 'run', versions: VERSIONS}, testCase, 'as the others').errors
    expect(reason(basic)).to.not.deep.equal(reason(enriched))
    for (const of of [basic, enriched]) expect(reason(of)[0]).to.match(/: not sent: as the others$/)
  })

  it('adds up the calls of the tested model, and knows no sum of which a part is unknown', () => {
    const call = (step: string, cost_usd: number | null, latency_ms = 10) =>
      ({
        ...{step, cost_usd, latency_ms, input_tokens: 1, output_tokens: 2},
        ...{reasoning_tokens: 0, cached_tokens: null},
      }) as CompletedCall
    expect(accountingOf([call('step1', 1), call('selection', 50, 999), call('step2', 2)])).to.deep.equal({
      ...{latency_ms: 20, input_tokens: 2, output_tokens: 4, reasoning_tokens: 0},
      ...{cached_tokens: null, cost_usd: 3},
    })
    expect(accountingOf([call('step1', 1), call('step2', null)])).to.include({cost_usd: null, latency_ms: 20})
    expect(accountingOf([])).to.include({cost_usd: null, latency_ms: null})
  })
})
