import {expect} from 'chai'
import {execFile} from 'node:child_process'
import {cp, readFile, symlink, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {promisify} from 'node:util'
import {parse} from 'csv-parse/sync'
import {SCHEMA_VERSION} from '../../src/store/database/migrations.js'
import {tempFolder} from '../support/processes.js'

const ROOT = resolve(import.meta.dirname, '../..')
/** What the sources need to be built and run. */
const TREE = [
  'bin',
  'package.json',
  'schema.sql',
  'scripts',
  'src',
  'suites',
  'tsconfig.build.json',
  'tsconfig.json',
]
/** One case, offline. */
const RUN = [
  ...['run', '--model', 'builtin/random', '--persona', 'tech_pm', '--style', 'guided'],
  ...['--input-type', 'basic', '--constraint', 'no_constraint', '--chip-count', '15'],
]
const execute = promisify(execFile)

interface Hunk {
  file: string
  before: string
  after: string
}

/** The changes that a section of docs/architecture.md shows. `N` stands for the schema's version so far. */
async function hunksOf(title: string): Promise<Hunk[]> {
  const text = await readFile(join(ROOT, 'docs/architecture.md'), 'utf8')
  const section = text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? ''
  return [...section.matchAll(/^```diff (\S+)\n(.*?)^```$/gms)].map(([, file, diff]) => {
    const lines = diff!.trimEnd().split('\n')
    const side = (marks: string) =>
      lines.flatMap((line) => (marks.includes(line[0] ?? ' ') ? [line.slice(1)] : [])).join('\n')
    const numbered = (code: string) =>
      file!.endsWith('migrations.ts')
        ? code.replaceAll('N + 1', String(SCHEMA_VERSION + 1)).replaceAll(/\bN\b/g, String(SCHEMA_VERSION))
        : code
    return {file: file!, before: numbered(side(' -')), after: numbered(side(' +'))}
  })
}

async function copyOfTree(folder: string): Promise<void> {
  for (const name of TREE) await cp(join(ROOT, name), join(folder, name), {recursive: true})
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
}

/** Each place of a change must be there once, as a reader has to find it too. */
async function apply(folder: string, {file, before, after}: Hunk): Promise<void> {
  const path = join(folder, file)
  const parts = (await readFile(path, 'utf8')).split(before)
  expect(parts, `places in ${file} of:\n${before}`).to.have.length(2)
  await writeFile(path, parts.join(after))
}

/** Runs the built program of a tree over the database of the folder. */
async function benchOf(tree: string, folder: string, args: readonly string[]): Promise<string> {
  const {stdout} = await execute(process.execPath, [join(tree, 'bin/run.js'), ...args], {
    cwd: folder,
    env: {PATH: process.env['PATH'], HOME: folder, XDG_DATA_HOME: folder, NO_COLOR: '1'},
  })
  return stdout
}

const exported = async (tree: string, folder: string) =>
  parse(await benchOf(tree, folder, ['export', 'results', '--format', 'csv']), {
    columns: true,
  }) as unknown as Record<string, string>[]

describe('the walk-throughs of docs/architecture.md', function () {
  this.timeout(600_000)
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
    await copyOfTree(folder.path)
    // What was made before stays readable, under its ids.
    await benchOf(ROOT, folder.path, RUN)
  })
  afterEach(() => folder.remove())

  /** Applies a section; the sources must build with it. @returns the files it touches */
  async function follow(title: string): Promise<string[]> {
    const hunks = await hunksOf(title)
    for (const hunk of hunks) await apply(folder.path, hunk)
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const {stdout} = await execute(process.execPath, [tsc, '-p', folder.file('tsconfig.build.json')], {
      cwd: folder.path,
    }).catch((error: unknown) => error as {stdout: string})
    expect(stdout).to.equal('')
    for (const script of [['scripts/bundle.mjs'], ['--import', 'tsx', 'scripts/built-suite.ts']])
      await execute(process.execPath, script, {cwd: folder.path})
    return [...new Set(hunks.map(({file}) => file))]
  }

  it('add a factor in four files: it can be asked for, filtered by and compared', async () => {
    const [old] = await exported(ROOT, folder.path)
    expect(await follow('Adding a factor')).to.have.length(4)
    await benchOf(folder.path, folder.path, [...RUN, '--tone', 'warm', '--tone', 'plain'])
    const rows = await exported(folder.path, folder.path)
    expect(rows.map(({tone}) => tone)).to.have.members(['plain', 'plain', 'warm'])
    expect(rows.find(({id}) => id === old!['id'])).to.deep.equal({...old, tone: 'plain'})
    const stats = await benchOf(folder.path, folder.path, [
      ...['stats', '--group-by', 'tone', '--tone', 'warm', '--json'],
    ])
    expect((JSON.parse(stats) as {stats: object[]}).stats).to.have.length(1)
  })

  it('add a column of results in four files: it is stored, migrated and exported', async () => {
    expect(await follow('Adding a column of results')).to.have.length(4)
    await benchOf(folder.path, folder.path, RUN)
    const rows = await exported(folder.path, folder.path)
    expect(rows.map(({energy_wh}) => Number(energy_wh) > 0)).to.have.members([false, true])
  })
})
