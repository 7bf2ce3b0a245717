import {expect} from 'chai'
import {mkdir, readFile, readdir, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ItemReferences} from '../../../src/server/pages/item-references.js'
import {bench} from '../../support/processes.js'
import {send, sites} from '../../support/signing-in.js'
import {siteResult} from '../../support/site.js'

describe('signing in to the pages, without a browser', function () {
  this.timeout(60_000)
  const {ownSite, invitedSite} = sites()

  it('keeps digests alone in the token file, for its owner alone, and takes people in while it runs', async () => {
    const {site, invite, link} = await invitedSite()
    const file = site.folder.file('people.yaml')
    await invite('Zoë: "quotes" # and more', '--days', '0')
    const text = await readFile(file, 'utf8')
    expect(text.trim().split('\n')).to.have.length(2)
    expect(text)
      .to.match(/^"sha256:[0-9a-f]{64}": \{user: "ana", expires: "\d{4}-\d\d-\d\d"\}\n/)
      .and.not.include(link.split('#token=')[1]!)
    expect((await stat(file)).mode & 0o777).to.equal(0o600)
    const {link: late} = await invite('late')
    const token = decodeURIComponent(new URL(late).hash.slice('#token='.length))
    const enterBy = () =>
      send(`${site.url}/app/sign-in`, {
        method: 'POST',
        headers: {origin: site.url, 'content-type': 'application/x-www-form-urlencoded'},
        body: `token=${token}`,
      })
    let answer = await enterBy()
    for (const end = Date.now() + 15_000; answer.status !== 303 && Date.now() < end; answer = await enterBy())
      await new Promise((done) => setTimeout(done, 100))
    expect(answer.status).to.equal(303)
    // A line that is taken out signs its person out.
    await writeFile(file, text)
    const cookie = String(answer.headers['set-cookie']).split(';')[0]!
    let page = await send(`${site.url}/app/runs`, {headers: {cookie}})
    for (
      const end = Date.now() + 15_000;
      page.status === 200 && Date.now() < end;
      page = await send(`${site.url}/app/runs`, {headers: {cookie}})
    )
      await new Promise((done) => setTimeout(done, 100))
    expect(page.status).to.equal(401)
  })

  it('refuses names, addresses and files that are none, and changes nothing', async () => {
    const site = await ownSite([], 1)
    const {path} = site.folder
    const run = (...args: string[]) => bench(['serve', 'invite', ...args], {cwd: path})
    await writeFile(join(path, 'json.yaml'), '{"aaaaaaaaaaaaaaaaaaaa": "bob"}')
    await mkdir(join(path, 'folder.yaml'))
    const refused = await Promise.all([
      run('\u0007'),
      run('ana', '--url', 'ftp://x'),
      run('ana', '--days', '-1'),
      run('ana', '--tokens', 'json.yaml'),
      run('ana', '--tokens', 'folder.yaml'),
      run(),
    ])
    expect(refused.map(({code}) => code)).to.deep.equal([2, 2, 2, 2, 2, 2])
    expect(await readFile(join(path, 'json.yaml'), 'utf8')).to.equal('{"aaaaaaaaaaaaaaaaaaaa": "bob"}')
    expect(await readdir(path)).not.to.include('tokens.yaml')
  })

  it('leads on to where one was going, and to no other site', async () => {
    const own = await ownSite([], 1)
    const asked = await send(`${own.url}/app/leaderboard?model=builtin%2Flexicon`, {})
    const next = /name="next" value="([^"]*)"/.exec(asked.text)?.[1]
    expect(next).to.equal('/app/leaderboard?model=builtin%2Flexicon')
    const enterFor = (place: string) =>
      send(`${own.url}/app/sign-in`, {
        method: 'POST',
        headers: {Origin: own.url, 'Content-Type': 'application/x-www-form-urlencoded'},
        body: new URLSearchParams({name: 'ana', next: place}).toString(),
      })
    expect((await enterFor(next!)).headers['location']).to.equal(next)
    for (const foreign of [
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '/\n/evil.example',
      'https://evil.example',
      '',
    ])
      expect((await enterFor(foreign)).headers['location'], foreign).to.equal('/')
  })

  it('takes no act of somebody who is not signed in any more, so that the page keeps it', async () => {
    const own = await ownSite([], 1)
    const cookie = async (name: string) =>
      (
        (
          await send(`${own.url}/app/sign-in`, {
            method: 'POST',
            headers: {Origin: own.url, 'Content-Type': 'application/x-www-form-urlencoded'},
            body: `name=${name}`,
          })
        ).headers['set-cookie'] as string[]
      )
        .map((one) => one.split(';')[0])
        .join('; ')
    const reference = new ItemReferences((await own.store.sync.identity()).db_id).nameOf('ana', {
      id: siteResult(0).id,
      repeat: false,
      isTold: false,
    })
    const act = async (name: string, age_ms = 0) =>
      (
        await send(`${own.url}/app/commands`, {
          method: 'POST',
          headers: {Origin: own.url, Cookie: await cookie(name), 'Content-Type': 'application/json'},
          body: JSON.stringify({
            user: 'ana',
            tab: 't',
            seq: 1,
            reference,
            age_ms,
            command: {kind: 'rate', score: 4},
          }),
        })
      ).status
    expect(await act('bob')).to.equal(401)
    expect(await own.ratingsOf('bob')).to.deep.equal([])
    // However long ago: a clock that was wrong loses nothing.
    expect(await act('ana', 1e12)).to.equal(200)
    expect(await own.ratingsOf('ana')).to.have.length(1)
  })

  it('keeps people signed in behind TLS with a stricter cookie', async () => {
    const site = await ownSite([], 1)
    const {headers} = await send(`${site.url}/app/sign-in`, {
      method: 'POST',
      headers: {
        origin: site.url.replace('http:', 'https:'),
        'x-forwarded-proto': 'https',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'name=ana',
    })
    expect(String(headers['set-cookie'])).to.match(
      /__Host-bench-name=ana; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict/,
    )
  })

  it('no page can be framed, and none runs a script that is not its own', async () => {
    const site = await ownSite([], 1)
    const {headers} = await send(`${site.url}/`, {})
    expect(headers['x-frame-options']).to.equal('DENY')
    expect(headers['content-security-policy'])
      .to.include("frame-ancestors 'none'")
      .and.include("default-src 'none'")
      .and.not.include('unsafe')
  })
})
