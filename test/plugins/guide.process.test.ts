import {expect} from 'chai'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {mkdir, readFile, symlink, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {parquetReadObjects} from 'hyparquet'
import {streamedChips, writeGuidePlugin} from '../support/guide-plugin.js'
import {bench, tempFolder} from '../support/processes.js'

describe('the plugin of the guide, as it is written there', function () {
  this.timeout(60_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let server: Server
  let requests = 0
  before(async () => {
    folder = await tempFolder()
    const root = join(folder.path, 'acme')
    await writeGuidePlugin(root)
    // What `npm install` would put there.
    const modules = resolve(import.meta.dirname, '../../node_modules')
    await symlink(modules, join(root, 'node_modules'))

    // Where `bench plugins link` notes it, which would need npm's network.
    await mkdir(folder.file('bench'))
    const linked = {schema: 1, plugins: [{name: 'bench-plugin-acme', root, type: 'link'}]}
    await writeFile(folder.file('bench/package.json'), JSON.stringify({private: true, oclif: linked}))
    server = createServer((_, answer) => {
      requests++
      // The first stream breaks off, the second request is refused: both are tried again.
      if (requests === 2) return answer.writeHead(429, {'retry-after': '1'}).end('slow down')
      return streamedChips(answer, {isBroken: requests === 1})
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  })
  after(async () => {
    server.close()
    await folder.remove()
  })
  const run = (line: string) =>
    bench(line.split(' '), {
      cwd: folder.path,
      env: {
        XDG_DATA_HOME: folder.path,
        ACME_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
        ACME_API_KEY: 'a-key-of-the-machine-room',
      },
    })

  it('runs a case over its stream, and its failed attempts are made again', async () => {
    const few =
      '--persona tech_pm --style terse --constraint no_constraint --input-type basic --chip-count 15'
    const {code, stdout, stderr} = await run(`run -m acme/large ${few} --json`)
    expect(code, stderr).to.equal(0)
    // oclif would say of every linked plugin that its TypeScript is not compiled.
    expect(stderr).not.to.contain('transpiled')
    expect(JSON.parse(stdout)).to.include({completed: 1, failed: 0})
    expect(requests).to.equal(3)
    const {results} = JSON.parse((await run('results --json')).stdout) as {results: object[]}
    expect(results[0]).to.include({model: 'acme/large', input_tokens: 1000, output_tokens: 500, chips: 16})
    expect(results[0])
      .to.have.property('cost_usd')
      .that.is.closeTo((1000 * 0.4 + 500 * 1.6) / 1e6, 1e-12)
  })

  it('plays the user too in the suite of the guide, which asks nobody else', async () => {
    const few =
      '--persona tech_pm --style terse --constraint no_constraint --input-type enriched --chip-count 15'
    const {code, stdout, stderr} = await run(
      `run --db file:enriched.db --suite acme/ours.yaml -m acme/large ${few} --json`,
    )
    expect(code, stderr).to.equal(0)
    expect(JSON.parse(stdout)).to.include({completed: 1, failed: 0})
  })

  it('exports in its format', async () => {
    const {code, stdout, stderr} = await run('export results --format tsv')
    expect(code, stderr).to.equal(0)
    const [head, row] = stdout.split('\n')
    expect(head!.split('\t')).to.include.members(['model', 'persona_id'])
    expect(row!.split('\t')).to.have.length(head!.split('\t').length)
  })

  it('exports bytes into a file, which Parquet readers read', async () => {
    const {code, stderr} = await run('export results --out all.pq')
    expect(code, stderr).to.equal(0)
    const rows = await parquetReadObjects({file: asBuffer(await readFile(folder.file('all.pq')))})
    expect(rows).to.have.length(1)
    expect(rows[0]).to.include({results_model: 'acme/large', results_input_tokens: 1000n})
  })
})

function asBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
