import {expect} from 'chai'
import {databaseLocation} from '../../src/store/database/location.js'
import {text} from '../../src/store/database/rows.js'
import {openStore, type Store} from '../../src/store/store.js'
import {otherSqlite} from '../support/other-sqlite.js'
import {tempFolder} from '../support/processes.js'
import {aResult, aRun} from '../support/records.js'
import {Database} from '../../src/store/database/database.js'

const TIME = '2026-11-26T10:00:00.000Z'

describe('a database that other programs write into', () => {
  const other = otherSqlite()
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let count = 0
  let file: string
  let store: Store
  let database: Database
  let run: ReturnType<typeof aRun>
  let x: ReturnType<typeof aResult>
  let y: ReturnType<typeof aResult>

  before(async function () {
    if (!other) this.skip()
    folder = await tempFolder()
  })
  after(() => (other ? folder.remove() : undefined))
  beforeEach(async () => {
    file = folder.file(`other-${++count}.db`)
    const location = databaseLocation(file, {})
    store = await openStore(location, {create: true})
    database = await Database.open(location)
    run = aRun()
    ;[x, y] = [aResult(run.id, {trial: 1}), aResult(run.id, {trial: 2})]
    await store.runs.create(run)
    for (const result of [x, y]) await store.results.save(result)
    for (const [user_id, rating] of [
      ['ann', 2],
      ['bob', 5],
    ] as const)
      await store.ratings.save({result_id: x.id, user_id, rating, created_at: TIME, blind: true})
  })
  afterEach(async () => {
    await database.close()
    await store.close()
  })

  const totals = async (id: string) => {
    const [row] = await database.query(
      'SELECT rating_count AS count, rating_sum AS sum, rated_1, rated_2, rated_3, rated_4, rated_5 FROM results WHERE id = ?',
      [id],
    )
    return row && [row['count'], row['sum'], [1, 2, 3, 4, 5].map((score) => row[`rated_${score}`])]
  }
  const ratingId = async (user: string) => {
    const [row] = await database.query('SELECT id FROM ratings WHERE user_id = ?', [user])
    return text(row!, 'id')
  }
  /** What is noted as changed while the other program writes. */
  const noted = async (sql: string) => {
    const before = await store.changes.latest()
    other!.run(file, sql)
    return (await store.changes.since(before)).map(({kind, id, deleted}) => ({kind, id, deleted}))
  }
  const insert = (verb: string, id: string, result: string, user: string, rating: number) =>
    `${verb} INTO ratings (id, result_id, user_id, rating, created_at) VALUES ('${id}', '${result}', '${user}', ${rating}, '${TIME}');`

  it('counts a rating that replaces another once, under its id or another one', async () => {
    const ann = await ratingId('ann')
    await noted(insert('INSERT OR REPLACE', ann, x.id, 'ann', 4))
    expect(await totals(x.id)).to.deep.equal([2, 9, [0, 0, 0, 1, 1]])
    const changes = await noted(insert('REPLACE', 'another', x.id, 'ann', 1))
    expect(await totals(x.id)).to.deep.equal([2, 6, [1, 0, 0, 0, 1]])
    expect(changes).to.have.deep.members([
      {kind: 'rating', id: ann, deleted: true},
      {kind: 'rating', id: 'another', deleted: false},
    ])
    expect(await database.query('SELECT * FROM replaced')).to.have.length(0)
  })

  it('counts a rating that is taken from one result to another', async () => {
    const ann = await ratingId('ann')
    await noted(insert('INSERT OR REPLACE', ann, y.id, 'ann', 3))
    expect([await totals(x.id), await totals(y.id)]).to.deep.equal([
      [1, 5, [0, 0, 0, 0, 1]],
      [1, 3, [0, 0, 1, 0, 0]],
    ])
    await noted(`UPDATE ratings SET result_id = '${y.id}' WHERE user_id = 'bob'`)
    expect([await totals(x.id), await totals(y.id)]).to.deep.equal([
      [0, 0, [0, 0, 0, 0, 0]],
      [2, 8, [0, 0, 1, 0, 1]],
    ])
  })

  for (const verb of ['INSERT OR FAIL', 'INSERT OR ROLLBACK', 'INSERT OR IGNORE', 'INSERT OR ABORT']) {
    it(`takes ${verb}, as bench does`, async () => {
      expect(await noted(insert(verb, 'new', y.id, 'cem', 5))).to.deep.equal([
        {kind: 'rating', id: 'new', deleted: false},
      ])
      expect(await totals(y.id)).to.deep.equal([1, 5, [0, 0, 0, 0, 1]])
    })
  }

  it('counts with recursive triggers too, which delete before they replace', async () => {
    await noted(`PRAGMA recursive_triggers = ON; ${insert('REPLACE', 'another', x.id, 'ann', 1)}`)
    expect(await totals(x.id)).to.deep.equal([2, 6, [1, 0, 0, 0, 1]])
  })

  it('deletes what docs/team.md deletes', async () => {
    await noted(`PRAGMA foreign_keys = ON; DELETE FROM ratings WHERE user_id = 'ann'`)
    expect(await totals(x.id)).to.deep.equal([1, 5, [0, 0, 0, 0, 1]])
  })

  it('keeps the totals of a result that is replaced', async () => {
    const columns =
      'id, run_id, model, persona_id, sector, desired_role, style, input_type, constraint_type, chip_count, trial, created_at'
    await noted(
      `INSERT OR REPLACE INTO results (${columns}) SELECT ${columns} FROM results WHERE id = '${x.id}'`,
    )
    expect(await totals(x.id)).to.deep.equal([2, 7, [0, 1, 0, 0, 1]])
    const changes = await noted(
      `INSERT OR REPLACE INTO results (${columns}) SELECT 'other id', ${columns.slice(4)} FROM results WHERE id = '${y.id}'`,
    )
    expect(changes).to.have.deep.members([
      {kind: 'result', id: y.id, deleted: true},
      {kind: 'result', id: 'other id', deleted: false},
    ])
  })

  it('merges two files without counting anything twice', async () => {
    const theirs = folder.file(`theirs-${count}.db`)
    await database.query('VACUUM INTO ?', [theirs])
    await store.ratings.save({result_id: x.id, user_id: 'ann', rating: 1, created_at: TIME, blind: true})
    other!.run(theirs, insert('INSERT', 'cem of theirs', x.id, 'cem', 4))
    await noted(`ATTACH '${theirs}' AS theirs;
      INSERT OR REPLACE INTO results SELECT * FROM theirs.results;
      INSERT OR IGNORE INTO ratings SELECT * FROM theirs.ratings;
      INSERT OR REPLACE INTO notes SELECT * FROM theirs.notes`)
    expect(await totals(x.id)).to.deep.equal([3, 10, [1, 0, 0, 1, 1]])
    expect(await totals(y.id)).to.deep.equal([0, 0, [0, 0, 0, 0, 0]])
  })

  it('follows every column: a rater renamed, a model, an error, a time, an answer', async () => {
    const ann = await ratingId('ann')
    const changed = async (kind: string, id: string, sql: string) =>
      expect(await noted(sql), sql).to.deep.equal([{kind, id, deleted: false}])
    await changed('rating', ann, `UPDATE ratings SET user_id = 'anna' WHERE user_id = 'ann'`)
    await changed('rating', ann, `UPDATE ratings SET seconds = 3.5 WHERE user_id = 'anna'`)
    for (const set of [
      `model = 'b'`,
      `errors = '["x"]'`,
      `created_at = '2027'`,
      `style_version = 'f'`,
      'trial = 9',
    ])
      await changed('result', x.id, `UPDATE results SET ${set} WHERE id = '${x.id}'`)
    await changed('run', run.id, `UPDATE runs SET started_at = '2027' WHERE id = '${run.id}'`)
    expect(await noted(`UPDATE results SET id = 'moved' WHERE id = '${y.id}'`)).to.have.deep.members([
      {kind: 'result', id: y.id, deleted: true},
      {kind: 'result', id: 'moved', deleted: false},
    ])
  })

  it('notes that a renamed rater took the place of another', async () => {
    const [ann, bob] = [await ratingId('ann'), await ratingId('bob')]
    expect(
      await noted(`UPDATE OR REPLACE ratings SET user_id = 'bob' WHERE user_id = 'ann'`),
    ).to.have.deep.members([
      {kind: 'rating', id: bob, deleted: true},
      {kind: 'rating', id: ann, deleted: false},
    ])
    expect(await totals(x.id)).to.deep.equal([1, 2, [0, 1, 0, 0, 0]])
  })

  it('takes rows of the new tables, and keeps the books of what is deleted', async () => {
    const call = (id: string, result: string, cost: string) =>
      `INSERT INTO calls (id, run_id, result_id, step, model, request_hash, status, attempts, cost_usd, charged_usd, created_at)
       VALUES ('${id}', '${run.id}', '${result}', 'step2', 'm', 'h', 'answered', 1, ${cost}, ${cost}, '${TIME}');`
    other!.run(
      file,
      `${call('c1', x.id, '0.25')} ${call('c2', x.id, '0')}
       INSERT INTO definitions VALUES ('d', 'system', 'judge', '{}');
       INSERT INTO raters (id, user_id, created_at) VALUES ('r', 'ann', '${TIME}');
       INSERT INTO run_archive VALUES ('${run.id}', '${TIME}');
       INSERT INTO judgements (id, run_id, result_id, judge_version, rubric_version, status, score, request_hash, attempts, cost_usd, created_at)
       VALUES ('j', '${run.id}', '${x.id}', 'd', 'r', 'answered', 4, 'h', 1, 0.5, '${TIME}');
       UPDATE results SET cost_usd = 0.125 WHERE id = '${y.id}';
       UPDATE runs SET config = '{"user": "ann"}'`,
    )
    await store.runs.delete(run.id)
    expect(
      (await database.query('SELECT id, result_id, model, day, cost_usd FROM deleted_costs ORDER BY id')).map(
        (row) => Object.values({...row}),
      ),
    ).to.have.deep.members([
      ['c1', x.id, 'm', '2026-11-26', 0.25],
      ['j', null, 'judge', '2026-11-26', 0.5],
      [y.id, y.id, y.model, y.created_at.slice(0, 10), 0.125],
    ])
    expect(
      (await database.query('SELECT id, made_by FROM deleted_runs')).map((row) => ({...row})),
    ).to.deep.equal([{id: run.id, made_by: 'ann'}])
  })
})
