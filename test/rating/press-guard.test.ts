import {expect} from 'chai'
import fc from 'fast-check'
import {LOOK_MS, PressGuard, type Verdict} from '../../src/rating/press-guard.js'

const NIGHT = 9 * 3600_000

describe('presses of a score', () => {
  /** Results that follow each other as soon as one is scored, with presses at these times. @returns verdicts */
  function pressed(times: readonly number[], isHeld = false): Verdict[] {
    const guard = new PressGuard(0)
    guard.shown(0)
    return times.map((time) => {
      const verdict = guard.press(time, time, {isHeld})
      if (verdict === 'counts') guard.shown(time + 10)
      return verdict
    })
  }

  it('count when the result could be seen', () => {
    expect(pressed([4000, 9000, 15_000])).to.deep.equal(['counts', 'counts', 'counts'])
  })

  it('count once: a second tap within half a second is no score, whatever is on the screen by then', () => {
    for (let gap = 50; gap <= 500; gap += 10)
      expect(
        pressed([4000, 4000 + gap, 4000 + 2 * gap]).filter((verdict) => verdict === 'counts'),
      ).to.have.length(1)
  })

  it('never count while a key is held or stuck', () => {
    const stuck = Array.from({length: 600}, (_, at) => 4000 + at * 33)
    expect(pressed(stuck).filter((verdict) => verdict === 'counts')).to.have.length(1)
    expect(pressed(stuck, true)).not.to.include('counts')
    expect(
      pressed([...stuck, stuck.at(-1)! + 5000]).filter((verdict) => verdict === 'counts'),
    ).to.have.length(2)
  })

  it('ask after three that came too fast to have read, until that is answered', () => {
    const fast = [700, 1500, 2300, 3100, 3900, 60_000]
    expect(pressed(fast)).to.deep.equal(['counts', 'counts', 'counts', 'asks', 'asks', 'asks'])
    const guard = new PressGuard(0)
    for (const time of [700, 1500, 2300, 3100]) {
      if (guard.press(time, time) === 'counts') guard.shown(time)
    }

    guard.answered(10_000)
    expect(guard.press(10_200, 10_200)).to.equal('early')
    expect(guard.press(14_000, 14_000)).to.equal('counts')
  })

  it('wake a page that was left open over night, and then count', () => {
    const guard = new PressGuard(0)
    guard.shown(0)
    expect(guard.press(5000, NIGHT)).to.equal('woken')
    expect(guard.press(5100, NIGHT + 100)).to.equal('early')
    expect(guard.press(9000, NIGHT + 4000)).to.equal('counts')
    // A mouse that moves wakes it too; a score right after that is early.
    expect(guard.active(10_000, 2 * NIGHT)).to.equal(true)
    expect(guard.press(10_100, 2 * NIGHT + 100)).to.equal('early')
  })

  it('need no second look at what was read before the page went behind another', () => {
    const guard = new PressGuard(0)
    guard.shown(0)
    guard.visible(1000, false)
    guard.visible(9000, true)
    expect(guard.press(9010, 9010)).to.equal('counts')
    // 200 ms before and 300 after are not enough.
    guard.shown(10_000)
    guard.visible(10_200, false)
    guard.visible(20_000, true)
    expect(guard.press(20_300, 20_300)).to.equal('early')
    // What came while nobody could see it is looked at from then on.
    guard.visible(21_000, false)
    guard.shown(25_000)
    guard.visible(30_000, true)
    expect(guard.press(30_500, 30_500)).to.equal('early')
    expect(guard.press(31_200, 31_200)).to.equal('counts')
  })

  it('are not held up by a browser that tells late that a question was answered', () => {
    const guard = new PressGuard(0)
    for (const time of [700, 1500, 2300, 3100]) if (guard.press(time, time) === 'counts') guard.shown(time)
    guard.answered(4000)
    expect(guard.press(6000, 6000)).to.equal('counts')
    guard.shown(6010)
    guard.answered(7900)
    expect(guard.press(8000, 8000)).to.equal('counts')
  })

  it('tell slips, which follow another press, from presses that came too soon', () => {
    const guard = new PressGuard(0)
    expect(guard.sincePress(0)).to.equal(Infinity)
    guard.press(5000, 5000)
    expect(guard.sincePress(5200)).to.equal(200)
  })

  it('are never more than results that were on the screen long enough', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 1, max: 3000}), {maxLength: 200}), (gaps) => {
        let time = 0
        const times = gaps.map((gap) => (time += gap))
        const counted = pressed(times).filter((verdict) => verdict === 'counts').length
        expect(counted).to.be.at.most(Math.floor(time / LOOK_MS))
      }),
    )
  })
})
