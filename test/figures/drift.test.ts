import {expect} from 'chai'
import {driftSentence, evaluateDrift} from '../../src/figures/drift.js'
import {Database} from '../../src/store/database/database.js'
import {databaseLocation} from '../../src/store/database/location.js'
import type {Store} from '../../src/store/store.js'
import {aCall} from '../support/records.js'
import {tempFolder} from '../support/processes.js'
import {addRun, aStyle} from '../support/versioned.js'
import {newStore} from '../support/stores.js'

const style = aStyle('terse', 'A')

describe('a system that changed under its name', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  beforeEach(async () => {
    folder = await tempFolder()
    store = await newStore(folder.file('bench.db'))
  })
  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  /** Answers of a model on a day, as the provider names the model behind it. */
  async function answered(
    run: string,
    day: string,
    answered_by: string,
    system_fingerprint: string | null = null,
  ) {
    const call = aCall(run, `result ${day}`, {model: 'lab/gamma', created_at: `${day}T10:00:01.000Z`})
    await store.calls.save(call)
    const database = await Database.open(databaseLocation(`file:${folder.file('bench.db')}`, {}))
    await database.write([
      {
        sql: 'UPDATE calls SET answered_by = ?, system_fingerprint = ? WHERE id = ?',
        args: [answered_by, system_fingerprint, call.id],
      },
    ])
    await database.close()
  }

  const twice = async (before: readonly number[], after: readonly number[]) => {
    const run = await addRun(store, {
      style,
      scores: {'lab/gamma': before, 'lab/beta': before.map(() => 4)},
      day: '2026-11-24',
    })
    await addRun(store, {
      style,
      scores: {'lab/gamma': after, 'lab/beta': after.map(() => 4)},
      day: '2026-11-26',
    })
    return run
  }

  it('is named when the same questions are rated otherwise since a day, and --since looks at it alone', async () => {
    await twice([2, 2, 2, 2], [5, 5, 5, 5])
    const drift = await evaluateDrift(store, {})
    expect(drift).to.deep.equal([
      {
        model: 'lab/gamma',
        since: '2026-11-26',
        answered_by: null,
        ratings: {before: 2, after: 5, configurations: 4},
      },
    ])
    expect(driftSentence(drift[0]!)).to.equal(
      'lab/gamma answers the same questions differently since 2026-11-26: 2.00, then 5.00. --since 2026-11-26 looks at it alone.',
    )
    expect(await evaluateDrift(store, {since: '2026-11-26'})).to.deep.equal([])
  })

  it('is not named for what chance does, nor for other questions', async () => {
    await twice([2, 4, 3, 3], [3, 3, 3, 4])
    expect(await evaluateDrift(store, {})).to.deep.equal([])
    await addRun(store, {
      style: aStyle('terse', 'another prompt'),
      scores: {'lab/delta': [1, 1, 1, 1]},
      day: '2026-11-24',
    })
    await addRun(store, {style: aStyle('wordy', 'B'), scores: {'lab/delta': [5, 5, 5, 5]}, day: '2026-11-26'})
    expect(await evaluateDrift(store, {})).to.deep.equal([])
  })

  it('is named when another model answers, with the ratings on both sides', async () => {
    const run = await twice([3, 3], [4, 3])
    await answered(run, '2026-11-24', 'gamma-1')
    await answered(run, '2026-11-26', 'gamma-2')
    expect(await evaluateDrift(store, {not_runs: [run]})).to.deep.equal([])
    expect(await evaluateDrift(store, {model: ['lab/beta']})).to.deep.equal([])
    expect(await evaluateDrift(store, {})).to.deep.equal([
      {
        model: 'lab/gamma',
        since: '2026-11-26',
        answered_by: {before: 'gamma-1', after: 'gamma-2'},
        ratings: {before: 3, after: 3.5, configurations: 2},
      },
    ])
  })

  it('is named by its fingerprint where the name is the same', async () => {
    const run = await addRun(store, {style, scores: {'lab/gamma': [null]}})
    await answered(run, '2026-11-24', 'gamma', 'fp_a')
    await answered(run, '2026-11-26', 'gamma', 'fp_b')
    const [drift] = await evaluateDrift(store, {})
    expect(driftSentence(drift!)).to.equal(
      'lab/gamma is answered by another model since 2026-11-26 (before: fp_a, now: fp_b). --since 2026-11-26 looks at it alone.',
    )
  })

  it('is no system whose servers take turns', async () => {
    const run = await addRun(store, {style, scores: {'lab/gamma': [null]}})
    for (const [day, fingerprint] of [
      ['2026-11-23', 'fp_a'],
      ['2026-11-24', 'fp_b'],
      ['2026-11-25', 'fp_a'],
      ['2026-11-26', 'fp_b'],
    ] as const)
      await answered(run, day, 'gamma', fingerprint)
    expect(await evaluateDrift(store, {})).to.deep.equal([])
  })
})
