import {expect} from 'chai'
import {readdir, readFile} from 'node:fs/promises'
import {interruptedRun} from '../support/interrupted-run.js'
import {startModelServer, type ModelServerOptions} from '../support/model-server.js'
import {bench, startBench, startModelServerProcess, tempFolder} from '../support/processes.js'

const MODEL = 'openai/gpt-5-mini'
/** Eight basic cases. */
const EIGHT = ['run', '--model', MODEL, '--persona', 'tech_pm', '--input-type', 'basic', '--seed', '1']

interface Report {
  run_id: string
  status: string
  cases: number
  completed: number
  failed: number
  left: number
  spent_usd: number
}

describe('bench run, against a server', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let server: Awaited<ReturnType<typeof startModelServer>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(async () => {
    await server.close()
    await folder.remove()
  })

  async function run(script: ModelServerOptions['script'], ...args: string[]) {
    server = await startModelServer(script ? {script} : {})
    const {code, stdout, stderr} = await bench([...EIGHT, '--base-url', server.url, '--json', ...args], {
      cwd: folder.path,
    })
    return {code, stderr, report: JSON.parse(stdout) as Report}
  }

  async function errors(): Promise<string[]> {
    const {stdout} = await bench(['results', '--json'], {cwd: folder.path})
    const {results} = JSON.parse(stdout) as {results: {id: string; status: string}[]}
    const failed = results.filter(({status}) => status === 'failed')
    return Promise.all(
      failed.map(async ({id}) => {
        const one = JSON.parse((await bench(['results', id, '--json'], {cwd: folder.path})).stdout) as {
          errors: string[]
        }
        return one.errors.join('; ')
      }),
    )
  }

  it('waits as long as a 429 says, and loses nothing', async () => {
    const {code, report, stderr} = await run((_request, index) =>
      index === 3 ? {kind: 'status', status: 429, headers: {'retry-after': '1'}} : undefined,
    )
    expect(report).to.include({completed: 8, failed: 0, left: 0})
    expect(code).to.equal(0)
    expect(server.requests).to.have.length(9)
    expect(stderr).not.to.contain('failed')
  })

  for (const kind of ['drop', 'half', 'html'] as const) {
    it(`tries again after ${kind}`, async () => {
      const {code, report} = await run((_request, index) => (index === 2 ? {kind} : undefined))
      expect([code, report.completed]).to.deep.equal([0, 8])
      expect(server.requests).to.have.length(9)
    })
  }

  it('tries again after 500 and after an error object under 200', async () => {
    const {code, report} = await run((_request, index) =>
      index === 0
        ? {kind: 'status', status: 500}
        : index === 1
          ? {kind: 'error-200', code: 502, message: 'upstream'}
          : undefined,
    )
    expect([code, report.completed]).to.deep.equal([0, 8])
    expect(server.requests).to.have.length(10)
  })

  it('takes null content as an answer, poor as it is', async () => {
    const {code, report} = await run(() => ({kind: 'answer', content: null}))
    expect([code, report.completed, report.failed]).to.deep.equal([0, 8, 0])
  })

  it('ends silence at the deadline, keeps the case as failed, exits with 3', async () => {
    const {code, report} = await run(
      (_request, index) => (index === 0 ? {kind: 'silence'} : undefined),
      '--timeout',
      '1',
      '--max-retries',
      '0',
    )
    expect([code, report.completed, report.failed]).to.deep.equal([3, 7, 1])
    expect(await errors()).to.deep.equal(['Step 2: no answer: no answer in time'])
  })

  it('stops at 402 with a sentence, keeps everything, and resumes', async () => {
    const {code, report, stderr} = await run(
      (_request, index) =>
        index >= 4
          ? {kind: 'status', status: 402, body: '{"error":{"message":"Insufficient credits"}}'}
          : undefined,
      '--concurrency',
      '1',
    )
    expect([code, report.status, report.completed, report.left]).to.deep.equal([1, 'failed', 4, 3])
    expect(stderr).to.contain('no credit left').and.contain('Insufficient credits')
    await server.close()
    server = await startModelServer({port: Number(new URL(server.url).port)})
    const again = await bench(['resume', '--json'], {cwd: folder.path})
    expect(JSON.parse(again.stdout)).to.include({completed: 8, failed: 0, left: 0, status: 'completed'})
    expect(server.requests).to.have.length(4)
  })

  it('parks a model that wants an hour, goes on with the other, and says what is left', async () => {
    const {code, report, stderr} = await run(
      ({body}) =>
        body.model === MODEL ? {kind: 'status', status: 429, headers: {'retry-after': '3600'}} : undefined,
      '--model',
      'mistralai/mistral-nemo',
    )
    expect([code, report.completed, report.failed, report.left]).to.deep.equal([3, 8, 0, 8])
    expect(stderr).to.contain('asks to wait')
  })

  it('keeps to its budget, exits with 5, and goes on with a higher one', async () => {
    const {code, report} = await run(undefined, '--budget', '0.0055', '--concurrency', '4')
    expect(code).to.equal(5)
    expect(report.status).to.equal('interrupted')
    expect(report.spent_usd).to.be.within(0.0001, 0.0055)
    expect(report.left).to.be.above(0)
    const again = await bench(['resume', '--json', '--budget', '1'], {cwd: folder.path})
    expect(again.code).to.equal(0)
    expect(JSON.parse(again.stdout)).to.include({completed: 8, left: 0})
  })

  it('keeps the API key out of the database, the logs and the errors, with --debug too', async () => {
    const key = 'sk-secret-0123456789abcdef'
    server = await startModelServer({
      script: (_request, index) =>
        index % 2 === 0
          ? {kind: 'status', status: 400, body: JSON.stringify({error: {message: `bad key ${key}`}})}
          : {kind: 'answer', content: `echo ${key}`},
    })
    const finished = await bench([...EIGHT, '--base-url', server.url, '--debug'], {
      cwd: folder.path,
      env: {BENCH_API_KEY: key, DEBUG: '*', OPENAI_LOG: 'debug'},
    })
    expect(server.requests[0]!.headers.authorization).to.equal(`Bearer ${key}`)
    expect(finished.stdout + finished.stderr).not.to.contain(key)
    for (const file of await readdir(folder.path, {recursive: true, withFileTypes: true})) {
      if (!file.isFile()) continue
      const content = await readFile(`${file.parentPath}/${file.name}`, 'latin1')
      expect(content.includes(key), file.name).to.equal(false)
    }
  })
})

describe('interruption', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let server: Awaited<ReturnType<typeof startModelServerProcess>>
  before(async () => {
    server = await startModelServerProcess(40)
  })
  after(() => server.close())
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

  for (const [signal, exit] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`${signal} lets calls in flight finish, saves, names the resume command and exits ${exit}`, async () => {
      const tenRequests = await server.countdown(10)
      const {child, finished} = startBench([...interruptedRun(server.url), '--json'], {cwd: folder.path})
      await tenRequests()
      child.kill(signal)
      const {code, stdout, stderr} = await finished
      expect(code).to.equal(exit)
      const report = JSON.parse(stdout) as Report
      expect(report.status).to.equal('interrupted')
      expect(report.left).to.be.above(0)
      expect(stderr).to.contain('Stopping')
      const again = await bench(['resume', '--json'], {cwd: folder.path})
      expect(JSON.parse(again.stdout)).to.include({run_id: report.run_id, completed: 64, failed: 0, left: 0})
    })
  }

  it('a second Ctrl-C exits at once', async () => {
    const slow = await startModelServerProcess(60_000)
    const fourRequests = await slow.countdown(4)
    const {child, finished} = startBench(interruptedRun(slow.url), {cwd: folder.path})
    await fourRequests()
    child.kill('SIGINT')
    await wait(200)
    const asked = performance.now()
    child.kill('SIGINT')
    expect((await finished).code).to.equal(130)
    expect(performance.now() - asked).to.be.below(5000)
    slow.close()
  })
})
