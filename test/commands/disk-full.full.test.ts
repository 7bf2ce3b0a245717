import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {spawn, spawnSync} from 'node:child_process'
import {BENCH, startModelServerProcess, tempFolder} from '../support/processes.js'

/** A mount of its own, without rights on this machine. */
const ALONE = ['--user', '--map-root-user', '--mount']
const CASES = 96
const CONCURRENCY = 8

/** A shell script with what follows as its arguments. @returns its exit code and both outputs. */
function script(text: string, args: readonly string[], cwd: string) {
  const child = spawn('unshare', [...ALONE, 'bash', '-c', text, 'bash', ...args], {
    cwd,
    env: {PATH: process.env['PATH'], HOME: cwd, XDG_DATA_HOME: cwd, NO_COLOR: '1', BENCH_API_KEY: 'test'},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = {stdout: '', stderr: ''}
  child.stdout.on('data', (part: Buffer) => (output.stdout += part.toString()))
  child.stderr.on('data', (part: Buffer) => (output.stderr += part.toString()))
  return new Promise<{code: number | null} & typeof output>((done) =>
    child.on('close', (code) => done({code, ...output})),
  )
}

/** Leaves the answers of both commands, their exit codes and the file as it was between them in the folder. */
const WORK = `"\${@:2}" > full.json 2> full.txt; echo $? > full.code
cp disk/bench.db between.db && cp disk/bench.db-wal between.db-wal 2> /dev/null; eval "$MORE"
"$2" "$3" resume --db file:disk/bench.db --json > more.json 2> more.txt; echo $? > more.code
cp disk/bench.db after.db; cp disk/bench.db-wal after.db-wal 2> /dev/null; cat full.json full.txt full.code more.json more.code`

/** How a disk fills up, at how many kB, how it gets room again, and what is said. */
const WAYS: [what: string, kB: number, before: string, more: string, sentence: RegExp][] = [
  [
    'a disk without room',
    600,
    'mount -t tmpfs -o size=$1k bench disk',
    'mount -o remount,size=64m disk',
    /The disk is full: file:disk\/bench\.db cannot grow\. Everything saved before is kept/,
  ],
  [
    'a limit for files',
    1500,
    'trap "" XFSZ; ulimit -S -f $1',
    'ulimit -S -f unlimited',
    /The database file:disk\/bench\.db failed: .*Everything saved before is kept/,
  ],
]

describe('a disk that is full', function () {
  this.timeout(180_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let models: Awaited<ReturnType<typeof startModelServerProcess>>
  before(async function () {
    models = await startModelServerProcess(10)
    if (spawnSync('unshare', [...ALONE, 'true']).status !== 0) this.skip()
  })
  after(() => models.close())
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  async function ids(name: string, table: string): Promise<Set<string>> {
    const client = createClient({url: `file:${folder.file(name)}`})
    const {rows} = await client.execute(`SELECT id FROM ${table} WHERE status IN ('completed', 'answered')`)
    const [check] = (await client.execute('PRAGMA integrity_check')).rows
    client.close()
    expect(check?.[0]).to.equal('ok')
    return new Set(rows.map((row) => JSON.stringify(row[0])))
  }

  for (const [what, kB, before, more, sentence] of WAYS)
    it(`ends a run with a sentence; what was counted is kept, the rest is made later: ${what}`, async () => {
      const {bought: earlier} = await models.stats()
      const run = ['run', '-m', 'openai/gpt-5-mini', '--base-url', models.url, '-c', String(CONCURRENCY)]
      const {stdout, stderr} = await script(
        `mkdir disk; ${before} || exit 99; MORE='${more}'\n${WORK}`,
        [String(kB), process.execPath, BENCH, ...run, '--seed', String(kB), '--db', 'file:disk/bench.db'],
        folder.path,
      )
      const [, counted] = /(\d+) of 96 cases completed/.exec(stdout) ?? []
      expect(stdout, stderr).to.match(sentence).and.to.match(/^1$/m)
      const [results, calls] = [await ids('between.db', 'results'), await ids('between.db', 'calls')]
      expect(results.size).to.be.at.least(Number(counted)).and.below(CASES)
      expect(calls.size).to.be.at.least(results.size)
      const all = await ids('after.db', 'results')
      expect(all.size).to.equal(CASES)
      expect([...results].every((id) => all.has(id))).to.equal(true)
      const {bought} = await models.stats()
      const again = Object.entries(bought).filter(([hash, n]) => n - (earlier[hash] ?? 0) > 1).length
      // In flight, and on the way to the disk that was full.
      expect(again).to.be.at.most(CONCURRENCY + CONCURRENCY / 4)
    })
})
