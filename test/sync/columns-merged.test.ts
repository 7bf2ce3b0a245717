import {expect} from 'chai'
import {aCall} from '../support/records.js'
import {aRunOf, column, contents, movedNothing, Team, type Device} from '../support/sync-devices.js'

describe('rows of a sync that are merged column by column, and rows that never change', () => {
  let team: Team
  let a: Device
  let b: Device
  beforeEach(async () => {
    team = await Team.make('file')
    ;[a, b] = [await team.device('a'), await team.device('b')]
  })
  afterEach(() => team.remove())

  const everywhere = (sql: string) => Promise.all([team.team, a, b].map((device) => column(device, sql)))
  const run = ({raw}: Device, sql: string, ...args: string[]) => raw.execute({sql, args})
  async function inStep() {
    await team.syncAll([a, b])
    for (const device of [a, b]) expect(movedNothing(await team.sync(device))).to.equal(true)
    const there = await contents(team.team)
    for (const device of [a, b]) expect(await contents(device)).to.deep.equal(there)
  }

  it('tells of what it sent how much was a deletion', async () => {
    const {run: made, results} = await aRunOf(a, 2)
    const {tables} = await team.sync(a)
    expect(tables.result).to.include({pushed: 2, deletions: 0})
    await a.store.ratings.save({
      result_id: results[0]!.id,
      user_id: 'ann',
      rating: 4,
      created_at: 'now',
      blind: true,
    })
    await team.sync(a)
    await a.store.ratings.withdraw(results[0]!.id, 'ann')
    expect((await team.sync(a)).tables.rating).to.include({pushed: 1, deletions: 1})
    await a.store.runs.delete(made.id)
    const after = await team.sync(a)
    expect(after.tables.result).to.include({pushed: 2, deletions: 2})
    expect(after.tables.run).to.include({pushed: 1, deletions: 1})
  })

  const seen = (device: Device, result: string, note: string, at: string | null) =>
    run(
      device,
      `INSERT INTO notes (id, result_id, user_id, note, created_at, seen_at) VALUES ('n', ?, 'ann', ?, 'now', ${at ? `'${at}'` : 'NULL'})
       ON CONFLICT (id) DO UPDATE SET note = excluded.note, seen_at = excluded.seen_at`,
      result,
      note,
    )

  for (const [first, second] of [
    ['2026-11-02', '2026-11-01'],
    ['2026-11-01', '2026-11-02'],
    [null, '2026-11-01'],
    ['2026-11-01', null],
  ] as const)
    it(`keeps the later note and the earliest sight: first ${first}, then ${second}`, async () => {
      const {results} = await aRunOf(a, 1)
      await team.syncAll([a, b])
      await seen(a, results[0]!.id, 'earlier', first)
      await new Promise((resolve) => setTimeout(resolve, 5))
      await seen(b, results[0]!.id, 'later', second)
      await inStep()
      expect(await everywhere(`SELECT note || ' ' || seen_at FROM notes`)).to.deep.equal(
        Array(3).fill(['later 2026-11-01']),
      )
    })

  const rater = (device: Device, user: string, seenAt: string | null, calibration: string | null = null) =>
    device.raw.execute({
      sql: `INSERT INTO raters (id, user_id, figures_seen_at, calibration, created_at) VALUES ('r', ?, ?, ?, 'now')
        ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, figures_seen_at = excluded.figures_seen_at, calibration = excluded.calibration`,
      args: [user, seenAt, calibration],
    })

  for (const [first, second] of [
    ['2026-11-02', '2026-11-01'],
    ['2026-11-01', '2026-11-02'],
  ] as const)
    it(`keeps the later row of a rater and the latest look at figures: first ${first}, then ${second}`, async () => {
      await rater(a, 'ann', first, 'earlier')
      await new Promise((resolve) => setTimeout(resolve, 5))
      await rater(b, 'ann', second, 'later')
      await inStep()
      expect(await everywhere(`SELECT figures_seen_at || ' ' || calibration FROM raters`)).to.deep.equal(
        Array(3).fill(['2026-11-02 later']),
      )
    })

  it('lets a removed person beat everything: a later change, and a later deletion', async () => {
    await rater(a, 'ann', '2026-11-01')
    await team.syncAll([a, b])
    await rater(a, 'removed:hash', null)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await rater(b, 'ann', '2026-11-09', 'later')
    await inStep()
    expect(await everywhere('SELECT user_id || coalesce(figures_seen_at, 0) FROM raters')).to.deep.equal(
      Array(3).fill(['removed:hash0']),
    )
    await run(b, 'DELETE FROM raters')
    await inStep()
    expect(await everywhere('SELECT user_id FROM raters')).to.deep.equal(Array(3).fill(['removed:hash']))
  })

  it('takes the later word on the archive of a run, and forgets it with the run', async () => {
    const {run: made} = await aRunOf(a, 1)
    await team.syncAll([a, b])
    await run(a, `INSERT INTO run_archive VALUES (?, 'now')`, made.id)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await run(b, `INSERT INTO run_archive VALUES (?, NULL)`, made.id)
    await inStep()
    expect(await everywhere('SELECT coalesce(archived_at, 0) FROM run_archive')).to.deep.equal(
      Array(3).fill([0]),
    )
    await a.store.runs.delete(made.id)
    await inStep()
    expect(await everywhere('SELECT count(*) FROM run_archive')).to.deep.equal(Array(3).fill([0]))
  })

  it('keeps the cost of deleted calls everywhere, once, whoever deletes what, and meanwhile', async () => {
    const {run: made, results} = await aRunOf(a, 2)
    const calls = results.map(({id}) => aCall(made.id, id, {cost_usd: 0.5, charged_usd: 0.5}))
    for (const call of calls) await a.store.calls.save(call)
    await team.syncAll([a, b])
    await run(a, 'DELETE FROM calls WHERE id = ?', calls[0]!.id)
    await b.store.runs.delete(made.id)
    await inStep()
    expect(await everywhere('SELECT sum(cost_usd) FROM deleted_costs')).to.deep.equal([[1], [1], [1]])
    expect(await everywhere('SELECT id FROM deleted_runs')).to.deep.equal(Array(3).fill([made.id]))
  })

  it('keeps the known cost of two devices that deleted the same call', async () => {
    for (const [device, cost] of [
      [a, null],
      [b, 0.5],
    ] as const)
      await device.raw.execute({
        sql: `INSERT INTO deleted_costs VALUES ('c', 'run', 'result', 'lab/one', '2026-11-02', ?, ?)`,
        args: [cost, cost === null ? 0.7 : null],
      })
    await inStep()
    expect(await everywhere(`SELECT cost_usd || ' ' || charged_usd FROM deleted_costs`)).to.deep.equal(
      Array(3).fill(['0.5 0.7']),
    )
  })

  it('brings back a definition that somebody deleted', async () => {
    await run(a, `INSERT INTO definitions VALUES ('d', 'style', 'terse', '{}')`)
    await team.syncAll([a, b])
    await run(b, 'DELETE FROM definitions')
    await inStep()
    expect(await everywhere('SELECT id FROM definitions')).to.deep.equal(Array(3).fill(['d']))
  })

  it('finds no conflict in a definition that two devices wrote, and sends it once', async () => {
    for (const device of [a, b])
      await run(device, `INSERT INTO definitions VALUES ('d', 'style', 'terse', '{}')`)
    await team.sync(a)
    const {tables, conflicts} = await team.sync(b)
    expect(tables.definition).to.deep.equal({pulled: 1, pushed: 0, deletions: 0, conflicts: 0})
    expect(conflicts).to.deep.equal([])
    expect(await column(b, `SELECT count(*) FROM changes WHERE rev IS NULL`)).to.deep.equal([0])
  })
})
