import {expect} from 'chai'
import fc from 'fast-check'
import {importFormat, readImport} from '../../src/rating/import-file.js'

const problems = (text: string, format: 'csv' | 'jsonl' = 'csv') =>
  readImport(text, format, 'me').problems.map(({line, problem}) => `${line}: ${problem}`)

describe('a file of ratings', () => {
  it('is read as CSV: quotes, marks, line ends, and who rated where it does not say', () => {
    const {ratings, problems: none} = readImport(
      '\uFEFFrating,result_id,note,user_id\r\n5,a,"two\nlines, ""quoted""",ann\r\n 3 , b ,,\r\n',
      'csv',
      'me',
    )
    expect(none).to.deep.equal([])
    expect(ratings).to.deep.equal([
      {line: 3, result_id: 'a', user_id: 'ann', rating: 5, note: 'two\nlines, "quoted"', flagged: undefined},
      {line: 4, result_id: 'b', user_id: 'me', rating: 3, note: '', flagged: undefined},
    ])
  })

  it('is read as JSONL, with empty lines and nulls', () => {
    const {ratings, problems: none} = readImport(
      '{"result_id":"a","rating":4,"user_id":null}\n\n{"result_id":"b","rating":"2","note":"x"}',
      'jsonl',
      'me',
    )
    expect(none).to.deep.equal([])
    expect(
      ratings.map(({line, result_id, user_id, rating, note}) => [line, result_id, user_id, rating, note]),
    ).to.deep.equal([
      [1, 'a', 'me', 4, ''],
      [3, 'b', 'me', 2, 'x'],
    ])
  })

  it('names every score that is none', () => {
    const scores = ['0', '6', '2.5', '', 'four', 'true', '1e0', '-1', '33']
    const named = problems(`result_id,rating\n${scores.map((score, at) => `r${at},${score}`).join('\n')}\n`)
    expect(named).to.have.length(scores.length)
    for (const [at, line] of named.entries())
      expect(line).to.match(new RegExp(`^${at + 2}: rating must be a whole number from 1 to 5`))
    expect(
      problems('{"result_id":"a","rating":true}\n{"result_id":"a","rating":2.5}\n{"result_id":"a"}', 'jsonl'),
    ).to.have.length(3)
  })

  it('names doubles with the first one, missing ids, wrong fields, unknown columns', () => {
    expect(problems('result_id,rating\na,1\nb,2\na,3')).to.deep.equal([
      '4: the same result and user as line 2',
    ])
    expect(problems('result_id,rating,user_id\na,1,x\na,1,y\n,3,z\na,3')).to.deep.equal([
      '4: result_id is missing',
      '5: 2 fields instead of 3',
    ])
    expect(problems('result_id,rating,score\na,1,2')[0]).to.contain('unknown column "score"')
    expect(problems('id,rating\na,1')).to.deep.equal([
      '1: the first line must name the columns result_id and rating',
    ])
    expect(problems('')).to.have.length(1)
    expect(problems('result_id,rating\n"a,1')[0]).to.contain('no CSV')
    expect(problems('[]\n3\n"x"\nnull\n{oops', 'jsonl')).to.deep.equal([
      '1: not a JSON object',
      '2: not a JSON object',
      '3: not a JSON object',
      '4: not a JSON object',
      '5: not JSON',
    ])
    expect(
      problems(`{"result_id":"a","rating":1,"note":${JSON.stringify('x'.repeat(2001))}}`, 'jsonl')[0],
    ).to.contain('at most 2000')
    expect(problems('{"result_id":"a","rating":1,"flagged":"yes"}', 'jsonl')).to.deep.equal([
      '1: flagged must be true or false',
    ])
    expect(problems('{"result_id":"a","rating":1,"user_id":"a\\nb"}', 'jsonl')[0]).to.contain(
      'user_id must be',
    )
  })

  it('never throws, and takes no rating that is none', () => {
    fc.assert(
      fc.property(
        fc.string({unit: 'binary'}),
        fc.constantFrom('csv' as const, 'jsonl' as const),
        fc.boolean(),
        (text, format, withHeader) => {
          const {ratings} = readImport(withHeader ? `result_id,rating,note\n${text}` : text, format, 'me')
          for (const {rating, result_id} of ratings)
            expect([1, 2, 3, 4, 5].includes(rating) && result_id !== '').to.equal(true)
        },
      ),
    )
  })

  it('says what it is by its name, else by its beginning', () => {
    expect([
      importFormat('a.NDJSON', ''),
      importFormat('a.csv', '{'),
      importFormat('-', ' {"a":1}'),
      importFormat('x', 'result_id,rating'),
    ]).to.deep.equal(['jsonl', 'csv', 'jsonl', 'csv'])
  })
})
