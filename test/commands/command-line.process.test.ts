import {expect} from 'chai'
import {readdir} from 'node:fs/promises'
import {bench, tempFolder} from '../support/processes.js'

describe('the command line', function () {
  this.timeout(60_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  before(async () => {
    folder = await tempFolder()
  })
  after(() => folder.remove())
  const run = (line: string) => bench(line.split(' '), {cwd: folder.path})

  for (const line of ['-h', 'stats -h', 'runs show -h', 'suite -h', 'plugins -h', 'rate x -h'])
    it(`shows help: ${line}`, async () => {
      const {code, stdout} = await run(line)
      expect([code, stdout.includes('USAGE')]).to.deep.equal([0, true])
    })

  for (const line of ['-v', 'stats -v', 'runs show --version', 'run --all -v'])
    it(`shows the version: ${line}`, async () => {
      const {code, stdout, stderr} = await run(line)
      expect([code, stderr]).to.deep.equal([0, ''])
      expect(stdout).to.match(/^@hexweavers\/bench\/\d+\.\d+\.\d+/)
    })

  for (const line of ['--version --json', '--json -v', 'stats --version --json', 'serve invite --json -v'])
    it(`gives the version as a document: ${line}`, async () => {
      const {code, stdout} = await run(line)
      const {name, node} = JSON.parse(stdout) as Record<string, string>
      expect([code, name, node]).to.deep.equal([0, '@hexweavers/bench', process.version])
    })

  it('names the variable where a value came from the environment', async () => {
    const served = (...args: string[]) =>
      bench(['serve', ...args], {cwd: folder.path, env: {BENCH_PORT: 'abc'}})
    expect((await served()).stderr).to.contain('BENCH_PORT takes an integer, not "abc".')
    expect((await served('--port', 'x')).stderr).to.contain('--port takes an integer, not "x".')
  })

  const refused: [string, string, string][] = [
    ['stat', 'UNKNOWN_COMMAND', 'Did you mean bench stats?'],
    ['stats model', 'USAGE', 'bench stats --help shows what it takes.'],
    ['stats --blind-only model', 'USAGE', 'bench stats --help shows what it takes.'],
    ['help stat', 'UNKNOWN_COMMAND', 'Did you mean bench stats?'],
    ['plugins install ./x.tgz', 'USAGE', 'A folder: bench plugins link FOLDER.'],
    ['--db file:x.db run --all', 'USAGE', 'Meant: bench run --all --db file:x.db'],
    ['models --suite chips refresh', 'USAGE', 'Meant: bench models refresh …'],
    ['run --modle x', 'USAGE', 'Did you mean --model?'],
    ['run \u2014model x', 'USAGE', 'Meant: --model'],
    ['stats --chip-count 15 \u2013m', 'USAGE', 'Meant: -m'],
    [
      'stats --group-by model,style',
      'USAGE',
      'Several are said by repeating the flag: --group-by model --group-by style',
    ],
    [
      'stats --style \u201Cterse\u201D',
      'USAGE',
      'Meant: terse. Word processors and chats turn the marks that a shell takes off into others: type them anew.',
    ],
  ]
  for (const [line, code, next] of refused)
    it(`refuses ${line} with what was meant, also as a document, and starts nothing`, async () => {
      const plain = await run(line)
      expect([plain.code, plain.stdout]).to.deep.equal([2, ''])
      expect(plain.stderr).to.include(`\n  ${next}\n`)
      const {code: exit, stdout, stderr} = await run(`${line} --json`)
      const {error} = JSON.parse(stdout) as {error: {code: string; message: string; exit_code: number}}
      expect([exit, stderr, error.code, error.exit_code]).to.deep.equal([2, '', code, 2])
      expect(plain.stderr)
        .to.match(/^Error: /)
        .and.include(error.message)
      expect(await readdir(folder.path)).to.deep.equal([])
    })
})
