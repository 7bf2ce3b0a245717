import {expect} from 'chai'
import {REGISTERED_BUILT_INS} from '../../../src/providers/built-in.js'
import {refuseOtherSuite} from '../../../src/run/setup/same-suite-check.js'
import {askedModels} from '../../../src/run/offline.js'
import {pluginNotes} from '../../../src/run/warnings.js'
import {configure, newRunId, refuseUnpricedBudget} from '../../../src/run/setup/setup.js'
import {withHashes} from '../../../src/suite/files/load.js'
import {REQUEST, tinyRun, tinySuite} from '../../support/tiny-suite.js'

describe('a budget', () => {
  const refusal = (change: object) => () =>
    refuseUnpricedBudget({...tinyRun({budgetUsd: 1}).config, ...change})
  const {models, selector} = tinyRun().config

  it('is refused when one price of a model that is asked is unknown', () => {
    expect(refusal({})).not.to.throw()
    expect(refusal({models: [{...models[0], input_price: null}]})).to.throw('the price of lab/one')
    expect(refusal({models: [{...models[0], output_price: null}]})).to.throw('the price of lab/one')
    const unknown = {selector: {...selector, output_price: null}}
    expect(refusal(unknown)).to.throw('the price of lab/selector')
    expect(refusal({...unknown, input_types: ['basic']})).not.to.throw()
  })

  it('is refused where nothing bounds the answers of a model that is not free', () => {
    const unbounded = (input_price: number, output_price: number) =>
      refusal({models: [{...models[0], input_price, output_price, parameters: {max_tokens: null}}]})
    expect(unbounded(0, 0)).not.to.throw()
    for (const [input, output] of [
      [1, 2],
      [0, 2],
      [1, 0],
    ] as const)
      expect(unbounded(input, output), `${input} ${output}`).to.throw('nothing bounds the answers of lab/one')
  })

  it('is no matter where there is none, or where a recording answers', () => {
    const unpriced = {models: [{...models[0], output_price: null}]}
    expect(refusal({...unpriced, budget_usd: null})).not.to.throw()
    expect(refusal({...unpriced, replay: '/recording'})).not.to.throw()
  })
})

describe('the config of a run', () => {
  it('keeps where answers are recorded to, and where they come from', () => {
    expect(tinyRun().config).to.include({record: null, replay: null})
    expect(tinyRun({record: '/to'}).config).to.include({record: '/to', replay: null})
    expect(tinyRun({replay: '/from'}).config).to.include({record: null, replay: '/from'})
  })
})

describe('the plugins of a run', () => {
  const plugin = {name: 'bench-plugin-acme', version: '1.2.0'}
  const acme = {
    id: 'acme',
    summary: 'Test.',
    models: ['acme/user', 'acme/one'].map((id) => ({id, name: id, input_price: 0, output_price: 0})),
    load: () => Promise.reject(new Error('not asked')),
  }
  const loaded = withHashes({
    ...tinySuite,
    selector: {id: 'acme/user', name: 'User', input_price: 0, output_price: 0},
  })
  const configOf = (models: string[], change: object = {}, offline = false) =>
    configure({...REQUEST, models, ...change}, loaded, '0.0.0', [
      ...REGISTERED_BUILT_INS,
      {...acme, offline, plugin},
    ])
  const answering = (config: ReturnType<typeof configOf>) =>
    config.providers.map(({id, models}) => [id, ...models])

  it('include the one that plays the selector, where it is asked', () => {
    expect(answering(configOf(['lab/one']))).to.deep.equal([['acme', 'acme/user']])
    expect(answering(configOf(['lab/one', 'acme/one']))).to.deep.equal([['acme', 'acme/one', 'acme/user']])
    expect(answering(configOf(['lab/one'], {input_types: ['basic']}))).to.deep.equal([])
    expect(answering(configOf(['builtin/lexicon']))).to.deep.equal([])
    const offline = configOf(['acme/one'], {}, true)
    expect(answering(offline)).to.deep.equal([['acme', 'acme/one']])
    expect(askedModels(offline)).to.deep.equal(['acme/one'])
  })

  it('take no parameters that they do not heed', () => {
    const heeding = withHashes({
      ...tinySuite,
      models: [
        ...tinySuite.models,
        {id: 'acme/one', name: 'One', input_price: 0, output_price: 0, parameters: {top_p: 0.5}},
      ],
    })
    const ask = (parameters: boolean) => () =>
      configure({...REQUEST, models: ['acme/one']}, heeding, '0.0.0', [
        ...REGISTERED_BUILT_INS,
        {...acme, offline: false, plugin, parameters},
      ])
    expect(ask(false)).to.throw('acme/one: The provider "acme" of bench-plugin-acme takes no parameters')
    expect(ask(true)).not.to.throw()
  })

  it('are named, and resume refuses to go on without the one of the selector', () => {
    const config = configOf(['lab/one'])
    expect(pluginNotes(config)).to.deep.equal(['The plugin bench-plugin-acme 1.2.0 answers for acme/user.'])
    expect(() =>
      refuseOtherSuite('run', config, {loaded, registered: REGISTERED_BUILT_INS, accept: true}),
    ).to.throw('the provider "acme"')
  })
})

describe('a run that is gone on with', () => {
  const loaded = withHashes(tinySuite)
  const plugin = {name: 'bench-plugin-acme', version: '1.2.0'}
  const providers = [{id: 'acme', plugin, models: ['acme/one'], offline: false}]
  const load = () => Promise.reject(new Error('not asked'))
  const go =
    (change: object, now: typeof plugin | null = plugin, accept = false) =>
    () =>
      refuseOtherSuite(
        'run-1',
        {...tinyRun().config, providers, ...change},
        {loaded, accept, registered: [{id: 'acme', summary: 'Test.', models: [], load, plugin: now}]},
      )
  const otherSuite = {suite: {...tinyRun().config.suite, hash: 'other'}}
  const newer = {...plugin, version: '1.3.0'}

  it('must have its suite and its plugins, unless what is newer is accepted', () => {
    expect(go({})).not.to.throw()
    expect(go(otherSuite)).to.throw().with.property('code', 'SUITE_CHANGED')
    expect(go(otherSuite, plugin, true)).not.to.throw()
    expect(go({}, newer)).to.throw('1.3.0')
    expect(go({}, newer, true)).not.to.throw()
    for (const accept of [true, false]) {
      expect(go({}, null, accept)).to.throw('the provider "acme"')
      expect(go({}, {...plugin, name: 'other'}, accept)).to.throw('the provider "acme"')
    }
  })

  it('needs no plugin where a recording answers, but its suite', () => {
    expect(go({replay: '/from'}, null)).not.to.throw()
    expect(go({replay: '/from', ...otherSuite}, null))
      .to.throw()
      .with.property('code', 'SUITE_CHANGED')
  })
})

describe('what is chosen of a suite', () => {
  const chosen = (request: object) => tinyRun(request).config

  it('stands in the order of the suite, all of it where nothing is named', () => {
    expect(chosen({personas: ['pilot', 'cook'], chip_counts: ['35']})).to.deep.include({
      ...{persona_ids: ['cook', 'pilot'], chip_counts: [35], styles: ['terse', 'guided']},
    })
    expect(chosen({personas: []}).persona_ids).to.deep.equal(['cook', 'pilot'])
    expect(() => chosen({personas: ['cook', 'pilto']})).to.throw('Unknown persona "pilto"')
    const {cases} = tinyRun({personas: ['pilot'], trials: 2, input_types: ['basic'], styles: ['guided']})
    expect(
      cases
        .map(({persona, trial, style, constraint_type, chip_count}) =>
          [persona.id, trial, style, constraint_type, chip_count].join(' '),
        )
        .sort(),
    ).to.deep.equal(
      ['no_constraint 15', 'no_constraint 35', 'with_constraint 15', 'with_constraint 35']
        .flatMap((rest) => [1, 2].map((trial) => `pilot ${trial} guided ${rest}`))
        .sort(),
    )
  })

  it('must have words where the baseline draws from them', () => {
    const loaded = withHashes({...tinySuite, lexicon: {cook: tinySuite.lexicon['cook']!}})
    const ask = (models: string[], personas: string[]) => () =>
      configure({...REQUEST, models, personas}, loaded, '0.0.0', REGISTERED_BUILT_INS)
    expect(ask(['lab/one'], ['pilot'])).not.to.throw()
    expect(ask(['builtin/random'], ['pilot'])).not.to.throw()
    expect(ask(['builtin/lexicon'], ['cook'])).not.to.throw()
    expect(ask(['lab/one', 'builtin/lexicon'], ['cook', 'pilot'])).to.throw(
      'builtin/lexicon has no terms for pilot: the suite has no lexicon of them.',
    )
  })

  it('has one system of an id', () => {
    const twice = (change: object) => () =>
      configure(
        {...REQUEST, models: ['lab/one']},
        withHashes({...tinySuite, selector: {...tinySuite.models[0]!, ...change}}),
        '0.0.0',
      )
    expect(twice({})).not.to.throw()
    expect(twice({name: 'Another name'})).not.to.throw()
    expect(twice({output_price: 9})).to.throw('Two systems have the id "lab/one".')
  })

  it('is a run whose id tells its moment', () => {
    const ids = Array.from({length: 20}, () => newRunId(new Date('2026-11-26T01:46:19.749Z')))
    for (const id of ids) expect(id).to.match(/^20261126-014619-[a-kmnp-z]{4}$/)
    expect(new Set(ids).size).to.be.above(15)
  })
})
