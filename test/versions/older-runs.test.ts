import {expect} from 'chai'
import {definitionsOf, versionsOf} from '../../src/records/definitions.js'
import type {RunConfig} from '../../src/records/run.js'
import {contentHash} from '../../src/suite/model/hash.js'
import {olderVersions} from '../../src/versions/older-runs.js'
import {tinyRun, tinySuite} from '../support/tiny-suite.js'

/** A configuration as runs of schema 3 kept it: without versions. */
function older(change: Partial<RunConfig> = {}): Omit<RunConfig, 'versions'> {
  const {versions, ...config} = tinyRun().config
  expect(versions).not.to.equal(undefined)
  return {...config, ...change}
}

const AT_HAND = {suite: tinySuite, hash: contentHash(tinySuite), prompt_hash: contentHash(tinySuite.styles)}

describe('the versions of runs that are older than versions', () => {
  const versions = (config: unknown, suites = [AT_HAND]) =>
    Object.fromEntries(
      olderVersions([{id: 'r', config}], suites).older.map(({name, version}) => [name, version]),
    )

  it('are those a run of today would have, where a suite with the same prompts is at hand', () => {
    const {style, persona, system} = versionsOf(definitionsOf(tinyRun().config, tinySuite))
    expect(versions(older())).to.deep.equal({...style, ...persona, 'lab/one': system['lab/one']})
  })

  it('of a style whose text nobody has are the digest of the prompts', () => {
    const digest = contentHash(tinySuite.styles).slice('sha256:'.length, 'sha256:'.length + 16)
    const told = versions(older(), [])
    expect([told['terse'], told['guided']]).to.deep.equal([`p-${digest}`, `p-${digest}`])
    // Persona and system need no suite: the configuration holds them.
    const {persona, system} = versionsOf(definitionsOf(tinyRun().config, tinySuite))
    expect([told['cook'], told['lab/one']]).to.deep.equal([persona['cook'], system['lab/one']])
  })

  it('differ with the server, the temperature and the bound of tokens', () => {
    const systems = [
      older(),
      older({base_url: 'https://llm.example.com/v1'}),
      older({temperature: 0}),
      older({max_output_tokens: 1}),
    ].map((config) => versions(config)['lab/one'])
    expect(new Set(systems).size).to.equal(4)
  })

  it('of a persona without its text, and of a baseline without its suite, are unknown', () => {
    const told = versions(
      older({personas: [], models: [{id: 'builtin/random', name: 'R', input_price: 0, output_price: 0}]}),
      [],
    )
    expect([told['cook'], told['builtin/random']]).to.deep.equal(['unknown', 'unknown'])
    expect(versions(older({personas: []}))['cook']).not.to.equal('unknown')
  })

  it('are not told by a configuration that is damaged or no configuration', () => {
    for (const config of [null, {}, {suite: 3}, {...older(), models: 'all'}])
      expect(olderVersions([{id: 'r', config}], [AT_HAND]).older).to.deep.equal([])
  })

  it('gather the runs that asked the same', () => {
    const runs = ['a', 'b'].map((id) => ({id, config: older()}))
    for (const {run_ids} of olderVersions(runs, [AT_HAND]).older) expect(run_ids).to.deep.equal(['a', 'b'])
  })
})
