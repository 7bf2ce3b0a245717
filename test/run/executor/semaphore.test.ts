import {expect} from 'chai'
import fc from 'fast-check'
import {Semaphore} from '../../../src/run/executor/semaphore.js'

describe('Seats, whatever cases do', () => {
  it('seat no more than there are, lose none, and begin no new case while a begun one waits', async () => {
    // How often each case gives its seat up on its way.
    const cases = fc.array(fc.nat({max: 3}), {minLength: 1, maxLength: 25})
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({min: 1, max: 5}),
        cases,
        async (scheduler, count, pauses) => {
          const left = [...pauses]
          const atWork: Promise<void>[] = []
          let seated = 0
          let returning = 0
          let finished = 0
          const sit = () => expect(++seated).to.be.at.most(count)
          const seats = new Semaphore(count, () => begin())
          const run = async (times: number) => {
            for (let i = 0; i < times; i++) {
              await scheduler.schedule(Promise.resolve())
              seated--
              seats.release()
              await scheduler.schedule(Promise.resolve())
              returning++
              await seats.retake()
              returning--
              sit()
            }

            await scheduler.schedule(Promise.resolve())
            seated--
            finished++
            seats.release()
          }

          const begin = () => {
            while (left.length > 0 && seats.available) {
              expect(returning, 'cases that wait to come back').to.equal(0)
              seats.take()
              sit()
              atWork.push(run(left.shift()!))
            }
          }

          begin()
          while (finished < pauses.length) await scheduler.waitNext(1)
          await Promise.all(atWork)
          expect(seated).to.equal(0)
          for (let i = 0; i < count; i++) {
            expect(seats.available).to.equal(true)
            seats.take()
          }

          expect(seats.available).to.equal(false)
        },
      ),
    )
  })

  it('are given back in the order of asking', async () => {
    const seats = new Semaphore(1, () => {})
    seats.take()
    const order: number[] = []
    const all = [1, 2, 3].map(async (each) => {
      await seats.retake()
      order.push(each)
      seats.release()
    })
    seats.release()
    await Promise.all(all)
    expect(order).to.deep.equal([1, 2, 3])
  })
})

describe('Seats', () => {
  it('seat a case that comes back before a new one', async () => {
    let freed = 0
    const seats = new Semaphore(1, () => freed++)
    seats.take()
    expect(seats.available).to.equal(false)
    const back = seats.retake()
    seats.release()
    await back
    expect([seats.available, freed]).to.deep.equal([false, 0])
    seats.release()
    expect([seats.available, freed]).to.deep.equal([true, 1])
  })
})
