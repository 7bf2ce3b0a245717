import {expect} from 'chai'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {startSqld, tempFolder} from '../support/processes.js'
import {aResult, aRun} from '../support/records.js'
import {openTerminal} from '../support/terminal.js'

const CURSOR_SHOWN = '\u001b[?25h'
const SCREEN_LEFT = '\u001b[?1049l'

/** A rater at a real terminal. Keys count 150 ms after a result came up, so each is pressed until it took. */
describe('bench rate, in a terminal', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let store: Store
  beforeEach(async () => {
    folder = await tempFolder()
    store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: true})
    const run = aRun({id: 'secret-run'})
    await store.runs.create(run)
    for (let at = 0; at < 8; at++) {
      const chips = [{key: `k${at}`, display: `Chip number ${at}`, type: 'jargon' as const}]
      await store.results.save(
        aResult(run.id, {
          model: `vendor/secret-${at % 2}`,
          persona_id: `p${at}`,
          final_chips: chips,
          step2_chips: chips,
          cost_usd: 0.4321,
        }),
      )
    }
  })
  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  const open = (...args: string[]) => openTerminal(['rate', '--user', 'ann', ...args], {cwd: folder.path})
  const mine = async () => (await store.results.list({rated_by: 'ann'}, {limit: 20, offset: 0})).total
  const settled = () => new Promise((done) => setTimeout(done, 170))
  /** Another run, of one system. */
  const aloneRun = async () => {
    const run = aRun({id: 'alone-run'})
    await store.runs.create(run)
    await store.results.save(aResult(run.id, {model: 'vendor/alone', persona_id: 'alone'}))
    return run.id
  }
  type Screen = ReturnType<typeof open>

  /** Presses a key once the screen takes keys, and waits for what it must bring. */
  async function press(screen: Screen, key: string, wanted: RegExp | string) {
    await settled()
    screen.press(key)
    await screen.waitFor(wanted)
  }

  /** Leaves the examples of a first session out, which comes before the first result. */
  async function begin(screen: Screen, wanted: RegExp | string) {
    await screen.waitFor('example 1 of 3')
    await press(screen, 'c', wanted)
  }

  async function quit(screen: Screen): Promise<number> {
    await settled()
    screen.press('q')
    return screen.exited
  }

  it('rates, undoes, skips, notes, reveals and quits, with everything acknowledged in the database', async () => {
    const screen = open('--limit', '6')
    await begin(screen, '1 of 6')
    await press(screen, '4', '2 of 6')
    await screen.waitFor('Saved: 4 good')
    expect(await mine()).to.equal(1)
    await press(screen, 'u', '1 of 6')
    expect(await mine()).to.equal(0)
    await press(screen, '2', '2 of 6')
    await press(screen, 's', '3 of 6')
    await press(screen, 'n', 'Note:')
    screen.press('dull 5')
    await screen.waitFor('dull 5')
    screen.press('\r')
    await screen.waitFor('Note saved')
    await press(screen, 'r', 'You gave 2 to vendor/secret')
    // It can be taken back, and is not blind any more.
    await press(screen, 'u', 'Taken back; rate it again')
    await press(screen, '2', '3 of 6')
    await press(screen, '?', 'any other key goes back')
    await press(screen, 'x', '3 of 6')
    await press(screen, 'd', '[k')
    expect(await mine()).to.equal(1)
    expect(await quit(screen)).to.equal(0)
    await screen.waitFor('1 rated, 1 skipped; everything is saved.')
    await screen.waitFor('2 poor: 1')
    expect(screen.raw()).to.contain(CURSOR_SHOWN).and.contain(SCREEN_LEFT)
  })

  it('shows nothing before the rating that tells whose it is', async () => {
    const screen = open()
    await begin(screen, '1 of 8')
    await press(screen, 'd', '[k')
    await press(screen, 'p', 'any other key goes back')
    await press(screen, 'x', '1 of 8')
    await press(screen, '3', '2 of 8')
    expect(screen.raw()).not.to.match(/secret|0\.43|terse|basic|1\.2 s|1200/)
    await quit(screen)
    const revealed = open('--reveal')
    await revealed.waitFor('vendor/secret')
    await press(revealed, '3', '2 of 7')
    await quit(revealed)
    expect((await store.ratings.blindness({})).not_blind).to.equal(1)
    // Who asks for one model knows whose it is, though the screen does not say so.
    const chosen = open('--model', 'vendor/secret-1')
    await chosen.waitFor('1 of')
    await press(chosen, '3', '2 of')
    expect(chosen.raw()).not.to.contain('secret')
    await quit(chosen)
    expect((await store.ratings.blindness({})).not_blind).to.equal(2)
  })

  it('takes tags, bad chips and corrections, saved as they are made and there after a restart', async () => {
    const screen = open()
    await begin(screen, '1 of 8')
    await press(screen, 't', 'Enter back')
    screen.press('g')
    await screen.waitFor('tags: generic')
    screen.press('\r')
    await press(screen, 'x', 'label: mark or unmark')
    screen.press('a')
    await screen.waitFor('[a]')
    screen.press('\r')
    await screen.waitFor('1 chip marked bad')
    await press(screen, '4', '2 of 8')
    expect(await quit(screen)).to.equal(0)
    const {results} = await store.results.list({rated_by: 'ann'}, {limit: 2, offset: 0})
    const said = await store.ratings.ofRater(results[0]!.id, 'ann')
    expect(said.rating).to.equal(4)
    expect(said.note).to.deep.include({tags: ['generic']})
    expect(said.note!.bad_chips).to.have.length(1)

    const again = open()
    await again.waitFor('1 of 7')
    await press(again, 'e', 'Your ratings, newest first')
    await press(again, 'a', 'an earlier rating')
    for (const shown of ['tags: generic', '1 chip marked bad', '[4 good]']) await again.waitFor(shown)
    await press(again, '2', 'Changed: 4 good is now 2 poor')
    await quit(again)
    expect((await store.ratings.ofRater(results[0]!.id, 'ann')).rating).to.equal(2)
    // A run of one system tells whose it is.
    const alone = await aloneRun()
    const one = open('--run', alone)
    await one.waitFor('1 of 1')
    await press(one, '3', 'That was the last one')
    one.press('q')
    await one.exited
    expect(await store.ratings.blindness({})).to.include({ratings: 2, not_blind: 1})
  })

  it('loses nothing to SIGKILL between key presses, and goes on with the rest', async () => {
    const screen = open()
    await begin(screen, '1 of 8')
    for (const at of [2, 3, 4]) await press(screen, String(at), `${at} of 8`)
    screen.kill('SIGKILL')
    await screen.exited
    expect(await mine()).to.equal(3)
    const again = open()
    await again.waitFor('1 of 5')
    for (const at of [2, 3, 4, 5]) await press(again, '5', `${at} of 5`)
    await press(again, '5', 'That was the last one')
    await press(again, 'u', 'Taken back')
    expect(await mine()).to.equal(7)
    await press(again, '1', 'That was the last one')
    again.press('x')
    expect(await again.exited).to.equal(0)
    expect(await mine()).to.equal(8)
    const over = open()
    expect(await over.exited).to.equal(2)
    await over.waitFor('ann has rated all 8 results here')
  })

  for (const [name, end, code] of [
    ['Ctrl-C', (screen: Screen) => screen.press('\u0003'), 130],
    ['SIGTERM', (screen: Screen) => screen.kill('SIGTERM'), 143],
  ] as const) {
    it(`gives the terminal back on ${name}, and exits with ${code}`, async () => {
      const screen = open()
      await begin(screen, '1 of 8')
      await press(screen, '4', '2 of 8')
      end(screen)
      expect(await screen.exited).to.equal(code)
      expect(screen.raw().indexOf(SCREEN_LEFT)).to.be.above(0)
      expect(await mine()).to.equal(1)
    })
  }

  it('takes nothing for a score that the terminal sends by itself, and switches such modes off', async () => {
    const screen = open()
    await begin(screen, '1 of 8')
    await settled()
    for (const sent of [
      '\u001b[<35;35;4M',
      '\u001b[?64;1;2;4c',
      '\u001b]11;rgb:1e1e/2e2e/3e3e\u001b\\',
      '\u001b[52u',
      '\u001b[27;2;51~',
      '\u001b[M345',
    ])
      screen.press(sent)
    // Cut in two by a slow line.
    screen.press('\u001b[<35;3')
    await settled()
    screen.press('5;4M')
    await settled()
    screen.press('\u001b[200~5\u001b[201~')
    await press(screen, '?', 'any other key goes back')
    await press(screen, 'x', '1 of 8')
    expect(await mine()).to.equal(0)
    for (const mode of [1000, 1003, 1006, 1004, 2004]) expect(screen.raw()).to.contain(`\u001b[?${mode}l`)
    expect(screen.raw()).to.contain('\u001b[>4;0m').and.contain('\u001b[>0u')
    await press(screen, '4', '2 of 8')
    // Ctrl-C as kitty sends it.
    screen.press('\u001b[99;5u')
    expect(await screen.exited).to.equal(130)
    expect(screen.raw()).to.contain('\u001b[<u')
    expect(await mine()).to.equal(1)
  })

  it('takes no key that was meant for the result before', async () => {
    const screen = open()
    await begin(screen, '1 of 8')
    await settled()
    screen.press('444')
    await screen.waitFor('2 of 8')
    await settled()
    await press(screen, '?', 'any other key goes back')
    expect(await mine()).to.equal(1)
    screen.press('\u0003')
    await screen.exited
  })

  it('lets two people rate at the same time', async () => {
    const [ann, bob] = [open(), openTerminal(['rate', '--user', 'bob'], {cwd: folder.path})]
    await Promise.all([begin(ann, '1 of 8'), begin(bob, '1 of 8')])
    for (const at of [2, 3, 4])
      await Promise.all([press(ann, '4', `${at} of 8`), press(bob, '2', `${at} of 8`)])
    await Promise.all([quit(ann), quit(bob)])
    const [group] = await store.stats.groups(['style'], {})
    expect(group).to.include({rated_count: 6, avg_rating: 3, result_count: 8})
  })

  it('says so when a rating cannot be saved, and saves it when the key is pressed again', async () => {
    const server = await startSqld(folder.file('sqld'))
    const remote = await openStore(databaseLocation(server.url, {}), {create: true})
    const run = aRun()
    await remote.runs.create(run)
    for (const persona_id of ['p1', 'p2', 'p3']) await remote.results.save(aResult(run.id, {persona_id}))
    const screen = open('--db', server.url)
    await begin(screen, /^1 of 3/m)
    await press(screen, '4', '2 of 3')
    await server.close()
    await press(screen, '3', 'Saving …')
    await screen.waitFor('Not saved, press the key again', 20_000)
    const again = await startSqld(folder.file('sqld'), server.port)
    await press(screen, '3', '3 of 3')
    expect(await quit(screen)).to.equal(0)
    expect((await remote.results.list({rated_by: 'ann'}, {limit: 9, offset: 0})).total).to.equal(2)
    await remote.close()
    await again.close()
  }).timeout(60_000)

  it('is append-only in words when that is asked for', async () => {
    const screen = openTerminal(['rate', '--user', 'ann', '--limit', '2'], {
      cwd: folder.path,
      env: {ACCESSIBLE: '1', NO_COLOR: '1'},
    })
    await begin(screen, '1 of 2')
    await press(screen, 'n', 'Note, then Enter')
    for (const key of ['t', 'w', 'o', ' ', 'x', '\u007F', 'y']) screen.press(key)
    await screen.waitFor('two y')
    screen.press('\r')
    await screen.waitFor('Note saved')
    expect(screen.raw().split('Note, then Enter')).to.have.length(2)
    screen.resize(70, 24)
    await press(screen, '3', 'Saved: 3 so-so')
    expect(screen.raw().split('Note saved')).to.have.length(2)
    await press(screen, '3', 'That was the last one')
    expect(await quit(screen)).to.equal(0)
    expect(screen.raw()).not.to.contain('\u001b[?1049h').and.not.to.contain('\u001b[H')
    expect(await mine()).to.equal(2)
    const [first] = await store.ratings.list({user_id: 'ann'}, {limit: 1, offset: 1})
    expect((await store.ratings.ofResult(first!.result_id)).notes[0]).to.include({note: 'two y'})
  })
})
