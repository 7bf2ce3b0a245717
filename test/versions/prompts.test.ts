import {expect} from 'chai'
import {rubricDefinition} from '../../src/records/definitions.js'
import type {RunConfig} from '../../src/records/run.js'
import type {Store} from '../../src/store/store.js'
import {loadBuiltInSuite} from '../../src/suite/files/load.js'
import {contentHash} from '../../src/suite/model/hash.js'
import type {Suite} from '../../src/suite/model/suite.js'
import {promptVersions} from '../../src/versions/prompts.js'
import {aResult, aRun} from '../support/records.js'
import {tinyRun, tinySuite} from '../support/tiny-suite.js'
import {addRun, aStyle} from '../support/versioned.js'
import {newStore} from '../support/stores.js'

const other: Suite = {
  ...tinySuite,
  styles: {...tinySuite.styles, terse: {...tinySuite.styles['terse']!, constraint: 'At least one of each.'}},
}
const atHand = (suite: Suite) => ({
  suite,
  hash: contentHash(suite),
  prompt_hash: contentHash(suite.styles),
})

describe('the versions of a database', () => {
  let store: Store
  beforeEach(async () => {
    store = await newStore()
  })
  afterEach(() => store.close())

  it('of older runs are those of the runs too, so that two of them can be told apart', async () => {
    for (const [id, suite] of Object.entries({one: tinySuite, two: other})) {
      const {config} = tinyRun()
      const {hash, prompt_hash} = atHand(suite)
      const older: RunConfig = {...config, versions: undefined, suite: {...config.suite, hash, prompt_hash}}
      await store.runs.create(aRun({id, config: older}))
      await store.results.save(aResult(id))
    }

    const {ofRun, definition} = await promptVersions(store, {
      suites: () => Promise.resolve([atHand(tinySuite), atHand(other)]),
    })
    const [one, two] = [await ofRun('one', 'style'), await ofRun('two', 'style')].map(
      (versions) => versions.get('terse')!.version,
    )
    expect(one).not.to.equal(two)
    expect(definition(two!)!.definition).to.contain('At least one of each.')
  })

  it('come with every kind at once, the newest of a name first', async () => {
    const [first, second] = [aStyle('terse', 'A'), aStyle('terse', 'B')]
    await addRun(store, {style: first, scores: {'lab/one': [3]}, day: '2026-11-20'})
    await addRun(store, {style: second, scores: {'lab/one': [null]}, day: '2026-11-22'})
    const {versions} = await promptVersions(store, {suites: () => Promise.resolve([])})
    expect(versions.map(({kind, name, results, ratings}) => [kind, name, results, ratings])).to.deep.equal([
      ['style', 'terse', 1, 0],
      ['style', 'terse', 1, 1],
      ['persona', 'cook', 2, 1],
      ['system', 'lab/one', 2, 1],
    ])
    expect(versions.find(({kind}) => kind === 'style')!.version).to.equal(second.id)
  })

  it('count what was rated by a rubric, by its version', async () => {
    const {suite} = await loadBuiltInSuite()
    const rubric = rubricDefinition(suite)!
    const other = rubricDefinition({...suite, rating: {...suite.rating!, question: 'Another?'}})!
    await store.runs.define([rubric, other])
    const run = await addRun(store, {style: aStyle('terse', 'A'), scores: {'lab/one': [3, null]}})
    const {results} = await store.results.list({run_id: run}, {limit: 1, offset: 0})
    const rating = {user_id: 'ana', rating: 4, created_at: '2026-11-24T10:00:00.000Z', blind: true}
    await store.ratings.save({...rating, result_id: results[0]!.id, rubric_version: rubric.id})
    const {versions} = await promptVersions(store, {suites: () => Promise.resolve([]), suite})
    const rubrics = versions.filter(({kind}) => kind === 'rubric')
    expect(
      rubrics.map(({version, runs, results, ratings, now}) => ({version, runs, results, ratings, now})),
    ).to.deep.equal([
      {version: rubric.id, runs: 1, results: 1, ratings: 1, now: true},
      {version: other.id, runs: 0, results: 0, ratings: 0, now: false},
    ])
    expect(rubrics[0]!.first_used).to.equal('2026-11-24T10:00:00.000Z')
  })
})
