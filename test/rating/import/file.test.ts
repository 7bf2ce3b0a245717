import {expect} from 'chai'
import fc from 'fast-check'
import {readImport, type ImportedLine} from '../../../src/rating/import/file.js'
import {importFormat, type ImportFormat} from '../../../src/rating/import/rows.js'
import {anyCharacter} from '../../support/any-character.js'

const problems = (text: string, format: ImportFormat = 'csv') =>
  readImport(text, format, 'me').problems.map(({line, problem}) => `${line}: ${problem}`)

/** The fields that the lines have. */
const said = (lines: readonly ImportedLine[]) =>
  lines.map((line) =>
    Object.fromEntries(
      Object.entries(line).filter(([, value]) => value !== undefined && JSON.stringify(value) !== '{}'),
    ),
  )

describe('a file of ratings', () => {
  it('is read as CSV: quotes, marks, line ends, and who rated where it does not say', () => {
    const {lines, problems: none} = readImport(
      '\uFEFFrating,result_id,note,user_id\r\n5,a,"two\nlines, ""quoted""",ann\r\n 3 , b ,,\r\n',
      'csv',
      'me',
    )
    expect(none).to.deep.equal([])
    expect(said(lines)).to.deep.equal([
      {line: 3, result_id: 'a', user_id: 'ann', rating: 5, note: 'two\nlines, "quoted"'},
      {line: 4, result_id: 'b', user_id: 'me', rating: 3},
    ])
  })

  it('is read as JSONL, with empty lines and nulls', () => {
    const {lines, problems: none} = readImport(
      '{"result_id":"a","rating":4,"user_id":null}\n\n{"result_id":"b","rating":"2","note":"x"}',
      'jsonl',
      'me',
    )
    expect(none).to.deep.equal([])
    expect(
      lines.map(({line, result_id, user_id, rating, note}) => [line, result_id, user_id, rating, note]),
    ).to.deep.equal([
      [1, 'a', 'me', 4, undefined],
      [3, 'b', 'me', 2, 'x'],
    ])
  })

  it('names what stands twice in an object: the last would win in silence', () => {
    const line = '{"result_id":"a","rating":4,"rating":5,"tags":["x",{"y":1,"y":2}],"note":"\\"rating\\":"}'
    const twice = ['1: the field "rating" is there twice', '1: the field "y" is there twice']
    expect(problems(line, 'jsonl')).to.include.members(twice)
    expect(problems(`[{"result_id":"b","rating":1},${line}]`, 'json')).to.include(
      '2: the field "rating" is there twice',
    )
    expect(problems('[{"result_id":"b","rating":1},{"result_id":"c","rating":1}]', 'json')).to.deep.equal([])
  })

  it('takes days of the calendar alone', () => {
    const days = ['2026-02-31 10:00', '2026-02-31T10:00:00Z', '2026-13-01 10:00', '2027-02-29 10:00']
    for (const day of days)
      expect(problems(`result_id,rating,created_at\na,4,${day}`)[0]).to.include(
        '2: created_at must be a time',
      )
    expect(problems('result_id,rating,created_at\na,4,2028-02-29 10:00')).to.deep.equal([])
  })

  it('reads lines of several systems in one file, a separator in quotes, and names a cell without a column', () => {
    expect(
      readImport('result_id,rating,note\r\na,4,"x\r\ny"\nb,2,\rc,3,z', 'csv', 'me').lines.map(
        ({result_id, note}) => [result_id, note],
      ),
    ).to.deep.equal([
      ['a', 'x\r\ny'],
      ['b', undefined],
      ['c', 'z'],
    ])
    expect(readImport('"sep=;"\r\nresult_id;rating\r\na;4\r\n', 'csv', 'me').lines).to.have.length(1)
    expect(problems('result_id,rating,\na,4,x')).to.deep.equal(['2: a cell stands below no name of a column'])
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
      '1: the first line must name the columns result_id and rating; it has id, rating',
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

  it('is read as a JSON list', () => {
    const {lines, problems: none} = readImport(
      '\uFEFF[{"result_id":"a","rating":4,"tags":["dull"],"user_id":null}, {"result_id":"b","rating":2}]',
      'json',
      'me',
    )
    expect(none).to.deep.equal([])
    expect(said(lines)).to.deep.equal([
      {line: 1, result_id: 'a', user_id: 'me', rating: 4, tags: ['dull']},
      {line: 2, result_id: 'b', user_id: 'me', rating: 2},
    ])
    expect(problems('[{"result_id":"a","rating":9}, 3]', 'json')).to.have.length(2)
    expect(problems('{"a":1}', 'json')[0]).to.contain('not a JSON list')
    expect(problems('[{', 'json')[0]).to.contain('not a JSON list')
  })

  for (const [what, text] of [
    ['semicolons', 'result_id;rating;note\na;4;x, y\n'],
    ['tabs', 'result_id\trating\tnote\na\t4\tx, y\n'],
    ['a line that names the delimiter', 'sep=;\r\nresult_id;rating;note\r\na;4;x, y\r\n'],
    ['empty columns and lines around the table', 'result_id,rating,note,,\na,4,"x, y",,\n,,,,\n'],
  ])
    it(`is read with ${what}`, () => {
      const {lines, problems: none} = readImport(text!, 'csv', 'me')
      expect(none).to.deep.equal([])
      const [only, ...others] = said(lines)
      expect(others).to.deep.equal([])
      expect(only).to.include({result_id: 'a', user_id: 'me', rating: 4, note: 'x, y'})
    })

  for (const [written, read] of [
    ['4.0', 4],
    ['4,0', 4],
    [' 4.00 ', 4],
  ] as const)
    it(`takes the score ${written} of a spreadsheet`, () =>
      expect(readImport(`result_id;rating\na;${written}`, 'csv', 'me').lines[0]!.rating).to.equal(read))

  for (const [written, read] of [
    ['TRUE', true],
    ['False', false],
    ['true', true],
    ['WAHR', true],
    ['faux', false],
    ['1', true],
    ['0', false],
    ['', undefined],
  ] as const)
    it(`takes the flag ${JSON.stringify(written)} of a spreadsheet`, () =>
      expect(
        readImport(`result_id,rating,flagged,blind\na,4,${written},${written}`, 'csv', 'me').lines[0],
      ).to.include({flagged: read, blind: read}))

  it('refuses a column that is named twice', () =>
    expect(problems('result_id,rating,user_id,rating\na,1,x,5')).to.deep.equal([
      '1: the column "rating" is there twice',
    ]))

  it('knows one person by one name', () =>
    expect(problems('result_id,rating,user_id\na,1,Jos\u00e9\na,1, Jose\u0301\u200b ')).to.deep.equal([
      '3: the same result and user as line 2',
    ]))

  it('takes a note, a flag or a second rating without a rating, and nothing else', () => {
    const {lines, problems: none} = readImport(
      'result_id,rating,note,flagged,repeat_rating\na,,words,,\nb,,,true,\nc,,,,3\n',
      'csv',
      'me',
    )
    expect(none).to.deep.equal([])
    expect(lines.map(({rating}) => rating)).to.deep.equal([undefined, undefined, undefined])
    expect(problems('result_id,rating,note\na,,')).to.have.length(1)
  })

  it('names times and marks that are none', () => {
    expect(problems('result_id,rating,created_at\na,1,yesterday\nb,1,2026-11-26T09:30:00Z')).to.deep.equal([
      '2: created_at must be a time such as 2026-11-26T09:30:00.000Z; where a spreadsheet rewrites it, make the column text, or leave it out: such ratings are made now',
    ])
    expect(problems('result_id,rating,tags\na,1,dull\nb,1,"[""dull""]"\nc,1,[1]')).to.deep.equal([
      '2: tags must be a list of texts, as JSON',
      '4: tags must be a list of texts, as JSON',
    ])
  })

  for (const [written, read] of [
    ['2026-11-26 21:53', '2026-11-26T21:53Z'],
    ['2026-11-26 21:53:04', '2026-11-26T21:53:04Z'],
    ['2026-11-26T21:53:04', '2026-11-26T21:53:04Z'],
    ['2026-11-26 21:53:04.170', '2026-11-26T21:53:04.170Z'],
    ['2026-11-26T22:53:04.170+01:00', '2026-11-26T21:53:04.170Z'],
    ['11/26/2026 21:53', undefined],
    ['26.11.2026 21:53', undefined],
    ['46352.912', undefined],
    ['2026-13-26 21:53', undefined],
  ] as const)
    it(`takes the time ${written} of a spreadsheet ${read ? 'as it is' : 'as none'}`, () =>
      expect(
        readImport(`result_id,rating,created_at\na,1,${written}`, 'csv', 'me').lines[0]?.created_at,
      ).to.equal(read))

  it('knows its columns in any case, and past what cannot be seen', () => {
    const {lines} = readImport('Result_ID\u200b,\u00a0RATING ,User_Id\na,4,bob\n', 'csv', 'me')
    expect(said(lines)).to.deep.equal([{line: 2, result_id: 'a', user_id: 'bob', rating: 4}])
    expect(problems('result_id,rating,Rating\na,1,2')).to.deep.equal([
      '1: the column "rating" is there twice',
    ])
  })

  it('is read as GET /ratings answers', () => {
    const answer = JSON.stringify({ratings: [{id: 'i', result_id: 'a', user_id: 'ann', rating: 4}]}, null, 2)
    expect(importFormat('r.json', answer)).to.equal('json')
    expect(said(readImport(answer, 'json', 'me').lines)).to.deep.equal([
      {line: 1, result_id: 'a', user_id: 'ann', rating: 4},
    ])
  })

  it('never throws, and takes no rating that is none', () => {
    fc.assert(
      fc.property(
        fc.string({unit: anyCharacter}),
        fc.constantFrom('csv' as const, 'jsonl' as const),
        fc.boolean(),
        (text, format, withHeader) => {
          const {lines} = readImport(withHeader ? `result_id,rating,note\n${text}` : text, format, 'me')
          for (const {rating, result_id, note} of lines) {
            const isSaid = rating === undefined ? note !== undefined : [1, 2, 3, 4, 5].includes(rating)
            expect(isSaid && result_id !== '').to.equal(true)
          }
        },
      ),
    )
  })

  it('says what it is by its name, else by its beginning', () => {
    expect([
      importFormat('a.NDJSON', ''),
      importFormat('a.csv', '{'),
      importFormat('a.csv.gz', '{'),
      importFormat('a.json', '[{}]'),
      importFormat('a.jsonl', '\uFEFF [{}]'),
      importFormat('a.json', '{}'),
      importFormat('-', ' {"a":1}'),
      importFormat('x', 'result_id,rating'),
    ]).to.deep.equal(['jsonl', 'csv', 'csv', 'json', 'json', 'jsonl', 'jsonl', 'csv'])
  })
})
