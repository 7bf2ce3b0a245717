import {expect} from 'chai'
import {setImmediate} from 'node:timers/promises'
import fc from 'fast-check'
import {Semaphore} from '../../../src/run/executor/semaphore.js'

describe('the places of a run, whatever cases do', () => {
  it('are as many as there are; none is lost, and no new case begins while a begun case waits for one', async () => {
    // How often each case gives its place up on its way.
    const cases = fc.array(fc.nat({max: 3}), {minLength: 1, maxLength: 25})
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({min: 1, max: 9}), cases, async (scheduler, count, all) => {
        const left = [...all]
        const started: Promise<unknown>[] = []
        let [working, saving, returning, finished] = [0, 0, 0, 0]
        let failure: unknown
        const fail = (error: unknown) => (failure ??= error)
        const work = () => expect(++working).to.be.at.most(count)
        const semaphore = new Semaphore(count, () => begin())
        const run = async (pauses: number) => {
          for (let i = 0; i < pauses; i++) {
            await scheduler.schedule(Promise.resolve())
            working--
            semaphore.release()
            await scheduler.schedule(Promise.resolve())
            returning++
            await semaphore.retake()
            returning--
            work()
          }

          await scheduler.schedule(Promise.resolve())
          working--
          let leave = () => semaphore.release()
          if (semaphore.isSpare) {
            expect(++saving, 'answers that wait for the disk').to.be.at.most(Math.floor(count / 4))
            const saved = semaphore.releaseEarly()
            leave = () => {
              saving--
              saved()
            }
          }

          await scheduler.schedule(Promise.resolve())
          finished++
          leave()
        }

        // Called by whoever releases a place: what fails here fails the whole test.
        const begin = () => {
          try {
            while (left.length > 0 && semaphore.available) {
              expect(returning, 'cases that wait to come back').to.equal(0)
              semaphore.take()
              work()
              started.push(run(left.shift()!).catch(fail))
            }
          } catch (error) {
            fail(error)
          }
        }

        begin()
        while (finished < all.length && failure === undefined) await scheduler.waitNext(1)
        if (failure !== undefined) throw failure as Error
        await Promise.all(started)
        expect([working, saving]).to.deep.equal([0, 0])
        for (let i = 0; i < count; i++) {
          expect(semaphore.available).to.equal(true)
          semaphore.take()
        }

        expect(semaphore.available).to.equal(false)
        expect(semaphore.isSpare).to.equal(count >= 4)
      }),
    )
  })

  it('let a quarter of the cases go on before their answers are durable', async () => {
    const semaphore = new Semaphore(8, () => {})
    const saves = Array.from({length: 4}, () => {
      let [resolve, reject]: [() => void, (reason: Error) => void] = [() => {}, () => {}]
      const saved = new Promise<void>((...ends) => ([resolve, reject] = ends))
      return {saved, resolve, reject}
    })
    const gone: number[] = []
    const all = saves.map(({saved}, index) => semaphore.goOn(saved).then(() => gone.push(index)))
    await setImmediate()
    expect(gone).to.deep.equal([0, 1])
    expect(semaphore.isSpare).to.equal(false)
    saves[2]!.resolve()
    await setImmediate()
    expect(gone).to.deep.equal([0, 1, 2])
    saves[0]!.resolve()
    saves[1]!.saved.catch(() => {})
    saves[1]!.reject(new Error('disk full'))
    await setImmediate()
    let further = 0
    for (let i = 0; i < 3; i++) void semaphore.goOn(new Promise(() => {})).then(() => further++)
    await setImmediate()
    expect(further).to.equal(2)
    saves[3]!.reject(new Error('disk full'))
    const [, , , last] = await Promise.allSettled(all)
    expect(last).to.include({status: 'rejected'})
  })

  it('are given back in the order of asking', async () => {
    const semaphore = new Semaphore(1, () => {})
    semaphore.take()
    const order: number[] = []
    const all = [1, 2, 3].map(async (name) => {
      await semaphore.retake()
      order.push(name)
      semaphore.release()
    })
    semaphore.release()
    await Promise.all(all)
    expect(order).to.deep.equal([1, 2, 3])
  })

  it('go to a case that comes back before a new case', async () => {
    let freed = 0
    const semaphore = new Semaphore(1, () => freed++)
    semaphore.take()
    expect(semaphore.available).to.equal(false)
    const back = semaphore.retake()
    semaphore.release()
    await back
    expect([semaphore.available, freed]).to.deep.equal([false, 0])
    semaphore.release()
    expect([semaphore.available, freed]).to.deep.equal([true, 1])
  })
})
