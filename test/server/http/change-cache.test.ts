import {expect} from 'chai'
import fc from 'fast-check'
import {ChangeCache} from '../../../src/server/http/change-cache.js'

const changes = {latest: () => Promise.resolve(1)}
const size = (text: string) => text.length

describe('the cache of answers', () => {
  it('makes an answer once until the data change', async () => {
    const cache = new ChangeCache(changes)
    let made = 0
    const ask = (seq: number, key: string) =>
      cache.get(seq, key, () => Promise.resolve(`${key} ${++made}`), size)
    expect([await ask(1, 'a'), await ask(1, 'a'), await ask(1, 'b')]).to.deep.equal(['a 1', 'a 1', 'b 2'])
    expect([await ask(2, 'a'), await ask(2, 'a')]).to.deep.equal(['a 3', 'a 3'])
    // A database that was set back counts from a lower number.
    expect(await ask(1, 'a')).to.equal('a 4')
  })

  it('shares the making among all who ask meanwhile, also when it fails, and keeps no failure', async () => {
    const cache = new ChangeCache(changes)
    let made = 0
    const failing = () =>
      new Promise<string>((_, reject) => setImmediate(() => reject(new Error(`no ${++made}`))))
    const asked = await Promise.allSettled([1, 2, 3].map(() => cache.get(1, 'a', failing, size)))
    expect(asked.map(({status}) => status)).to.deep.equal(['rejected', 'rejected', 'rejected'])
    expect(made).to.equal(1)
    const empty = () => Promise.resolve(++made > 100 ? 'late' : undefined)
    expect(await cache.get(1, 'a', empty, size)).to.equal(undefined)
    made = 100
    expect(await cache.get(1, 'a', empty, size)).to.equal('late')
  })

  it('keeps nothing of before a change that came while it was made', async () => {
    const cache = new ChangeCache(changes)
    let finish: (text: string) => void = () => {}
    const old = cache.get(1, 'a', () => new Promise<string>((resolve) => (finish = resolve)), size)
    expect(await cache.get(2, 'b', () => Promise.resolve('b'), size)).to.equal('b')
    finish('old')
    expect(await old).to.equal('old')
    expect(await cache.get(2, 'a', () => Promise.resolve('new'), size)).to.equal('new')
  })

  it('holds no more than its bytes: the answer used least recently goes first', async () => {
    const answer = fc.record({key: fc.integer({min: 0, max: 9}), bytes: fc.integer({min: 1, max: 60})})
    await fc.assert(
      fc.asyncProperty(fc.array(answer, {maxLength: 80}), async (asked) => {
        const cache = new ChangeCache(changes, {mostBytes: 100})
        // Most recently used first.
        let kept: {key: number; bytes: number}[] = []
        for (const {key, bytes} of asked) {
          let isMade = false
          const make = () => {
            isMade = true
            return Promise.resolve('x'.repeat(bytes))
          }
          const text = await cache.get(1, String(key), make, size)
          expect(isMade).to.equal(!kept.some((entry) => entry.key === key))
          kept = [
            {key, bytes: text.length + 2 * String(key).length},
            ...kept.filter((entry) => entry.key !== key),
          ]
          while (kept.reduce((sum, entry) => sum + entry.bytes, 0) > 100) kept.pop()
        }
      }),
    )
  })
})
