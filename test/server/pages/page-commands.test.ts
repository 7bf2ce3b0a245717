import {expect} from 'chai'
import {setTimeout as sleep} from 'node:timers/promises'
import type {SubmittedCommand, Outcome} from '../../../src/rating/page-commands.js'
import {PageCommands} from '../../../src/server/pages/page-commands.js'
import fc from 'fast-check'
import {ItemReferences} from '../../../src/server/pages/item-references.js'
import {anyCharacter} from '../../support/any-character.js'

const references = new ItemReferences('the secret of a database')
const item = {id: 'result-1', repeat: false, isTold: false}
const reference = references.nameOf('ann', item)

describe('commands of a page', () => {
  function taker() {
    const handed: SubmittedCommand[] = []
    const commands = new PageCommands(
      {applyCommand: (done) => Promise.resolve<Outcome>((handed.push(done), 'done'))},
      () => Promise.resolve(references),
      {version: 'r', tags: []},
    )
    const take = (seq: number, age_ms = 0, tab = 'tab', name = reference) =>
      commands.take('ann', {
        user: 'ann',
        tab,
        seq,
        reference: name,
        age_ms,
        command: {kind: 'rate', score: 3},
      })
    return {handed, take}
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

  it('say with what rubric and whether blind; a result that was chosen by its system is not', async () => {
    const {handed, take} = taker()
    await take(1)
    await take(2, 0, 'tab', references.nameOf('ann', {...item, isTold: true}))
    expect(handed.map(({isBlind, rubric, item: {id}}) => [isBlind, rubric.version, id])).to.deep.equal([
      [true, 'r', 'result-1'],
      [false, 'r', 'result-1'],
    ])
    expect(await take(3, 0, 'tab', 'made-up')).to.equal('gone')
    expect(handed).to.have.length(2)
  })

  it('name results by references that nobody can make or read, of one rater alone', () => {
    fc.assert(
      fc.property(
        fc.string({unit: anyCharacter}),
        fc.string({unit: anyCharacter}),
        fc.boolean(),
        fc.boolean(),
        (user, id, repeat, isTold) => {
          const whole = Buffer.from(id).toString() === id ? id : 'id'
          const name = references.nameOf(user, {id: whole, repeat, isTold})
          expect(references.read(user, name)).to.deep.equal(
            whole === '' ? undefined : {id: whole, repeat, isTold},
          )
          expect(references.read(`${user}x`, name)).to.equal(undefined)
          expect(new ItemReferences('another secret').read(user, name)).to.equal(undefined)
          if (whole.length > 3)
            expect(name).not.to.contain(Buffer.from(whole).toString('base64url').slice(0, 8))
        },
      ),
    )
  })

  it('hide repeats: their names are as long as others, and the same after a restart', () => {
    const repeated = references.nameOf('ann', {...item, repeat: true})
    expect(repeated).to.have.length(reference.length)
    expect(repeated).not.to.equal(reference)
    expect(new ItemReferences('the secret of a database').nameOf('ann', item)).to.equal(reference)
    const bytes = Buffer.from(reference, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at]! ^= 1
      expect(references.read('ann', changed.toString('base64url')), String(at)).to.equal(undefined)
    }

    for (const wrong of [
      '',
      '.',
      'result-1',
      'result-1.',
      'result-1.000000000000',
      references.nameOf('bob', item),
    ])
      expect(references.read('ann', wrong), wrong).to.equal(undefined)
  })
})
