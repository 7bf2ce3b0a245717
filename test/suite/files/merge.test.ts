import {expect} from 'chai'
import fc from 'fast-check'
import {extendSuite, type Fields} from '../../../src/suite/files/merge.js'
import {tinySuite} from '../../support/tiny-suite.js'

const base = structuredClone(tinySuite) as unknown as Fields
const extend = (own: Fields) => extendSuite(base, own) as unknown as typeof tinySuite

describe('a suite that extends another', () => {
  it('is the other one when it says nothing', () => {
    expect(extend({})).to.deep.equal(tinySuite)
  })

  it('has exactly the models it lists, in its order, filled in by id', () => {
    const {models} = extend({
      models: [
        'lab/two',
        {id: 'lab/one', input_price: 9},
        {id: 'lab/new', name: 'New', input_price: 5, output_price: 6},
      ],
    })
    expect(models).to.deep.equal([
      tinySuite.models[1],
      {...tinySuite.models[0]!, input_price: 9},
      {id: 'lab/new', name: 'New', input_price: 5, output_price: 6},
    ])
  })

  it('has exactly the personas it lists', () => {
    expect(extend({personas: [{id: 'pilot', desired_role: 'Captain'}]}).personas).to.deep.equal([
      {...tinySuite.personas[1]!, desired_role: 'Captain'},
    ])
  })

  it('merges maps key by key and replaces lists', () => {
    const merged = extend({
      factors: {chip_count: [20]},
      thresholds: {selectable: {max: 12}},
      lexicon: {cook: {jargon: ['Mise en Place']}},
    })
    expect(merged.factors).to.deep.equal({...tinySuite.factors, chip_count: [20]})
    expect(merged.thresholds).to.deep.equal({...tinySuite.thresholds, selectable: {min: 8, max: 12}})
    expect(merged.lexicon['cook']).to.deep.equal({...tinySuite.lexicon['cook']!, jargon: ['Mise en Place']})
    expect(merged.lexicon['pilot']).to.deep.equal(tinySuite.lexicon['pilot'])
  })

  it('keeps the rubric but for what it says anew; tags and examples are exactly those it lists', () => {
    const rating = {question: 'Q?', anchors: {1: 'a', 2: 'b'}, tags: [{letter: 'g', label: 'generic'}]}
    const merged = extendSuite({...base, rating}, {rating: {anchors: {2: 'B'}, tags: []}})
    expect(merged['rating']).to.deep.equal({question: 'Q?', anchors: {1: 'a', 2: 'B'}, tags: []})
  })

  it('takes nothing of the old selector for another model', () => {
    expect(extend({selector: 'lab/one'}).selector).to.deep.equal(tinySuite.models[0])
    expect(extend({selector: {id: 'lab/new', name: 'New'}}).selector).to.deep.equal({
      id: 'lab/new',
      name: 'New',
    })
    expect(extend({selector: {input_price: 4}}).selector).to.deep.equal({
      ...tinySuite.selector,
      input_price: 4,
    })
    expect(
      extend({models: [{id: 'lab/one', input_price: 7}], selector: 'lab/one'}).selector.input_price,
    ).to.equal(7)
  })

  it('begins a style from another, at any distance, whatever their order', () => {
    const {styles} = extend({
      styles: {
        c: {extends: 'b', fill: {user: 'F'}},
        b: {extends: 'terse', final: {user: 'B'}},
        terse: {final: {system: 'T'}},
      },
    })
    const {terse} = tinySuite.styles
    expect(styles['terse']).to.deep.equal({...terse, final: {...terse!.final, system: 'T'}})
    expect(styles['b']).to.deep.equal({...styles['terse'], final: {system: 'T', user: 'B'}})
    expect(styles['c']).to.deep.equal({...styles['b'], fill: {...terse!.fill, user: 'F'}})
    expect(styles['guided']).to.deep.equal(tinySuite.styles['guided'])
  })

  it('ends where styles extend each other in a circle', () => {
    const {styles} = extend({
      styles: {
        a: {extends: 'b'},
        b: {extends: 'a', final: {user: 'B'}},
        terse: {extends: 'terse', final: {user: 'T'}},
      },
    })
    expect(styles['a']).to.deep.equal({final: {user: 'B'}})
    expect(styles['terse']!.final).to.deep.equal({...tinySuite.styles['terse']!.final, user: 'T'})
  })

  it('changes neither of the two, and survives anything', () => {
    const before = structuredClone(base)
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(
            'models',
            'personas',
            'selector',
            'styles',
            'factors',
            'thresholds',
            'lexicon',
            'id',
            '__proto__',
          ),
          fc.jsonValue({maxDepth: 3}),
        ),
        (own) => {
          const copy = structuredClone(own)
          extendSuite(base, own)
          expect(own).to.deep.equal(copy)
          expect(base).to.deep.equal(before)
          expect(({} as Fields)['polluted']).to.equal(undefined)
        },
      ),
    )
  })

  it('is the same whether everything is said or only what differs', () => {
    const own = {
      models: ['lab/two'],
      factors: {style: ['guided']},
      styles: {guided: {final: {user: 'X {{chip_count}}'}}},
    }
    const once = extendSuite(base, own)
    expect(extendSuite(once, own)).to.deep.equal(once)
    expect(extendSuite({}, once)).to.deep.equal(once)
  })
})
