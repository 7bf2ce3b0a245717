import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {bench, startSqld, tempFolder} from '../support/processes.js'

interface Answer {
  run_id: string
  status: string
  completed: number
  error?: {code: string; message: string; next: string[]}
}

describe('bench resume', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  async function ask(...args: string[]) {
    const {code, stdout, stderr} = await bench([...args, '--json'], {cwd: folder.path})
    return {code, stderr, answer: JSON.parse(stdout) as Answer}
  }

  /** 32 cases, offline. */
  const run = (...more: string[]) =>
    ask('run', '-m', 'builtin/random', '-m', 'builtin/lexicon', '-p', 'tech_pm', ...more)

  async function change(sql: string, db = 'bench.db') {
    const client = createClient({url: `file:${folder.file(db)}`})
    await client.execute(sql)
    client.close()
  }

  it('without an id leaves alone what is running on another machine; with one it warns', async () => {
    const sqld = await startSqld(folder.file('sqld'))
    const {
      answer: {run_id},
    } = await run()
    await change(`DELETE FROM results WHERE model = 'builtin/random'`)
    await change(`UPDATE runs SET status = 'running', completed_at = NULL`)
    await ask('sync', '--remote', sqld.url)
    await ask('sync', '--remote', sqld.url, '--db', 'file:there.db')
    const unnamed = await ask('resume', '--db', 'file:there.db')
    expect([unnamed.code, unnamed.answer.error?.code]).to.deep.equal([2, 'NOTHING_TO_RESUME'])
    const named = await ask('resume', run_id, '--db', 'file:there.db')
    expect(named.stderr).to.contain(`${run_id} was running on another machine`)
    expect([named.code, named.answer.status]).to.deep.equal([0, 'completed'])
    const here = await ask('resume')
    expect(here.stderr).not.to.contain('another machine')
    expect([here.code, here.answer.run_id]).to.deep.equal([0, run_id])
    await sqld.close()
  }).timeout(60_000)

  it('wants a shard of a run that was begun in shards, 1/1 for all of it', async () => {
    await run('--run-id', 'monday', '--shard', '1/2')
    const all = await ask('resume', 'monday')
    expect([all.code, all.answer.error?.code]).to.deep.equal([2, 'USAGE'])
    expect(all.answer.error?.next.join()).to.contain('--shard I/2').and.contain('--shard 1/1')
    const whole = await ask('resume', 'monday', '--shard', '1/1')
    expect([whole.code, whole.answer.status]).to.deep.equal([0, 'completed'])
  })

  it('ends a run that was killed after its last result', async () => {
    const {
      answer: {run_id},
    } = await run()
    await change(`UPDATE runs SET status = 'running', completed_at = NULL`)
    const ended = await ask('resume')
    expect([ended.code, ended.answer.run_id, ended.answer.status]).to.deep.equal([0, run_id, 'completed'])
    const again = await ask('resume', run_id)
    expect([again.code, again.answer.error?.code]).to.deep.equal([2, 'NOTHING_TO_RESUME'])
  })

  it('of a shard without cases has nothing to do, as run has', async () => {
    const few = [
      '-m',
      'builtin/random',
      '-p',
      'tech_pm',
      '--style',
      'terse',
      '--input-type',
      'basic',
      '--constraint',
      'no_constraint',
      '--run-id',
      'few',
    ]
    const shards = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((index) =>
        ask('run', ...few, '--shard', `${index}/6`, '--db', `file:${index}.db`),
      ),
    )
    const empty = shards.findIndex(({answer}) => answer.completed === 0) + 1
    const ended = await ask('resume', 'few', '--shard', `${empty}/6`, '--db', `file:${empty}.db`)
    expect([ended.code, ended.answer.status]).to.deep.equal([0, shards[empty - 1]!.answer.status])
  })
})
