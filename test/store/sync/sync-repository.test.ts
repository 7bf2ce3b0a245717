import {expect} from 'chai'
import type {Database, Statement} from '../../../src/store/database/database.js'
import type {PendingChange} from '../../../src/store/sync/sync-entries.js'
import {SyncRepository} from '../../../src/store/sync/sync-repository.js'

describe('what was sent', () => {
  const change = (id: string) => ({kind: 'run', id, updated_at: 5}) as PendingChange
  const noting = (write: (statements: Statement[]) => Promise<never[]>) =>
    new SyncRepository({write} as unknown as Database)

  it('is noted with the numbers that the team’s database gave it, in one unit', async () => {
    const units: Statement[][] = []
    const repository = noting((statements) => {
      units.push(statements)
      return Promise.resolve([])
    })
    await repository.markSent(
      [change('a'), change('b')],
      new Map([
        ['run a', 7],
        ['run b', 8],
      ]),
    )
    expect(units.map((statements) => statements.map(({args}) => args))).to.deep.equal([
      [['run', '[["a",5,7],["b",5,8]]']],
    ])
    await repository.markSent([], new Map())
    expect(units).to.have.length(1)
  })

  it('is not said to be noted where that could not be saved', async () => {
    const repository = noting(() => Promise.reject(new Error('the disk is full')))
    const failure = await repository.markSent([change('a')], new Map()).catch((error: unknown) => error)
    expect(failure).to.have.property('message', 'the disk is full')
  })
})
