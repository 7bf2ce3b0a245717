import {expect} from 'chai'
import type {Interfaces} from '@oclif/core'
import {BUILT_IN_EXPORTERS} from '../../src/export/built-in.js'
import {checkDescriptors} from '../../src/plugins/check-descriptors.js'
import {collect} from '../../src/plugins/collect.js'
import {BUILT_IN_PROVIDERS} from '../../src/providers/built-in.js'
import {BUILT_IN_SUITES} from '../../src/suite/files/built-in.js'

type Hook = () => unknown

/** What oclif's configuration would be with these plugins, each a function for the hook; no files. */
function source(plugins: Record<string, Hook>) {
  const known = new Map(
    Object.keys(plugins).map((name) => [
      name,
      {
        name,
        version: '2.0.0',
        hooks: {'bench:exporters': [{target: 'x', identifier: 'default'}]},
      } as unknown as Interfaces.Plugin,
    ]),
  )
  return {
    name: 'bench',
    plugins: known,
    async runHook(this: {plugins: typeof known}) {
      const successes: unknown[] = []
      const failures: unknown[] = []
      for (const plugin of this.plugins.values()) {
        try {
          successes.push({plugin, result: await plugins[plugin.name]!()})
        } catch (error) {
          failures.push({plugin, error})
        }
      }

      return {successes, failures}
    },
  } as unknown as Parameters<typeof collect>[1]
}

async function collected(plugins: Record<string, Hook>, limitMs = 50) {
  const warnings: string[] = []
  const {registered, isHung} = await collect(
    'bench:exporters',
    source(plugins),
    (message) => warnings.push(message),
    limitMs,
  )
  return {ids: registered.map(({id, plugin}) => `${id}/${plugin?.name ?? 'own'}`), warnings, isHung}
}

const exporter = (id: string) => ({id, summary: 'S', load: () => Promise.resolve(() => [])})

describe('collect', () => {
  it('brings together what bench and its plugins register, and knows whose it is', async () => {
    const {ids, warnings, isHung} = await collected({
      bench: () => [exporter('csv')],
      'plugin-a': () => [exporter('md'), exporter('xlsx')],
    })
    expect(ids).to.deep.equal(['csv/own', 'md/plugin-a', 'xlsx/plugin-a'])
    expect({warnings, isHung}).to.deep.equal({warnings: [], isHung: false})
  })

  const broken: [string, Hook, RegExp][] = [
    [
      'throws',
      () => Promise.reject(new Error('boom\nat somewhere')),
      /plugin-b failed in bench:exporters: boom\./,
    ],
    [
      'throws something that is no error',
      () => {
        // Plugins do, whatever the compiler thinks.
        throw {} as Error
      },
      /plugin-b failed .*no error/,
    ],
    ['hangs', () => new Promise(() => {}), /plugin-b failed .*did not answer within 50 ms/],
    ['answers nothing', () => undefined, /plugin-b registered something unusable .*entry 1/],
    ['answers a text', () => 'csv', /plugin-b registered something unusable/],
    ['answers half a descriptor', () => [{id: 'md'}], /"md": "summary" is missing/],
    ['adds what nobody asked for', () => [{...exporter('md'), run: 1}], /Unknown key "run"/],
    ['gives an id that cannot be one', () => [exporter('My Format')], /"My Format": "id" must be lower-case/],
    [
      'gives a load that is no function',
      () => [{...exporter('md'), load: './md.js'}],
      /load must be a function/,
    ],
  ]
  for (const [what, hook, sentence] of broken) {
    it(`leaves a plugin out that ${what}, and names it`, async () => {
      const {ids, warnings} = await collected({
        bench: () => [exporter('csv')],
        'plugin-b': hook,
        'plugin-c': () => [exporter('xlsx')],
      })
      expect(ids).to.deep.equal(['csv/own', 'xlsx/plugin-c'])
      expect(warnings).to.have.length(1)
      expect(warnings[0])
        .to.match(sentence)
        .and.match(/left out/)
    })
  }

  it('keeps what is good of a plugin that also registers something else', async () => {
    expect((await collected({'plugin-b': () => [exporter('md'), 7]})).ids).to.deep.equal(['md/plugin-b'])
  })

  it('says that something hangs, so that the process can be ended', async () => {
    expect((await collected({'plugin-b': () => new Promise(() => {})})).isHung).to.equal(true)
  })

  it('uses neither of two plugins with the same id, and keeps what is its own', async () => {
    const two = await collected({
      'plugin-a': () => [exporter('md')],
      'plugin-b': () => [exporter('md'), exporter('xlsx')],
    })
    expect(two.ids).to.deep.equal(['xlsx/plugin-b'])
    expect(two.warnings[0]).to.contain('plugin-a and plugin-b')
    const own = await collected({bench: () => [exporter('csv')], 'plugin-b': () => [exporter('csv')]})
    expect(own.ids).to.deep.equal(['csv/own'])
    expect(own.warnings[0]).to.contain('bench itself and plugin-b')
  })

  it('finds nothing wrong with what bench registers itself', () => {
    expect(checkDescriptors('bench:providers', BUILT_IN_PROVIDERS).bad).to.deep.equal([])
    expect(checkDescriptors('bench:suites', BUILT_IN_SUITES).bad).to.deep.equal([])
    expect(checkDescriptors('bench:exporters', BUILT_IN_EXPORTERS).bad).to.deep.equal([])
  })

  it('wants models to stand under the name of their provider, once each, at no negative price', () => {
    const provider = (...models: object[]) => [
      {id: 'acme', summary: 'S', models, load: () => Promise.resolve()},
    ]
    const model = {id: 'acme/one', name: 'One', input_price: null, output_price: 2}
    expect(checkDescriptors('bench:providers', provider(model)).bad).to.deep.equal([])
    expect(
      checkDescriptors('bench:providers', provider({...model, id: 'openai/gpt-5-mini'})).bad[0],
    ).to.contain('must begin with "acme/"')
    expect(checkDescriptors('bench:providers', provider(model, model)).bad[0]).to.contain('twice')
    expect(checkDescriptors('bench:providers', provider({...model, output_price: -2})).good).to.deep.equal([])
  })
})
