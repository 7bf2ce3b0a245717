import {expect} from 'chai'
import {readFile, writeFile} from 'node:fs/promises'
import stringWidth from 'string-width'
import {bench as run, startModelServerProcess, tempFolder} from '../support/processes.js'
import {openTerminal} from '../support/terminal.js'

const SYSTEM = 'a-very-long-provider-name/an-even-longer-model-instruct-preview'
const [FIRST, SECOND] = [`${SYSTEM}-2026-thinking`, `${SYSTEM}-2026-plain`]
const PERSONA = 'senior_regional_customer_success_operations_manager_emea'
const PERSON = 'a.very.long.name.of.a.person@some-department.some-company.example.com'
const RUN = 'the-long-name-of-a-run-that-was-begun-on-a-monday-in-november'
const SUITE = `extends: chips
id: long-names
models:
${[FIRST, SECOND].map((id) => `  - {id: "${id}", name: "Name of ${id}", input_price: 1, output_price: 2}\n`).join('')}personas:
  - id: ${PERSONA}
    sector: Professional Services and Management Consulting for the Public Sector
    desired_role: Senior Regional Customer Success Operations Manager (EMEA)
    persona: ${'A person with many customers in many places. '.repeat(12)}
`

describe('long names in a terminal of 80 columns', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  let server: Awaited<ReturnType<typeof startModelServerProcess>>
  const env = {BENCH_SUITE: 'suite.yaml', BENCH_API_KEY: 'test-key', NO_COLOR: '1'}

  const screenOf = async (...args: string[]) => {
    const terminal = openTerminal(args, {cwd: folder.path, env, rows: 200})
    await terminal.exited
    return terminal.raw().replaceAll(/\u001B\[[\d;?]*[A-Za-z]|\r/g, '')
  }

  before(async () => {
    folder = await tempFolder()
    server = await startModelServerProcess(20)
    await writeFile(folder.file('suite.yaml'), SUITE)
    const few = ['-m', FIRST, '-m', SECOND, '-p', PERSONA, '--input-type', 'basic', '--run-id', RUN]
    await run(['run', ...few, '--base-url', server.url], {cwd: folder.path, env})
    const listed = await run(['results', '--json'], {cwd: folder.path, env})
    const {results} = JSON.parse(listed.stdout) as {results: {id: string}[]}
    const lines = results.flatMap(({id}, at) => [
      `${id},${PERSON},${1 + (at % 5)},true`,
      `${id},bob,${1 + ((at * 3) % 5)},false`,
    ])
    await writeFile(folder.file('ratings.csv'), `result_id,user_id,rating,flagged\n${lines.join('\n')}\n`)
    await run(['rate', '--import', 'ratings.csv'], {cwd: folder.path, env})
  })
  after(async () => {
    server.close()
    await folder.remove()
  })

  /** What is cut away may be in a sentence below; in a table no two systems look alike. */
  const BOTH = ['stats', 'effects', 'costs', 'models', 'decide', 'prompts --kind system', 'compare --all']
  const OTHERS = [
    'results',
    'runs',
    `runs show ${RUN}`,
    'raters',
    'personas',
    'prompts --kind persona',
    'doctor',
  ]
  for (const command of [...BOTH, ...OTHERS])
    it(`are cut, never wrapped: ${command}`, async () => {
      const screen = await screenOf(...command.split(' '))
      for (const line of screen.split('\n')) expect(stringWidth(line), line).to.be.at.most(80)
      if (BOTH.includes(command))
        expect(screen)
          .to.match(/…\S*thinking/)
          .and.match(/…\S*plain/)
    })

  it('leave room for what is done while a run goes on', async () => {
    const args = [
      'run',
      '-m',
      FIRST,
      '-m',
      SECOND,
      '-p',
      PERSONA,
      '--style',
      'terse',
      '--input-type',
      'basic',
    ]
    const screen = await screenOf(...args, '--base-url', server.url)
    expect(screen)
      .to.match(/✔ a-very\S*…\S*thinking +4\/4 · /)
      .and.match(/✔ a-very\S*…\S*plain +4\/4 · /)
    const outcome = screen.slice(screen.lastIndexOf('Run 2'))
    for (const line of outcome.split('\n')) expect(stringWidth(line), line).to.be.at.most(80)
  })

  it('have their counterpart in help: no summary is wider than a terminal', async () => {
    const manifest = JSON.parse(await readFile('oclif.manifest.json', 'utf8')) as {
      commands: Record<string, {summary?: string}>
    }
    for (const [id, {summary = ''}] of Object.entries(manifest.commands))
      expect(summary.length, id).to.be.within(10, 80)
  })
})
