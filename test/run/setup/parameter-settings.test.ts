import {expect} from 'chai'
import {parameterSettings, withParameters} from '../../../src/run/setup/parameter-settings.js'

const SYSTEM = {id: 'lab/one', name: 'One', input_price: 1, output_price: 2}

describe('parameters that are set', () => {
  it('are JSON or text, in the order of their names', () => {
    const settings = parameterSettings([
      'top_p=0.5',
      'reasoning.effort=low',
      'a=',
      'b=x=y',
      'stop=["a","b"]',
      'c="quoted"',
      'd=null',
    ])
    expect(settings).to.deep.equal([
      {path: ['a'], value: ''},
      {path: ['b'], value: 'x=y'},
      {path: ['c'], value: 'quoted'},
      {path: ['d'], value: null},
      {path: ['reasoning', 'effort'], value: 'low'},
      {path: ['stop'], value: ['a', 'b']},
      {path: ['top_p'], value: 0.5},
    ])
    expect(parameterSettings([])).to.deep.equal([])
  })

  it('are refused in words that repeat no value', () => {
    for (const [flags, message] of [
      [['effort'], /^--set takes a name and a value, such as reasoning\.effort=low\. Nothing was started\.$/],
      [['=hush'], /reasoning\.effort=low\. Nothing was started\.$/],
      [['a..b=hush'], '; "a..b" is no name. Nothing was started.'],
      [['a.constructor=hush'], '; "a.constructor" is no name. Nothing was started.'],
      [['1a=hush'], '; "1a" is no name. Nothing was started.'],
      [["a.b='hush'"], '--set a.b: the value has quotation marks around it.'],
      [['a=1', 'a=2'], '--set a stands there twice'],
      [['a.b=1', 'a=2'], '--set a stands there twice, or holds what another --set sets'],
      [['model=hush'], '--set: "model" is no parameter to set. Nothing was started.'],
      [['ok=1', 'seed=7'], '--set: The seed is no parameter to set. Nothing was started.'],
    ] as const) {
      const refused = () => parameterSettings(flags)
      expect(refused, flags.join(' ')).to.throw(message as string)
      expect(refused, flags.join(' ')).to.throw().with.property('message').that.not.contains('hush')
    }

    expect(() => parameterSettings(['model=x']))
      .to.throw()
      .with.property('next')
      .that.deep.equals(['What is sent as the model is the field "model" of the system.'])
    // A name that only begins like another is another.
    expect(parameterSettings(['a=1', 'ab=2'])).to.have.length(2)
  })

  it('make a system of their own, whose id and name say what was set', () => {
    const settings = parameterSettings(['reasoning.effort=very low|%', 'top_p=0.5', 'list=["a"]'])
    expect(withParameters(SYSTEM, settings)).to.deep.equal({
      ...SYSTEM,
      id: 'lab/one~list=["a"]~reasoning.effort=very%20low%7C%25~top_p=0.5',
      name: 'One, list=["a"], reasoning.effort=very%20low%7C%25, top_p=0.5',
      model: 'lab/one',
      parameters: {list: ['a'], reasoning: {effort: 'very low|%'}, top_p: 0.5},
    })
  })

  it('are merged into those of the system, which stays as it is', () => {
    const parameters = {reasoning: {effort: 'high', exclude: true}, stop: ['a'], none: null, top_p: 1}
    const system = {...SYSTEM, model: 'lab/sent', parameters: structuredClone(parameters)}
    const settings = parameterSettings(['reasoning.effort=low', 'stop.at=1', 'none.more.deep=2'])
    expect(withParameters(system, settings)).to.deep.include({
      model: 'lab/sent',
      parameters: {
        reasoning: {effort: 'low', exclude: true},
        stop: {at: 1},
        none: {more: {deep: 2}},
        top_p: 1,
      },
    })
    expect(system.parameters).to.deep.equal(parameters)
  })
})
