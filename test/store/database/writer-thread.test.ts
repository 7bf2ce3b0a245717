import {EventEmitter} from 'node:events'
import type {Worker} from 'node:worker_threads'
import {expect} from 'chai'
import type {Unit} from '../../../src/store/database/unit.js'
import {WriterThread, type UnitMessage} from '../../../src/store/database/writer-thread.js'

/** A worker that answers what a test lets it answer. */
class FakeWorker extends EventEmitter {
  readonly posted: (UnitMessage | 'close')[] = []
  isAlive = true

  postMessage(message: UnitMessage | 'close'): void {
    this.posted.push(message)
  }

  /** Whether it keeps the process alive. */
  ref(): void {
    this.isAlive = true
  }

  unref(): void {
    this.isAlive = false
  }

  terminate(): Promise<number> {
    return Promise.resolve(0)
  }
}

describe('what is handed to a writer thread', () => {
  const errors = {
    display: 'bench.db',
    schema: 4,
    explain: (error: unknown) => error,
    rescue: () => Promise.resolve('a copy'),
  }

  async function started() {
    const worker = new FakeWorker()
    const starting = WriterThread.behind(worker as unknown as Worker, errors)
    worker.emit('message', 'ready')
    return {worker, thread: (await starting)!}
  }

  /** A unit with what becomes of it. */
  function unit(sql: string): Unit & {outcome: Promise<unknown>} {
    let settle: [Unit['resolve'], Unit['reject']] | undefined
    const outcome = new Promise<unknown>((...of) => (settle = of)).catch((error: unknown) => error)
    const [resolve, reject] = settle!
    return {statements: [{sql}], resolve, reject, outcome}
  }

  it('is taken back, in order, should the thread end before it answered', async () => {
    const {worker, thread} = await started()
    const left: Unit[][] = []
    thread.onEnd((units) => left.push(units))
    const units = ['first', 'second', 'third'].map(unit)
    thread.commit(units)
    worker.emit('message', [{id: 1, results: [{changes: 2}]}])
    expect(await units[0]!.outcome).to.deep.equal([{rows: [], rowsAffected: 2}])
    worker.emit('exit')
    expect(left).to.deep.equal([units.slice(1)])
    // An error comes with an exit, and nothing is taken back twice.
    worker.emit('error', new Error('out of memory'))
    expect(left).to.have.length(1)
    await thread.idle()
    expect(worker.isAlive).to.equal(false)
  })

  it('keeps the process alive until it is answered, and not beyond', async () => {
    const {worker, thread} = await started()
    expect(worker.isAlive).to.equal(false)
    const [only] = ['only'].map(unit)
    thread.commit([only!])
    expect(worker.posted).to.deep.equal([{id: 1, statements: [['only', []]]}])
    expect(worker.isAlive).to.equal(true)
    worker.emit('message', [{id: 1, results: [{columns: ['n'], rows: [[7]]}]}])
    expect(await only!.outcome).to.deep.equal([{rows: [{n: 7}], rowsAffected: 0}])
    expect(worker.isAlive).to.equal(false)
  })

  it('fails by itself: of a moved file with the copy, of a newer schema, and by the sentence of its error', async () => {
    const {worker, thread} = await started()
    const units = ['moved', 'newer', 'failed'].map(unit)
    thread.commit(units)
    worker.emit('message', [
      {id: 1, moved: true},
      {id: 2, newer: 5},
      {id: 3, failed: {message: 'no', code: 'SQLITE_CONSTRAINT'}},
    ])
    expect(await units[0]!.outcome)
      .to.have.property('message')
      .that.contains('a copy')
    expect(await units[1]!.outcome).to.include({code: 'NEWER_SCHEMA'})
    expect(await units[2]!.outcome).to.include({message: 'no', code: 'SQLITE_CONSTRAINT'})
  })

  it('is nothing where the thread ends before it is ready', async () => {
    const worker = new FakeWorker()
    const starting = WriterThread.behind(worker as unknown as Worker, errors)
    worker.emit('exit')
    expect(await starting).to.equal(undefined)
  })
})
