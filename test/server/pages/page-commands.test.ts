import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import type {SubmittedCommand, Outcome} from '../../../src/rating/page-commands.js'
import {PageCommands} from '../../../src/server/pages/page-commands.js'
import {RevealedResults} from '../../../src/server/pages/revealed-results.js'
import {readItemReference, itemReference} from '../../../src/server/pages/item-references.js'

const reference = itemReference('ann', {id: 'result-1', repeat: false})

describe('commands of a page', () => {
  function taker() {
    const handed: SubmittedCommand[] = []
    const seen = new RevealedResults()
    const commands = new PageCommands(
      {applyCommand: (done) => Promise.resolve<Outcome>((handed.push(done), 'done'))},
      seen,
    )
    const take = (seq: number, age_ms = 0, tab = 'tab') =>
      commands.take('ann', {user: 'ann', tab, seq, reference, age_ms, command: {kind: 'rate', score: 3}})
    return {handed, seen, take}
  }

  it('are done once each, however often they are sent', async () => {
    const {handed, take} = taker()
    await Promise.all([take(1), take(1), take(2), take(1)])
    expect(handed).to.have.length(2)
    await take(1, 0, 'another tab')
    expect(handed).to.have.length(3)
  })

  it('never become older than what the page did before, however long a request was on its way', async () => {
    const {handed, take} = taker()
    // The first was done 3 s ago and arrives now; the second was done after it, and says so more exactly.
    await take(1, 0)
    await sleep(5)
    await take(2, 3000)
    expect(handed[1]!.at >= handed[0]!.at).to.equal(true)
  })

  it('may be undone when they were made before the server started and came after it', async () => {
    const {handed, take} = taker()
    await take(1, 60_000)
    await take(2, 50_000)
    expect(handed[0]!.knownSince > handed[0]!.at).to.equal(true)
    expect(handed[1]!.knownSince).to.equal('')
  })

  it('change nothing on what the rater has seen with its model', async () => {
    const {handed, seen, take} = taker()
    seen.mark('ann', ['result-1'])
    expect(await take(1)).to.equal('seen')
    expect(handed).to.deep.equal([])
  })

  it('name results by references that are of one rater alone, and hide repeats', () => {
    expect(readItemReference('ann', reference)).to.deep.equal({id: 'result-1', repeat: false})
    expect(readItemReference('ann', itemReference('ann', {id: 'a.b', repeat: true}))).to.deep.equal({
      id: 'a.b',
      repeat: true,
    })
    for (const wrong of [
      '',
      '.',
      'result-1',
      'result-1.',
      'result-1.000000000000',
      itemReference('bob', {id: 'result-1', repeat: false}),
    ])
      expect(readItemReference('ann', wrong), wrong).to.equal(undefined)
  })
})
