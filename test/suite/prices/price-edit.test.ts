import {expect} from 'chai'
import fc from 'fast-check'
import {parse} from 'yaml'
import {withPrices} from '../../../src/suite/prices/price-edit.js'

const EDIT = {
  modelIds: ['lab/a', 'lab/b', 'lab/c', 'lab/d'],
  selectorId: 'lab/s',
  pricesAsOf: '2026-11-24',
  changes: [
    {id: 'lab/a', input_price: 0.15, output_price: 0.6},
    {id: 'lab/b', input_price: 2, output_price: 4},
    {id: 'lab/c', input_price: 1, output_price: 3},
    {id: 'lab/s', input_price: 0.3, output_price: 2.5},
  ],
}

const YAML = `# Our suite, "as it is".
extends: chips
id: own
prices_as_of: "2026-01-01"   # last quarter

models:
  # flow, with odd   spacing
  - { id: lab/a,   name: 'A', input_price: 1.0, output_price: 2.00 } # cheap
  - id: lab/b            # block
    name: B   # no prices yet

  - lab/c # inherited
  - {id: lab/d, name: D, input_price: 9, output_price: 9}
selector: {id: lab/s, name: "S", input_price: 9, output_price: 9}
personas:
  - id: cook
    sector: Kitchen
    desired_role: Cook
    persona: >-
      A paragraph that somebody
      broke by hand.
`

describe('prices written into a suite file', () => {
  it('leave everything else of it as it is, to the last blank', () => {
    expect(withPrices(YAML, EDIT)).to.equal(`# Our suite, "as it is".
extends: chips
id: own
prices_as_of: "2026-11-24"   # last quarter

models:
  # flow, with odd   spacing
  - { id: lab/a,   name: 'A', input_price: 0.15, output_price: 0.6 } # cheap
  - id: lab/b            # block
    name: B   # no prices yet
    input_price: 2
    output_price: 4

  - {id: lab/c, input_price: 1, output_price: 3} # inherited
  - {id: lab/d, name: D, input_price: 9, output_price: 9}
selector: {id: lab/s, name: "S", input_price: 0.3, output_price: 2.5}
personas:
  - id: cook
    sector: Kitchen
    desired_role: Cook
    persona: >-
      A paragraph that somebody
      broke by hand.
`)
  })

  it('come with a list of models where the file inherits them', () => {
    const text = withPrices('# mine\nextends: chips\nid: own\n', EDIT)
    expect(text).to.match(/^# mine\nextends: chips\nid: own\n/)
    expect(parse(text)).to.deep.equal({
      extends: 'chips',
      id: 'own',
      models: [
        {id: 'lab/a', input_price: 0.15, output_price: 0.6},
        {id: 'lab/b', input_price: 2, output_price: 4},
        {id: 'lab/c', input_price: 1, output_price: 3},
        'lab/d',
      ],
      selector: {input_price: 0.3, output_price: 2.5},
      prices_as_of: '2026-11-24',
    })
  })

  it('keep JSON JSON', () => {
    const json = JSON.stringify(
      {
        extends: 'chips',
        id: 'own',
        models: ['lab/c', {id: 'lab/a', name: 'A'}, {id: 'lab/b', input_price: 1, output_price: 1}],
      },
      null,
      2,
    )
    const text = withPrices(`${json}\n`, EDIT)
    expect(JSON.parse(text)).to.deep.equal({
      extends: 'chips',
      id: 'own',
      models: [
        {id: 'lab/c', input_price: 1, output_price: 3},
        {id: 'lab/a', name: 'A', input_price: 0.15, output_price: 0.6},
        {id: 'lab/b', input_price: 2, output_price: 4},
      ],
      selector: {input_price: 0.3, output_price: 2.5},
      prices_as_of: '2026-11-24',
    })
    expect(JSON.parse(withPrices('{"extends": "chips", "id": "own"}', EDIT))).to.have.nested.property(
      'models[3]',
      'lab/d',
    )
  })

  it('change nothing when nothing has changed but the day', () => {
    expect(withPrices(YAML, {...EDIT, changes: []})).to.equal(YAML.replace('2026-01-01', '2026-11-24'))
  })

  it('say what they say for any prices and layout', () => {
    const price = fc.double({min: 0, max: 1000, noNaN: true})
    const remark = fc.constantFrom('', ' # remark', '   #x')
    const entry = fc.record({
      kind: fc.constantFrom('id', 'flow', 'block', 'half'),
      input: price,
      output: price,
      remark,
    })
    fc.assert(
      fc.property(
        fc.array(entry, {minLength: 1, maxLength: 5}),
        fc.constantFrom('', '\n'),
        (entries, blank) => {
          const lines = entries.map(({kind, remark: tail}, at) => {
            if (kind === 'id') return `  - lab/m${at}${tail}`
            if (kind === 'flow') return `  - {id: lab/m${at}, output_price: 1,input_price: 2}${tail}`
            return kind === 'half'
              ? `  - input_price: 7${tail}\n    id: lab/m${at}${tail}`
              : `  - id: lab/m${at}${tail}\n    name: N${tail}`
          })
          const ids = entries.map((_, at) => `lab/m${at}`)
          const changes = entries.map(({input, output}, at) => ({
            id: `lab/m${at}`,
            input_price: input,
            output_price: output,
          }))
          const text = withPrices(`id: own\nmodels:\n${lines.join(`\n${blank}`)}${blank}`, {
            modelIds: ids,
            selectorId: 'lab/s',
            pricesAsOf: '2026-11-24',
            changes,
          })
          const {models} = parse(text) as {models: {id: string; input_price: number; output_price: number}[]}
          expect(
            models.map(({id, input_price, output_price}) => ({id, input_price, output_price})),
          ).to.deep.equal(changes)
          expect(text.split('#').length).to.equal(lines.join('').split('#').length)
        },
      ),
    )
  })
})
