import {expect} from 'chai'
import {ItemReferences} from '../../../src/server/pages/item-references.js'
import type {RatingCommand} from '../../../src/rating/page-commands.js'
import {siteResult} from '../../support/site.js'
import {send, sites} from '../../support/signing-in.js'
import {aRun} from '../../support/records.js'

/** A rater who has a link of their own and reads the API with its token, to know whose the chips are. */
describe('a rater who attacks the blindness of ratings', function () {
  this.timeout(60_000)
  const {invitedSite} = sites()
  let ana: Awaited<ReturnType<typeof attacker>>
  before(async () => (ana = await attacker()))

  async function attacker() {
    const {site, link} = await invitedSite()
    // Another run, of one system.
    await site.store.runs.create(aRun({id: 'run-two', status: 'completed', config: {cases: 2}}))
    for (const at of [6, 7])
      await site.store.results.save(
        siteResult(at, {run_id: 'run-two', model: 'secret-lab/alone', persona_id: `alone-${at}`}),
      )
    const token = decodeURIComponent(new URL(link).hash.slice('#token='.length))
    const signedIn = await send(`${site.url}/app/sign-in`, {
      method: 'POST',
      headers: {Origin: site.url, 'Content-Type': 'application/x-www-form-urlencoded'},
      body: `token=${encodeURIComponent(token)}`,
    })
    const cookie = (signedIn.headers['set-cookie'] as string[]).map((text) => text.split(';')[0]).join('; ')
    const names = new ItemReferences((await site.store.sync.identity()).db_id)
    let seq = 0
    return {
      site,
      names,
      page: (path: string) => send(site.url + path, {headers: {Cookie: cookie}}),
      api: (path: string, more: Parameters<typeof send>[1] = {}) =>
        send(site.url + path, {...more, headers: {Authorization: `Bearer ${token}`, ...more.headers}}),
      /** The references of a page, with the results that this test knows behind them. */
      async queue(path = '/') {
        const {text} = await send(site.url + path, {headers: {Cookie: cookie}})
        const data = /<script type="application\/json" id="data">(.*)<\/script>/.exec(text)![1]!
        const {queue} = JSON.parse(data) as {queue: string[]}
        return queue.map((reference) => ({reference, id: names.read('ana', reference)!.id}))
      },
      async command(reference: string, command: RatingCommand & {blind?: boolean}, age_ms = 0) {
        const answer = await send(`${site.url}/app/commands`, {
          method: 'POST',
          headers: {Origin: site.url, Cookie: cookie, 'Content-Type': 'application/json'},
          body: JSON.stringify({user: 'ana', tab: 'attack', seq: ++seq, reference, age_ms, command}),
        })
        return answer.status === 200
          ? (JSON.parse(answer.text) as {outcome: string}).outcome
          : String(answer.status)
      },
      async blindOf(id: string) {
        const ratings = await site.ratingsOf('ana')
        return ratings.find(({result_id}) => result_id === id)?.blind
      },
    }
  }

  it('reads a result through the API, without a name and in every writing of its address', async () => {
    const queue = (await ana.queue()).filter(({id}) => id < siteResult(6).id)
    const ways = [
      (id: string) => `/results/${id}`,
      (id: string) => `/results/${encodeURIComponent(id)}?x=1`,
      (id: string) => `/results/%30${id.slice(1)}`,
    ]
    for (const [at, way] of ways.entries()) {
      const {reference, id} = queue[at]!
      const {status, text} = await ana.api(way(id))
      expect(status, way(id)).to.equal(200)
      expect(text).to.include('secret-lab/')
      // However old the rating says it is, and whatever it says of itself.
      expect(await ana.command(reference, {kind: 'rate', score: 5, blind: true}, at * 1e9)).to.equal('done')
      expect(await ana.blindOf(id), way(id)).to.equal(false)
    }

    // The page of a result tells the same.
    const {reference, id} = queue[3]!
    await ana.page(`/app/results/${id}`)
    await ana.command(reference, {kind: 'rate', score: 1})
    expect(await ana.blindOf(id)).to.equal(false)
  })

  it('opens figures after each rating, to see which row moved, and corrects', async () => {
    const queue = await ana.queue()
    const pages = ['/app/leaderboard', '/app/mine']
    const routes = ['/stats', '/compare?by=model', '/results?rated_by=ana', '/ratings?user_id=ana']
    const {reference, id} = queue[0]!
    for (const path of [...pages, ...routes]) {
      await ana.command(reference, {kind: 'withdraw'})
      await ana.command(reference, {kind: 'rate', score: 4})
      const {status} = await (pages.includes(path) ? ana.page(path) : ana.api(path))
      expect(status, path).to.equal(200)
      await ana.command(reference, {kind: 'rate', score: 2})
      expect(await ana.blindOf(id), path).to.equal(false)
      await ana.command(reference, {kind: 'withdraw'})
      await ana.command(reference, {kind: 'rate', score: 3})
      expect(await ana.blindOf(id), `${path}, after taking it back`).to.equal(false)
    }
  })

  it('rates a run of one system', async () => {
    const [told] = await ana.queue('/?run_id=run-two')
    expect(await ana.command(told!.reference, {kind: 'rate', score: 4})).to.equal('done')
    expect(await ana.blindOf(told!.id)).to.equal(false)
    // The other result was not fetched; its name still says how it was chosen.
    const [other] = await ana.queue('/?run_id=run-two')
    await ana.command(other!.reference, {kind: 'rate', score: 4})
    expect(await ana.blindOf(other!.id)).to.equal(false)
  })

  it('computes ids, and makes names of items', async () => {
    const before = await ana.site.ratingsOf('ana')
    const {id} = siteResult(5)
    const right = ana.names.nameOf('ana', {id, repeat: false, isTold: true})
    const bytes = Buffer.from(right, 'base64url')
    // The bit that says how the item was chosen, if the text were not guarded.
    bytes[17] = bytes[17]! ^ ('t'.charCodeAt(0) ^ '-'.charCodeAt(0))
    for (const reference of [
      id,
      `--${id}`,
      Buffer.from(`--${id}`).toString('base64url'),
      bytes.toString('base64url'),
      right.slice(0, -1),
      ana.names.nameOf('bob', {id, repeat: false, isTold: false}),
      new ItemReferences('0'.repeat(32)).nameOf('ana', {id, repeat: false, isTold: false}),
    ]) {
      expect(await ana.command(reference, {kind: 'rate', score: 5}), reference).to.equal('gone')
      expect((await ana.page(`/app/items/${encodeURIComponent(reference)}`)).status, reference).to.equal(401)
    }

    expect(await ana.site.ratingsOf('ana')).to.deep.equal(before)
    // What the API takes under an id is never blind, nor is what corrects it on the page.
    const body = JSON.stringify({rating: 5, blind: true})
    await ana.api(`/results/${id}/ratings`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body,
    })
    expect(await ana.blindOf(id)).to.equal(null)
    const own = ana.names.nameOf('ana', {id, repeat: false, isTold: false})
    await ana.command(own, {kind: 'rate', score: 1})
    expect(await ana.blindOf(id)).not.to.equal(true)
  })
})
