import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {startModelServer} from '../support/model-server.js'
import {bench, tempFolder} from '../support/processes.js'

/** What a bench of schema 3 left: an interrupted run of 12 cases, 6 of them completed, and its recording. */
const LEFT = new URL('schema-3/', import.meta.url)
const RUN_ID = '20261126-130219-gnqq'
const SAME_RUN = [
  ...['run', '--model', 'openai/gpt-5-mini', '--persona', 'tech_pm', '--style', 'terse'],
  ...['--chip-count', '15', '--trials', '3', '--seed', '1'],
]

describe('what a bench of schema 3 left', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let server: Awaited<ReturnType<typeof startModelServer>>
  beforeEach(async () => {
    folder = await tempFolder()
    server = await startModelServer()
    const port = new URL(server.url).port
    const dump = await readFile(new URL('interrupted.sql', LEFT), 'utf8')
    await change(dump.replaceAll('127.0.0.1:PORT', `127.0.0.1:${port}`))
  })
  afterEach(async () => {
    await server.close()
    await folder.remove()
  })

  async function change(sql: string) {
    const client = createClient({url: `file:${folder.file('bench.db')}`})
    await client.executeMultiple(sql)
    client.close()
  }

  async function rows(table: string, db = 'bench.db') {
    const {stdout} = await bench(['export', table, '--db', `file:${db}`, '--format', 'jsonl'], {
      cwd: folder.path,
    })
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  const resumed = async () => {
    const {code, stdout} = await bench(['resume', '--json'], {cwd: folder.path})
    return {
      code,
      ...(JSON.parse(stdout) as {run_id: string; status: string; completed: number; left: number}),
    }
  }

  it('is resumed, and no answer is bought twice', async () => {
    const before = await rows('calls')
    expect(before).to.have.length(12)
    expect(await resumed()).to.include({code: 0, run_id: RUN_ID, status: 'completed', left: 0})
    // Six cases are left: three of one call, three of three.
    expect(server.requests).to.have.length(12)
    expect(new Set(server.requests.map(({hash}) => hash)).size).to.equal(12)
    const calls = await rows('calls')
    expect(calls).to.have.length(24)
    expect(calls.filter(({id}) => before.some((call) => call['id'] === id))).to.have.length(12)
    // The same question has the same hash as before: no two calls ask the same.
    expect(new Set(calls.map((call) => call['request_hash'])).size).to.equal(24)
    const results = await rows('results')
    expect(results.map(({status}) => status)).to.deep.equal(Array(12).fill('completed'))
    expect((await resumed()).code).not.to.equal(0)
    expect(server.requests).to.have.length(12)
  })

  it('is resumed from stored answers where a result was not saved any more', async () => {
    await change(
      `DELETE FROM results WHERE id IN (SELECT id FROM results WHERE input_type = 'enriched' LIMIT 1)`,
    )
    expect(await resumed()).to.include({code: 0, status: 'completed'})
    expect(server.requests).to.have.length(12)
    expect(await rows('results')).to.have.length(12)
  })

  it('replays: the same chips as they were stored, and no server is asked', async () => {
    const recording = JSON.parse(await readFile(new URL('recording.json', LEFT), 'utf8')) as object
    await mkdir(folder.file('kept'))
    for (const [name, exchange] of Object.entries(recording))
      await writeFile(join(folder.path, 'kept', name), JSON.stringify(exchange))
    const {code, stdout} = await bench([...SAME_RUN, '--replay', 'kept', '--db', 'file:b.db', '--json'], {
      cwd: folder.path,
    })
    expect(JSON.parse(stdout)).to.include({completed: 6, failed: 6})
    expect(code).to.equal(3)
    expect(server.requests).to.have.length(0)
    const chips = async (db: string) =>
      (await rows('results', db))
        .filter(({status}) => status === 'completed')
        .map(({input_type, constraint_type, trial, final_chips, cost_usd}) =>
          JSON.stringify([input_type, constraint_type, trial, final_chips, cost_usd]),
        )
        .sort()
    expect(await chips('b.db')).to.deep.equal(await chips('bench.db'))
  })
})
