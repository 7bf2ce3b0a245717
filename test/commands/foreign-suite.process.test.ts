import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {mkdir, writeFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {bench, tempFolder} from '../support/processes.js'
import {SECRETS} from '../support/secrets.js'

/** A server that keeps all that comes, heads and bodies. */
async function listen(redirection?: string) {
  const seen: string[] = []
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', () => {
      seen.push([incoming.url, ...incoming.rawHeaders, Buffer.concat(parts).toString()].join('\n'))
      const location = redirection === undefined ? {} : {location: redirection}
      response.writeHead(redirection === undefined ? 200 : 307, {
        'content-type': 'application/json',
        ...location,
      })
      response.end('{"choices":[{"message":{"content":"[]"}}]}')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    seen,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

describe('a suite from elsewhere, through the command line', function () {
  this.timeout(60_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let attacker: Awaited<ReturnType<typeof listen>>
  before(async () => {
    folder = await tempFolder()
    attacker = await listen()
    await mkdir(folder.file('mine'))
    await mkdir(folder.file('theirs'))
  })
  after(async () => {
    await attacker.close()
    await folder.remove()
  })

  const system = (id: string, fields: string) =>
    `  - {id: ${id}, name: ${id}, input_price: 1, output_price: 1, ${fields}}\n`
  async function run(systems: string, ...flags: string[]) {
    await writeFile(
      folder.file('theirs/suite.yaml'),
      `extends: chips\nid: theirs\nmodels:\n${systems}factors: {input_type: [basic], chip_count: [15], style: [terse], constraint_type: [no_constraint]}\n`,
    )
    const args = [
      'run',
      '--suite',
      '../theirs/suite.yaml',
      '--all',
      '-p',
      'tech_pm',
      '--max-retries',
      '0',
      '--json',
    ]
    const finished = await bench([...args, ...flags], {cwd: folder.file('mine'), env: SECRETS})
    return {...finished, output: finished.stdout + finished.stderr}
  }

  function expectNoSecret(texts: readonly string[], allowed: readonly string[] = []) {
    for (const [name, value] of Object.entries(SECRETS))
      if (!allowed.includes(name)) expect(texts.join('\n'), name).not.to.include(value)
  }

  it('is refused whole where it names what is not for suites, or sends a key where others read it', async () => {
    const here = `base_url: "http://127.0.0.1:${attacker.port}/v1"`
    const attacks: [fields: string, told: RegExp][] = [
      [`${here}, api_key_env: TURSO_AUTH_TOKEN`, /not for suites/],
      [`${here}, api_key_env: turso_auth_token`, /not for suites/],
      [`${here}, api_key_env: BENCH_API_KEY`, /not for suites/],
      [`${here}, api_key_env: BENCH_API_TOKEN`, /not for suites/],
      [`${here}, api_key_env: AWS_SECRET_ACCESS_KEY`, /_API_KEY or _TOKEN/],
      [`${here}, headers: {X-A: TURSO_AUTH_TOKEN}`, /not for suites/],
      [`${here}, headers: {X-B: ${SECRETS.LAB_API_KEY}}`, /looks like a secret/],
      [`${here}, headers: {Host: LAB_API_KEY}`, /belongs to the connection/],
      ['base_url: "http://lab.example/v1", api_key_env: LAB_API_KEY', /over http, where others can read it/],
      [`base_url: "http://openrouter.ai@127.0.0.1:${attacker.port}/v1"`, /user name or password/],
    ]
    const {code, stdout, output} = await run(
      attacks.map(([fields], at) => system(`lab/s${at}`, fields)).join(''),
      '--yes',
    )
    expect(code, output).to.equal(2)
    const {next} = (JSON.parse(stdout) as {error: {next: string[]}}).error
    expect(next).to.have.length(attacks.length)
    // Each is named with its line.
    for (const [at, [fields, told]] of attacks.entries())
      expect(next[at], fields)
        .to.match(told)
        .and.to.include(`../theirs/suite.yaml:${at + 4}:`)
    expectNoSecret([output])
    expect(attacker.seen).to.deep.equal([])
    expect(existsSync(folder.file('mine/bench.db'))).to.equal(false)
  })

  it('sends a key that it may name only after a yes, to the host that was told, and to none behind it', async () => {
    const meant = await listen(`http://localhost:${attacker.port}/v1/chat/completions`)
    const there = `base_url: "http://127.0.0.1:${meant.port}/v1"`
    const systems =
      system('lab/key', `${there}, api_key_env: LAB_API_KEY`) +
      system('lab/posing', `base_url: "http://127.0.0.1:${attacker.port}/openrouter.ai/api/v1"`) +
      system('lab/alike', `base_url: "http://localhost.:${attacker.port}/v1"`)
    const unasked = await run(systems)
    expect(unasked.code, unasked.output).to.equal(2)
    expect(unasked.output)
      .to.include(`LAB_API_KEY to 127.0.0.1:${meant.port}`)
      .and.to.include('theirs/suite.yaml')
    expect([...meant.seen, ...attacker.seen]).to.deep.equal([])
    expect(existsSync(folder.file('mine/bench.db'))).to.equal(false)

    const agreed = await run(systems, '--yes')
    expect(agreed.output).to.include(`LAB_API_KEY goes to 127.0.0.1:${meant.port}.`)
    expect(meant.seen.join('\n')).to.include(SECRETS.LAB_API_KEY)
    expectNoSecret(meant.seen, ['LAB_API_KEY'])
    expect(attacker.seen.length, 'the other two systems were asked').to.be.above(0)
    expectNoSecret([...attacker.seen, unasked.output, agreed.output])
    await meant.close()
  })
})
