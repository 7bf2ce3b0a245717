import {expect} from 'chai'
import {define, definitionsOf, systemDefinition, versionsOf} from '../../src/records/definitions.js'
import {hostOf} from '../../src/suite/model/system.js'
import {digitsFor, versionLabel} from '../../src/records/version.js'
import {loadBuiltInSuite} from '../../src/suite/files/load.js'
import {tinyRun, tinySuite} from '../support/tiny-suite.js'

describe('definitions', () => {
  const {config} = tinyRun()

  it('have the first 16 hex digits of SHA-256 over kind, name and definition as their id', () => {
    // printf '{"definition":{"a":1,"b":[2]},"kind":"style","name":"terse"}' | sha256sum
    expect(define('style', 'terse', {b: [2], a: 1})).to.deep.equal({
      id: '01b4299c61830d6b',
      kind: 'style',
      name: 'terse',
      definition: '{"a":1,"b":[2]}',
    })
  })

  it('hold a plain system as model, no parameters, no format, temperature, bound and host', () => {
    const {definition} = systemDefinition(config.models[0]!, config, tinySuite)
    expect(JSON.parse(definition)).to.deep.equal({
      host: 'local',
      max_output_tokens: 1000,
      model: 'lab/one',
      parameters: {},
      response_format: null,
      temperature: 0.7,
    })
  })

  it('change with what is asked, and with nothing else', () => {
    const before = versionsOf(definitionsOf(config, tinySuite))
    const priced = {...config, models: config.models.map((model) => ({...model, name: 'X', input_price: 99}))}
    expect(versionsOf(definitionsOf(priced, tinySuite))).to.deep.equal(before)
    const hotter = versionsOf(definitionsOf({...config, temperature: 1}, tinySuite))
    expect(hotter.persona).to.deep.equal(before.persona)
    expect(hotter.system['lab/one']).not.to.equal(before.system['lab/one'])
    // The selector is a part of every style.
    expect(hotter.style['terse']).not.to.equal(before.style['terse'])
    const terse = {...tinySuite.styles['terse']!, constraint: 'At least one.'}
    const other = versionsOf(definitionsOf(config, {...tinySuite, styles: {...tinySuite.styles, terse}}))
    expect(other.style['terse']).not.to.equal(before.style['terse'])
    expect(other.style['guided']).to.equal(before.style['guided'])
    expect(other.system).to.deep.equal(before.system)
  })

  it('know servers on this machine as one host, whatever their port', () => {
    for (const url of ['http://localhost:11434/v1', 'http://127.0.0.1:8000', 'http://[::1]:1/v1'])
      expect(hostOf(url), url).to.equal('local')
    expect(hostOf('https://llm.example.com/v1')).to.equal('llm.example.com')
    expect(hostOf(null)).to.equal('openrouter.ai')
  })

  it('of a baseline are its lexicon, the sectors and the version of the generator', async () => {
    const {suite} = await loadBuiltInSuite()
    const baseline = {id: 'builtin/random', name: 'Random', input_price: 0, output_price: 0}
    const content = JSON.parse(systemDefinition(baseline, config, suite).definition) as Record<
      string,
      unknown
    >
    expect(Object.keys(content)).to.deep.equal(['generator', 'lexicon', 'sectors'])
    expect(content['lexicon']).to.deep.equal(suite.lexicon)
  })

  it('are called by as many digits as tell them apart, at least four', () => {
    expect(digitsFor(['3f2a000000000000', '9c01000000000000'])).to.equal(4)
    expect(digitsFor(['3f2a1b0000000000', '3f2a1c0000000000'])).to.equal(6)
    expect(versionLabel('guided', '3f2a1b0000000000', 6)).to.equal('guided@3f2a1b')
    expect(versionLabel('guided', 'p-77b0123456789abc', 4)).to.equal('guided@p-77b0')
    expect(versionLabel('guided', 'unknown', 4)).to.equal('guided@unknown')
  })
})
