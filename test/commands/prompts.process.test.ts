import {expect} from 'chai'
import {rm, writeFile} from 'node:fs/promises'
import {bench as run, tempFolder} from '../support/processes.js'
import {FEW_CASES, suiteAsking} from '../support/versioned.js'

interface Prompts {
  prompts: {label: string; now: boolean; runs: number; results: number; ratings: number; has_text: boolean}[]
}

describe('bench prompts', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  const bench = (...args: string[]) => run(args, {cwd: folder.path})
  const json = async <Answer>(...args: string[]) =>
    JSON.parse((await bench(...args, '--json')).stdout) as Answer

  before(async () => {
    folder = await tempFolder()
    for (const text of ['Prompt A', 'Prompt B']) {
      await writeFile(folder.file('own.yaml'), suiteAsking(text))
      await bench('run', ...FEW_CASES, '--suite', 'own.yaml')
    }
  })
  after(() => folder.remove())

  it('lists the versions, newest first, and marks what the suite at hand has', async () => {
    const {prompts} = await json<Prompts>('prompts')
    expect(
      prompts.map(({runs, results, ratings, has_text}) => [runs, results, ratings, has_text]),
    ).to.deep.equal([
      [1, 2, 0, true],
      [1, 2, 0, true],
    ])
    // The suite of the config file is the suite at hand.
    await writeFile(folder.file('bench.config.yaml'), 'suite: own.yaml\n')
    const {prompts: marked} = await json<Prompts>('prompts')
    expect(marked.map(({now}) => now)).to.deep.equal([true, false])
    const {stdout} = await bench('prompts')
    expect(stdout)
      .to.match(/^style +first used/)
      .and.to.contain('now: as the suite mine stands today.')
    for (const line of stdout.split('\n')) expect(line.length).to.be.at.most(80)
    await rm(folder.file('bench.config.yaml'))
  })

  it('prints the text of a version, the newest under its plain name', async () => {
    const [newest, oldest] = (await json<Prompts>('prompts')).prompts
    expect((await bench('prompts', 'show', 'terse')).stdout).to.contain('Prompt B {{sector}}')
    expect((await bench('prompts', 'show', oldest!.label)).stdout).to.contain('Prompt A {{sector}}')
    expect((await bench('prompts', 'show', newest!.label.split('@')[1]!)).stdout).to.contain(
      'Prompt B {{sector}}',
    )
    expect((await bench('prompts', 'show', 'tech_pm')).stdout).to.contain('desired_role: Product Manager')
    expect((await bench('prompts', 'show', 'builtin/lexicon')).stdout).to.contain('generator: 1')
  })

  it('shows what differs between two versions, and between two runs', async () => {
    const [newest, oldest] = (await json<Prompts>('prompts')).prompts.map(({label}) => label)
    const between = await bench('prompts', 'diff', oldest!, newest!)
    expect(between.stdout)
      .to.contain('terse · final · user')
      .and.to.match(/\n-Prompt A.*\n\+Prompt B/)
    expect(between.stdout).not.to.contain('Be short.')
    expect(between.code).to.equal(0)
    const {runs} = await json<{runs: {id: string}[]}>('runs')
    const [second, first] = runs.map(({id}) => id)
    expect((await bench('prompts', 'diff', first!, second!)).stdout).to.equal(between.stdout)
    expect((await bench('prompts', 'diff', newest!, newest!)).stdout).to.contain('Nothing differs')
  })

  it('refuses what there is not, and to compare two kinds', async () => {
    const unknown = await bench('prompts', 'show', 'terse@ffff')
    expect(unknown.code).to.equal(2)
    expect(unknown.stderr).to.match(/no version "terse@ffff"[\s\S]*There are: terse@/)
    const kinds = await bench('prompts', 'diff', 'terse', 'tech_pm')
    expect(kinds.code).to.equal(2)
    expect(kinds.stderr).to.contain('is a style and "tech_pm" a persona')
  })

  it('is what a run is resumed and shown by, after its suite is gone', async () => {
    await writeFile(folder.file('own.yaml'), suiteAsking('Prompt C'))
    const {run_id, cases} = await json<{run_id: string; cases: number}>(
      'run',
      ...FEW_CASES,
      '--suite',
      'own.yaml',
    )
    await rm(folder.file('own.yaml'))
    const shown = await json<{parts: {cases: number; completed: number}[]}>('runs', 'show', run_id)
    expect(shown.parts[0]).to.include({cases, completed: cases})
    const resumed = await bench('resume', run_id)
    expect(resumed.stderr).to.contain('all 2 cases')
  })

  it('is said at the start of a run that asks another version', async () => {
    await writeFile(folder.file('own.yaml'), suiteAsking('Prompt D'))
    const {stderr} = await bench('run', ...FEW_CASES, '--suite', 'own.yaml')
    expect(stderr).to.match(
      /Note: terse is new here as terse@\w+; this database also has terse@\w+ \(2 results, 0 ratings/,
    )
    expect((await bench('run', ...FEW_CASES, '--suite', 'own.yaml')).stderr).to.match(
      /Note: terse is asked as terse@/,
    )
  })

  it('is left out of figures when it is older, and named below them', async () => {
    const {stdout} = await bench('stats', '--group-by', 'style')
    expect(stdout).to.match(/Older versions are left out: terse@\w+ \(first used/)
    const {stats} = await json<{stats: {style: string; style_name: string; style_version: string}[]}>(
      'stats',
      '--group-by',
      'style',
      '--all-versions',
    )
    expect(stats).to.have.length(4)
    for (const {style, style_name, style_version} of stats) {
      expect(style_name).to.equal('terse')
      expect(style).to.equal(`terse@${style_version.slice(0, 4)}`)
    }
  })
})
