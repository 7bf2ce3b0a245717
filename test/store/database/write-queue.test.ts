import {expect} from 'chai'
import {setImmediate as turn} from 'node:timers/promises'
import type {Statement, Unit} from '../../../src/store/database/unit.js'
import {WriteQueue} from '../../../src/store/database/write-queue.js'
import type {WriterThread} from '../../../src/store/database/writer-thread.js'

/** A thread whose commits a test makes; what it was handed, in order. */
class HandMadeThread {
  readonly handed: Unit[] = []
  isClosed = false
  #takeBack: (left: Unit[]) => void = () => {}

  commit(units: readonly Unit[]): void {
    this.handed.push(...units)
  }

  settleAll(): void {
    for (const {statements, resolve} of this.handed.splice(0))
      resolve(statements.map(() => ({rows: [], rowsAffected: 1})))
  }

  idle(): Promise<void> {
    this.settleAll()
    return Promise.resolve()
  }

  onEnd(takeBack: (left: Unit[]) => void): void {
    this.#takeBack = takeBack
  }

  breakDown(): void {
    this.#takeBack(this.handed.splice(0))
  }

  close(): Promise<void> {
    this.isClosed = true
    return Promise.resolve()
  }
}

const unit = (name: string): Statement[] => [{sql: name}]
const named = (units: readonly Unit[]) => units.map(({statements}) => statements[0]?.sql)

describe('the queue of writes', () => {
  let committed: string[]
  let thread: HandMadeThread
  let starts: number
  let queue: WriteQueue
  beforeEach(() => {
    committed = []
    thread = new HandMadeThread()
    starts = 0
    queue = new WriteQueue({
      commit: async (statements) => {
        await turn()
        committed.push(statements.map(({sql}) => sql).join('+'))
        return statements.map(() => ({rows: [], rowsAffected: 1}))
      },
      startThread: async () => {
        starts++
        await turn()
        return thread as unknown as WriterThread
      },
      commitsBeforeThread: 2,
    })
  })

  it('commits in order, what came during a commit together, and hands over to a thread after some commits', async () => {
    const first = queue.write(unit('a'))
    await turn()
    const rest = [queue.write(unit('b')), queue.write(unit('c'))]
    await Promise.all([first, ...rest])
    expect(committed).to.deep.equal(['a', 'b+c'])
    await turn()
    await turn()
    const later = ['d', 'e', 'f'].map((name) => queue.write(unit(name)))
    await turn()
    expect(starts).to.equal(1)
    expect(named(thread.handed)).to.deep.equal(['d', 'e', 'f'])
    await queue.idle()
    expect((await Promise.all(later)).map(([result]) => result?.rowsAffected)).to.deep.equal([1, 1, 1])
    await queue.close()
    expect(thread.isClosed).to.equal(true)
    expect(committed).to.have.length(2)
  })

  it('starts the thread at once where many commits are expected, and commits nothing here meanwhile', async () => {
    queue.expect(1)
    expect(starts).to.equal(0)
    queue.expect(2)
    queue.expect(2)
    expect(starts).to.equal(1)
    const writes = ['a', 'b'].map((name) => queue.write(unit(name)))
    await turn()
    await turn()
    expect(named(thread.handed)).to.deep.equal(['a', 'b'])
    await queue.idle()
    await Promise.all(writes)
    expect(committed).to.deep.equal([])
  })

  it('commits here, in order, what a thread that broke down has not acknowledged', async () => {
    await queue.write(unit('a'))
    await queue.write(unit('b'))
    await turn()
    await turn()
    const later = ['c', 'd'].map((name) => queue.write(unit(name)))
    await turn()
    expect(named(thread.handed)).to.deep.equal(['c', 'd'])
    thread.breakDown()
    const last = queue.write(unit('e'))
    await Promise.all([...later, last])
    expect(committed).to.deep.equal(['a', 'b', 'c+d+e'])
    await queue.idle()
    await queue.close()
    expect(thread.isClosed, 'it has ended already').to.equal(false)
  })

  it('goes on here where no thread can be started', async () => {
    const alone = new WriteQueue({
      commit: (statements) => {
        committed.push(statements.map(({sql}) => sql).join('+'))
        return Promise.resolve([])
      },
      startThread: () => Promise.resolve(undefined),
      commitsBeforeThread: 1,
    })
    for (const name of ['a', 'b', 'c']) await alone.write(unit(name))
    await alone.idle()
    await alone.close()
    expect(committed).to.deep.equal(['a', 'b', 'c'])
  })
})
