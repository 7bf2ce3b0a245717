import {expect} from 'chai'
import fc from 'fast-check'
import {LocatedText} from '../../src/text/located-text.js'
import {problemLine, type Path} from '../../src/text/problem.js'
import {draws} from '../support/draws.js'

const YAML = `# a comment
id: x
models:
  - {id: a, price: -1}
  - id: b
    price: 2
shared: &s
  text: one
other: *s
`

describe('LocatedText', () => {
  const text = new LocatedText(YAML)
  const at = (path: Path, atKey = false) => {
    const {line, column} = text.locate({path, message: '', atKey})
    return `${line}:${column}`
  }

  it('points at values, at the keys of maps, and at keys themselves', () => {
    expect(at(['id'])).to.equal('2:5')
    expect(at(['id'], true)).to.equal('2:1')
    expect(at(['models', 0, 'price'])).to.equal('4:20')
    expect(at(['models', 1, 'price'], true)).to.equal('6:5')
    expect(at(['models'])).to.equal('3:1')
  })

  it('points at the deepest part there is', () => {
    expect(at(['models', 1, 'name'])).to.equal('5:5')
    expect(at(['models', 7, 'name'])).to.equal('3:1')
    expect(at(['nothing', 'here'])).to.equal('2:1')
    expect(at([])).to.equal('2:1')
  })

  it('follows aliases to what they stand for', () => {
    expect(at(['other', 'text'])).to.equal('8:9')
  })

  it('reads JSON with tabs, comments in YAML, and an empty file', () => {
    expect(new LocatedText('{\n\t"a": [\n\t\t1\n\t]\n}').value).to.deep.equal({a: [1]})
    expect(text.value).to.have.nested.property('models[1].price', 2)
    const empty = new LocatedText('')
    expect(empty.value).to.equal(null)
    expect(empty.locate({path: ['id'], message: 'm'})).to.include({line: 1, column: 1})
  })

  it('names the first thing that cannot be read, and nothing that follows from it', () => {
    const {syntax, value} = new LocatedText('a: 1\nb: }\nc: {\n')
    expect(syntax).to.have.length(1)
    expect(syntax[0]).to.include({line: 2})
    expect(value).to.equal(undefined)
    expect(new LocatedText('a: 1\na: 2\n').syntax[0]!.message).to.match(/unique|duplicate/i)
  })

  it('names an alias that leads nowhere, and one that leads to far too much', () => {
    const nowhere = new LocatedText('id: x\nmodels: *none\n')
    expect(nowhere.syntax[0]).to.include({line: 2, column: 9})
    expect(nowhere.value).to.equal(undefined)
    const nested = Array.from(
      {length: 9},
      (_, at) =>
        `a${at}: &a${at} [${
          at === 0
            ? '1, 1'
            : Array(10)
                .fill(`*a${at - 1}`)
                .join(', ')
        }]`,
    )
    expect(new LocatedText(nested.join('\n')).syntax[0]!.message).to.match(/alias/i)
  })

  it('prints a problem as editors read it', () => {
    const problem = text.locate({path: ['models', 0, 'price'], message: 'Too low.', hint: 'Try 1.'})
    expect(problemLine('s.yaml', problem)).to.equal('s.yaml:4:20: Too low. Try 1.')
    expect(problemLine('plugin', {...problem, line: null, column: null, hint: null})).to.equal(
      'plugin models[0].price: Too low.',
    )
  })

  it('never fails on any text or path', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({maxLength: 60}),
          fc.string({
            unit: fc.constantFrom(
              '*',
              '&',
              '!',
              'a',
              ':',
              '-',
              '[',
              ']',
              '{',
              '}',
              '\n',
              ' ',
              '"',
              '#',
              '|',
              '>',
              '?',
              ',',
              '%',
              '@',
            ),
          }),
        ),
        fc.array(fc.oneof(fc.string({maxLength: 4}), fc.nat(3)), {maxLength: 3}),
        (source, path) => {
          const {line, column} = new LocatedText(source).locate({path, message: ''})
          expect(line).to.be.at.least(1)
          expect(column).to.be.at.least(1)
        },
      ),
      draws(3000),
    )
  })
})
