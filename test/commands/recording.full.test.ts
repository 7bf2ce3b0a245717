import {expect} from 'chai'
import {readdir, rename} from 'node:fs/promises'
import {join} from 'node:path'
import {startModelServer} from '../support/model-server.js'
import {bench, startBench, startModelServerProcess, tempFolder} from '../support/processes.js'

const RUN = ['run', '--model', 'openai/gpt-5-mini', '-p', 'tech_pm', '--trials', '2']

describe('bench run --record and --replay', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  const run = (...args: string[]) => bench(args, {cwd: folder.path})
  const rows = async (table: string, db: string) => {
    const {stdout} = await run('export', table, '--db', `file:${db}`, '--format', 'jsonl')
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  }
  const results = async (db: string) =>
    (await rows('results', db))
      .map(
        ({
          model,
          persona_id,
          style,
          input_type,
          constraint_type,
          chip_count,
          trial,
          status,
          final_chips,
          cost_usd,
          latency_ms,
          input_tokens,
          output_tokens,
          errors,
        }) => ({
          key: [model, persona_id, style, input_type, constraint_type, chip_count, trial].join('|'),
          status,
          final_chips,
          cost_usd,
          latency_ms,
          input_tokens,
          output_tokens,
          errors,
        }),
      )
      .sort((a, b) => a.key.localeCompare(b.key))
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  it('gives the same chips, costs and latencies again, with no server, no key and no waiting', async () => {
    const server = await startModelServer({
      delayMs: 5,
      script: (_request, index) =>
        index % 9 === 3
          ? {kind: 'status', status: 429, headers: {'retry-after': '0'}}
          : index % 11 === 5
            ? {kind: 'answer', content: 'not a chip in sight'}
            : undefined,
    })
    const first = await run(...RUN, '--base-url', server.url, '--record', 'kept', '--db', 'file:a.db')
    await server.close()
    expect(first.code).to.equal(0)
    const second = await run(...RUN, '--replay', 'kept', '--db', 'file:b.db')
    expect(second.code).to.equal(0)
    expect(await results('b.db')).to.deep.equal(await results('a.db'))
    expect(await results('b.db')).to.have.length(32)
  })

  it('names what is missing in a recording, and goes on with the rest; resume finds it when it is back', async () => {
    await run('run', '--model', 'builtin/lexicon', '-p', 'tech_pm', '--record', 'kept')
    const [name] = (await readdir(folder.file('kept'))).filter((each) => each !== 'recording.json')
    await rename(join(folder.path, 'kept', name!), folder.file(name!))
    const {code, stderr, stdout} = await run(
      'run',
      '--model',
      'builtin/lexicon',
      '-p',
      'tech_pm',
      '--replay',
      'kept',
      '--db',
      'file:b.db',
      '--json',
    )
    expect(code).to.equal(3)
    const {run_id, failed, completed} = JSON.parse(stdout) as {
      run_id: string
      failed: number
      completed: number
    }
    expect({failed, completed}).to.deep.equal({failed: 1, completed: 15})
    expect(stderr).to.match(/nothing was recorded for step\d of builtin\/lexicon\|tech_pm/)
    await rename(folder.file(name!), join(folder.path, 'kept', name!))
    const resumed = await run('resume', run_id, '--db', 'file:b.db', '--json')
    expect(JSON.parse(resumed.stdout)).to.include({completed: 16, failed: 0})
  })

  it('goes on recording after kill -9, and the whole can be replayed', async () => {
    const server = await startModelServerProcess(20)
    try {
      const countdown = await server.countdown(20)
      const {child, finished} = startBench(
        [...RUN, '--base-url', server.url, '--record', 'kept', '--db', 'file:a.db'],
        {cwd: folder.path},
      )
      await countdown()
      child.kill('SIGKILL')
      await finished
      const resumed = await run('resume', '--db', 'file:a.db')
      expect(resumed.code, resumed.stderr).to.equal(0)
    } finally {
      server.close()
    }

    const replayed = await run(...RUN, '--replay', 'kept', '--db', 'file:b.db')
    expect(replayed.code, replayed.stderr).to.equal(0)
    expect(await results('b.db')).to.deep.equal(await results('a.db'))
  })

  it('refuses both at once, and a folder that holds something else', async () => {
    expect((await run(...RUN, '--record', 'a', '--replay', 'b')).code).to.equal(2)
    const other = await run(...RUN, '--replay', 'nothing-here')
    expect(other.code).to.equal(2)
    expect(other.stderr).to.contain('is no recording')
    expect(await readdir(folder.path)).not.to.include('bench.db')
  })
})
