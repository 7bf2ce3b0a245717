import {expect} from 'chai'
import {readFile, writeFile} from 'node:fs/promises'
import {createServer, type IncomingHttpHeaders} from 'node:http'
import type {AddressInfo} from 'node:net'
import {openTerminal} from '../support/terminal.js'
import {bench, tempFolder} from '../support/processes.js'

const SUITE = `# Prices by hand, so far.
extends: chips
id: own
prices_as_of: "2026-01-01"
models:
  - openai/gpt-5-mini # the cheap one
  - {id: lab/gone, name: Gone, input_price: 1, output_price: 2}
  - {id: lab/router, name: Router, input_price: 1, output_price: 2}
  - {id: lab/same, name: Same, input_price: 0.1, output_price: 0.4}
`
const LISTED = [
  {id: 'openai/gpt-5-mini', pricing: {prompt: '0.00000025', completion: '0.000002'}},
  {id: 'lab/router', pricing: {prompt: '-1', completion: '-1'}},
  {id: 'lab/same', pricing: {prompt: '0.0000001', completion: '0.0000004'}},
  {id: 'google/gemini-2.5-flash', pricing: {prompt: 0.0000003, completion: 0.0000025}},
  {id: 'lab/else', pricing: {prompt: '1', completion: '1'}},
  {id: 'lab/odd', pricing: null},
  'nonsense',
]

/** A server that lists models; `answer` says how. */
async function startListServer(answer: {status?: number; body?: string} = {}) {
  const asked: IncomingHttpHeaders[] = []
  const paths: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers)
    paths.push(request.url ?? '')
    response
      .writeHead(answer.status ?? 200, {'content-type': 'application/json'})
      .end(answer.body ?? JSON.stringify({data: LISTED}))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    paths,
    close: () => new Promise((done) => server.close(done)),
  }
}

describe('bench models refresh', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let server: Awaited<ReturnType<typeof startListServer>>
  const text = () => readFile(folder.file('own.yaml'), 'utf8')
  const refresh = (...args: string[]) =>
    bench(['models', 'refresh', '--suite', 'own.yaml', '--base-url', server.url, ...args], {
      cwd: folder.path,
      env: {BENCH_API_KEY: 'sk-bench', OPENROUTER_API_KEY: 'sk-openrouter'},
    })
  beforeEach(async () => {
    folder = await tempFolder()
    await writeFile(folder.file('own.yaml'), SUITE)
    server = await startListServer()
  })
  afterEach(async () => {
    await server.close()
    await folder.remove()
  })

  it('shows what would change, and names what is not listed or has no fixed price', async () => {
    const {code, stdout} = await refresh('--dry-run')
    expect(code).to.equal(0)
    expect(stdout).to.match(/openai\/gpt-5-mini +0\.15 → 0\.25 +0\.6 → 2\n/)
    expect(stdout)
      .to.contain('1 changed, 2 as before.')
      .and.contain('Not listed, left as they are: lab/gone.')
      .and.contain('without a fixed price, left as they are: lab/router.')
    expect(await text()).to.equal(SUITE)
    expect(server.paths).to.deep.equal(['/v1/models'])
    expect(server.asked[0]!.authorization).to.equal('Bearer sk-bench')
  })

  it('writes the prices and the day, and nothing else', async () => {
    const {code, stdout} = await refresh('--yes', '--json')
    expect(code).to.equal(0)
    const answer = JSON.parse(stdout) as {written: boolean; changes: object[]; missing: string[]}
    expect(answer).to.deep.include({written: true, missing: ['lab/gone'], unpriced: ['lab/router']})
    const today = new Date().toISOString().slice(0, 10)
    expect(await text()).to.equal(
      SUITE.replace('2026-01-01', today).replace(
        'openai/gpt-5-mini # the',
        '{id: openai/gpt-5-mini, input_price: 0.25, output_price: 2} # the',
      ),
    )
    expect((await refresh('--dry-run')).stdout).to.contain('0 changed, 3 as before.')
  })

  it('does not write without a yes', async () => {
    const {code, stdout, stderr} = await refresh()
    expect(code).to.equal(2)
    expect(stdout).to.contain('0.15 → 0.25')
    expect(stderr).to.contain('--yes')
    expect(await text()).to.equal(SUITE)
  })

  for (const [key, word] of [
    ['n', 'Nothing was written'],
    ['y', 'own.yaml written'],
  ] as const) {
    it(`asks in a terminal, and takes ${key} for what it is`, async () => {
      const terminal = openTerminal(['models', 'refresh', '--suite', 'own.yaml', '--base-url', server.url], {
        cwd: folder.path,
        columns: 100,
        rows: 30,
      })
      await terminal.waitFor(/own\.yaml\? \[y\/N\]/)
      terminal.press(`${key}\r`)
      await terminal.waitFor(new RegExp(word))
      await terminal.exited
      expect((await text()) === SUITE).to.equal(key === 'n')
    })
  }

  it('leaves a file alone that somebody changed while the question stood', async () => {
    const terminal = openTerminal(['models', 'refresh', '--suite', 'own.yaml', '--base-url', server.url], {
      cwd: folder.path,
      columns: 100,
      rows: 30,
    })
    await terminal.waitFor(/own\.yaml\? \[y\/N\]/)
    const changed = `${SUITE}# mine\n`
    await writeFile(folder.file('own.yaml'), changed)
    terminal.press('y\r')
    await terminal.waitFor(/Somebody changed/)
    await terminal.exited
    expect(await text()).to.equal(changed)
  })

  it('says why when there are no prices, and changes nothing', async () => {
    for (const answer of [{status: 503}, {body: '<html>'}, {body: '{"models": []}'}]) {
      await server.close()
      server = await startListServer(answer)
      const {code, stderr} = await refresh('--yes')
      expect(code).to.equal(1)
      expect(stderr).to.match(/No prices from http:\/\/127\.0\.0\.1:\d+\/v1\/models: .*No file was changed/)
    }

    await server.close()
    expect((await refresh('--yes')).code).to.equal(1)
    expect(await text()).to.equal(SUITE)
    server = await startListServer()
  })

  it("has no file to write to when the suite is bench's own", async () => {
    const {code, stderr} = await bench(['models', 'refresh', '--base-url', server.url], {cwd: folder.path})
    expect(code).to.equal(2)
    expect(stderr).to.contain('bench suite init')
  })
})
