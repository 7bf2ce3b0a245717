import {resolve} from 'node:path'
import {expect} from 'chai'
import {shuffled} from '../../scripts/mutation/draw.js'
import {ImportGraph} from '../../scripts/mutation/graph.js'
import {mutated} from '../../scripts/mutation/mutant.js'
import {mutantsOf, mutantsOfSql} from '../../scripts/mutation/operators.js'
import {killRate} from '../../scripts/mutation/report.js'

const texts = (source: string) => mutantsOf('src/run/x.ts', source).map((mutant) => mutated(source, mutant))
const sqlTexts = (source: string) => mutantsOfSql('x.sql', source).map((mutant) => mutated(source, mutant))

describe('mutation of the sources', () => {
  it('moves comparisons, swaps logic, flips booleans and steps numbers', () => {
    expect(texts('const a = b < 2')).to.deep.equal([
      'const a = b <= 2',
      'const a = b >= 2',
      'const a = b < 1',
      'const a = b < 3',
    ])
    expect(texts('const a = b && !c')).to.deep.equal(['const a = b || !c', 'const a = b && c'])
    expect(texts('const a = b ?? c')).to.deep.equal(['const a = (b)', 'const a = (c)'])
    expect(texts('const a = true')).to.deep.equal(['const a = false'])
    expect(texts('const a = Math.min(b, c)')).to.deep.equal(['const a = Math.max(b, c)'])
  })

  it('leaves out statements, awaits and bodies', () => {
    expect(texts('await f()')).to.deep.equal([';', 'f()'])
    expect(texts('function f() { g(); h() }')).to.deep.equal([
      'function f() {return}',
      'function f() { ; h() }',
      'function f() { g(); ; }',
    ])
  })

  it('leaves types, imports and the joining of texts alone', () => {
    expect(texts("import a from 'a > b'\ntype A = 1 | true\nconst c: 2 | undefined = a + 'x'")).to.deep.equal(
      [],
    )
  })

  it('changes SQL in templates and leaves other texts alone', () => {
    expect(texts('const a = `SELECT a FROM b WHERE c > ${d} AND e = ?1 ORDER BY f DESC`')).to.deep.equal([
      'const a = `SELECT a FROM b WHERE c >= ${d} AND e = ?1 ORDER BY f DESC`',
      'const a = `SELECT a FROM b WHERE c > ${d} OR e = ?1 ORDER BY f DESC`',
      'const a = `SELECT a FROM b WHERE c > ${d} AND e <> ?1 ORDER BY f DESC`',
      'const a = `SELECT a FROM b WHERE c > ${d} AND e = ?1 ORDER BY f ASC`',
    ])
    expect(texts('const a = `more > ${d} or less`')).to.deep.equal([])
  })

  it('keeps to the grammar of SQL: assignments, ranges and comments stay', () => {
    expect(sqlTexts('UPDATE a SET b = ?1, c = ?2 WHERE d BETWEEN ?3 AND ?4 -- a = 1')).to.deep.equal([])
    expect(sqlTexts('INSERT OR IGNORE INTO a VALUES (?1)')).to.deep.equal(['INSERT INTO a VALUES (?1)'])
  })

  it('says where the change is', () => {
    const [mutant] = mutantsOf('src/run/x.ts', 'a()\n  if (b > 1) c()').filter(({before}) => before === '>')
    expect(mutant).to.include({line: 2, column: 9, context: 'if (b > 1) c()', after: '<='})
  })
})

describe('the choice of mutants and tests', () => {
  const mutants = ['run', 'sync'].flatMap((folder) =>
    mutantsOf(`src/${folder}/x.ts`, Array.from({length: 20}, (_, at) => `f(a${at} < b, c && d)`).join('\n')),
  )

  it('draws the same for the same seed, folders in turn and each line once before any twice', () => {
    const drawn = shuffled(mutants, 3)
    expect(drawn).to.deep.equal(shuffled(mutants, 3)).and.not.deep.equal(shuffled(mutants, 4))
    expect(drawn).to.have.members(mutants)
    const first = drawn.slice(0, 40)
    expect(new Set(first.map(({file, line}) => `${file}:${line}`))).to.have.property('size', 40)
    expect(first.slice(0, 10).filter(({file}) => file === 'src/run/x.ts')).to.have.length(5)
  })

  it("finds a file's own test first, then those that share most folders with it, through imports and paths in texts", () => {
    const graph = new ImportGraph(resolve(import.meta.dirname, '../..'))
    const tests = [
      'test/chips/quality.test.ts',
      'test/run/engine.test.ts',
      'test/run/executor/budget.test.ts',
    ]
    expect(graph.reaching('src/run/executor/budget.ts', tests)).to.deep.equal([
      'test/run/executor/budget.test.ts',
      'test/run/engine.test.ts',
    ])
    const far = ['test/decide/record.test.ts', 'test/store/store.test.ts', 'test/store/figures/costs.test.ts']
    expect(
      graph.reaching('src/store/figures/stats.ts', [...far, 'test/store/ratings/raters.test.ts']),
    ).to.deep.equal([
      'test/store/figures/costs.test.ts',
      'test/store/ratings/raters.test.ts',
      'test/store/store.test.ts',
    ])
    expect(graph.reaching('schema.sql', ['test/store/database/migrations.test.ts'])).to.have.length(1)
  })

  it('counts what the tests saw', () => {
    const trial = (verdict: 'killed' | 'timeout' | 'survived' | 'refused') => ({
      mutant: mutants[0]!,
      verdict,
      ran: 1,
      left: 0,
      seconds: 1,
    })
    expect(killRate([trial('killed'), trial('timeout'), trial('survived'), trial('refused')])).to.be.closeTo(
      66.7,
      0.1,
    )
  })
})
