import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {spawnSync} from 'node:child_process'
import {chmod, chown, mkdir, readdir, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'
import {bench, BENCH, tempFolder} from '../support/processes.js'

const NOBODY = 65_534
const SMALL = ['-m', 'builtin/lexicon', '-p', 'tech_pm', '--style', 'terse', '--chip-count', '15']

describe('databases on the command line', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
    await bench(['run', ...SMALL, '--db', 'file:bench.db'], {cwd: folder.path})
  })
  after(async () => {
    await chmod(folder.file('read-only'), 0o755).catch(() => {})
    await folder.remove()
  })

  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    bench(args, {cwd: folder.path, env})

  it('are named in the first line on stderr by every command that writes', async () => {
    for (const args of [
      ['run', ...SMALL, '--dry-run'],
      ['run', '-m', 'nonsense'],
      ['resume'],
      ['rate', 'nothing', '--score', '4'],
      ['runs', 'delete', 'nothing', '--yes'],
    ]) {
      const {stderr} = await run([...args, '--db', 'file:bench.db', '--json'])
      expect(stderr.split('\n')[0], args.join(' ')).to.equal('Database: file:bench.db')
    }

    const secret = 'http://127.0.0.1:9/?authToken=secret'
    const away = await run(['sync', '--db', 'file:bench.db', '--remote', secret], {
      BENCH_REMOTE_PATIENCE: '1',
    })
    expect(away.stderr.split('\n')[0]).to.equal('Database: file:bench.db; team database: http://127.0.0.1:9/')
    expect((await run(['stats', '--db', 'file:bench.db'])).stderr).to.equal('')
  })

  it('have no empty names, nor has any other flag', async () => {
    for (const args of [
      ['stats', '--db', ''],
      ['rate', 'x', '--score', '4', '--user', ''],
      ['run', '--model', ' '],
      ['export', 'results', '--out='],
    ]) {
      const {code, stderr} = await run(args)
      expect([code, stderr], args.join(' ')).to.satisfy(
        ([exit, said]: [number, string]) => exit === 2 && said.includes('was given an empty value. Nothing'),
      )
    }

    const host = await run(['runs'], {TURSO_DATABASE_URL: 'name.turso.io'})
    expect([host.code, host.stderr]).to.satisfy(
      ([exit, said]: [number, string]) => exit === 2 && said.includes('libsql://name.turso.io'),
    )
    expect(await readdir(folder.path)).not.to.include('name.turso.io')
  })

  it('are checked and mended by doctor where another program went round the triggers', async () => {
    const file = folder.file('wrong.db')
    await run(['run', ...SMALL, '--db', 'file:wrong.db'])
    const client = createClient({url: `file:${file}`})
    await client.execute('UPDATE results SET rating_count = 7, rating_sum = 35 WHERE rowid IN (1, 2)')
    client.close()
    const broken = await run(['doctor', '--db', 'file:wrong.db'])
    expect(broken.code).to.equal(1)
    // Sentences are wrapped.
    expect(broken.stdout.replaceAll(/\s+/g, ' ')).to.match(
      /totals 2 results carry other totals.* Count them anew: bench doctor --repair --db/,
    )
    const mended = await run(['doctor', '--repair', '--db', 'file:wrong.db'])
    expect([mended.code, mended.stderr]).to.deep.equal([
      0,
      'Database: file:wrong.db\nTotals of 2 results were wrong, and are counted anew.\n',
    ])
    expect(mended.stdout).to.match(/totals +as the ratings add up/)
  })

  describe('in a place where nobody may write', () => {
    const as = process.getuid?.() === 0 ? {uid: NOBODY, gid: NOBODY} : {}
    let place: string

    /** As a user without rights on the place; root may write everywhere. */
    const read = (...args: string[]) => {
      const {status, stdout, stderr} = spawnSync(process.execPath, [BENCH, ...args], {
        cwd: place,
        ...as,
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          HOME: folder.file('home'),
          XDG_DATA_HOME: folder.file('home'),
          NO_COLOR: '1',
        },
      })
      return {status, stdout, stderr}
    }

    before(async function () {
      place = folder.file('read-only')
      await mkdir(place)
      await mkdir(folder.file('home'))
      await chmod(dirname(place), 0o755)
      if (as.uid !== undefined) await chown(folder.file('home'), as.uid, as.gid)
      const client = createClient({url: `file:${folder.file('bench.db')}`})
      await client.execute({sql: 'VACUUM INTO ?', args: [`${place}/bench.db`]})
      client.close()
      const copy = createClient({url: `file:${place}/bench.db`})
      await copy.execute('PRAGMA journal_mode = WAL')
      await copy.execute('PRAGMA wal_checkpoint(TRUNCATE)')
      copy.close()
      for (const name of await readdir(place)) await chmod(`${place}/${name}`, 0o444)
      await writeFile(`${place}/old.db`, '')
      const {makeFirstDesign} = await import('../support/first-design.js')
      await makeFirstDesign(`${place}/old.db`)
      await chmod(`${place}/old.db`, 0o444)
      await chmod(place, 0o555)
      // The workshop may keep other users out.
      if (spawnSync(process.execPath, [BENCH, '--version'], {cwd: place, ...as}).status !== 0) this.skip()
    })

    it('are read: stats, results, runs, export, report, doctor, dry runs', async () => {
      const before = await readdir(place)
      for (const [args, wanted] of [
        [['stats'], /builtin\/lexicon/],
        [['results'], /4 of 4|1–4/],
        [['runs'], /completed/],
        [['export', 'results', '--format', 'jsonl'], /"builtin\/lexicon"/],
        [['report', '--out', folder.file('home/report.html')], /Report written/],
        [['doctor'], /in a read-only place: it is only read/],
        [['run', ...SMALL, '--dry-run'], /Not recorded: the database is in a read-only place/],
      ] as const) {
        const {status, stdout, stderr} = read(...args, '--db', 'file:bench.db')
        expect(status, `${args.join(' ')}: ${stderr}`).to.equal(0)
        expect(stdout.replaceAll(/\s+/g, ' '), args.join(' ')).to.match(wanted)
      }

      expect(await readdir(place)).to.deep.equal(before)
    })

    it('are not written to, and older ones are refused with advice', () => {
      const rated = read('rate', 'anything', '--score', '4', '--db', 'file:bench.db')
      expect(rated.status).to.be.greaterThan(0)
      const run = read('run', ...SMALL, '--db', 'file:bench.db', '--json')
      expect([run.status, run.stdout]).to.satisfy(
        ([exit, said]: [number, string]) => exit === 1 && said.includes('DATABASE_READ_ONLY'),
      )
      const old = read('stats', '--db', 'file:old.db')
      expect([old.status, old.stderr]).to.satisfy(
        ([exit, said]: [number, string]) =>
          exit === 1 && /older bench[^]*Copy it [^]*where you may write/.test(said),
      )
    })
  })
})
