import {expect} from 'chai'
import {baselines} from '../../src/providers/baselines.js'
import {definitionsOf} from '../../src/records/definitions.js'
import {CaseRequests, pipelineOptions} from '../../src/run/case/case-requests.js'
import {casesOf} from '../../src/run/setup/setup.js'
import {resultId} from '../../src/suite/model/case.js'
import {suiteOfDefinitions} from '../../src/versions/suite-of-definitions.js'
import {tinyRun} from '../support/tiny-suite.js'

describe('a suite from the definitions in a database', () => {
  const runs = [
    tinyRun({trials: 2}),
    tinyRun({personas: ['pilot'], styles: ['guided'], chip_counts: ['35']}),
    tinyRun({models: ['builtin/random', 'builtin/lexicon'], personas: ['cook']}),
  ]
  const rebuilt = runs.map(({config, suite}) => {
    const definitions = new Map(definitionsOf(config, suite).map((entry) => [entry.id, entry]))
    return suiteOfDefinitions(config, definitions)!
  })

  it('has the same cases, with the same ids', () => {
    for (const [at, {config, cases}] of runs.entries()) {
      const ids = casesOf(config, rebuilt[at]!).map((testCase) => resultId('r', testCase))
      expect(ids).to.have.members(cases.map((testCase) => resultId('r', testCase)))
    }
  })

  it('asks the same, so that no answer is bought twice', () => {
    for (const [at, {config, suite, cases}] of runs.entries()) {
      const asked = (of: typeof suite) =>
        cases.map((testCase) => {
          const requests = new CaseRequests(testCase, pipelineOptions({runId: 'r', config, suite: of}))
          const chip = {key: 'a', display: 'A', type: 'jargon'} as const
          return [
            requests.selectable(),
            requests.selection([chip]),
            requests.final([chip]),
            requests.final([]),
            requests.fill([], ['jargon']),
          ]
        })
      expect(asked(rebuilt[at]!)).to.deep.equal(asked(suite))
    }
  })

  it('lets the baselines draw the same chips', async () => {
    const {config, suite, cases} = runs[2]!
    for (const testCase of cases) {
      const request = new CaseRequests(testCase, pipelineOptions({runId: 'r', config, suite})).final([])
      const [before, after] = [baselines(suite), baselines(rebuilt[2]!)]
      expect(await after.complete(request, new AbortController().signal)).to.deep.equal(
        await before.complete(request, new AbortController().signal),
      )
    }
  })

  it('is none where a definition is missing, or the run names none', () => {
    const {config, suite} = runs[0]!
    const some = new Map(
      definitionsOf(config, suite)
        .slice(1)
        .map((entry) => [entry.id, entry]),
    )
    expect(suiteOfDefinitions(config, some)).to.equal(undefined)
    expect(suiteOfDefinitions({...config, versions: undefined}, new Map())).to.equal(undefined)
  })
})
