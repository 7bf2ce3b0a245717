/**
 * Start of small commands, as ratios to bare node in the same run; medians of alternating rounds.
 *
 * npm run build && node --import tsx benchmarks/startup.ts [rounds]
 */
import {spawnSync} from 'node:child_process'
import {mkdir, writeFile} from 'node:fs/promises'
import {BENCH, bench, tempFolder} from '../test/support/processes.js'

const rounds = Number(process.argv[2] ?? 15)
const folder = await tempFolder()
await bench(['run', '--model', 'builtin/lexicon'], {cwd: folder.path})
for (const format of ['json', 'yaml']) {
  await mkdir(folder.file(format))
  await writeFile(
    folder.file(`${format}/bench.config.${format}`),
    format === 'json' ? '{"database": "file:../bench.db"}' : 'database: file:../bench.db\n',
  )
}

/** Arguments, and the folder below that they are run in. */
const commands: Record<string, [string[], string?]> = {
  'bare node': [['-e', '0']],
  'bench --version': [[BENCH, '--version']],
  'bench run --help': [[BENCH, 'run', '--help']],
  'bench models': [[BENCH, 'models']],
  'bench results': [[BENCH, 'results']],
  '… with a JSON config': [[BENCH, 'results'], 'json'],
  '… with a YAML config': [[BENCH, 'results'], 'yaml'],
  'bench stats': [[BENCH, 'stats']],
}
const times = new Map<string, number[]>()
for (let round = 0; round < rounds; round++) {
  for (const [name, [args, below = '.']] of Object.entries(commands)) {
    const started = performance.now()
    spawnSync(process.execPath, args, {cwd: folder.file(below), stdio: 'ignore'})
    times.set(name, [...(times.get(name) ?? []), performance.now() - started])
  }
}

const median = (name: string) => times.get(name)!.sort((a, b) => a - b)[Math.floor(rounds / 2)]!
for (const name of Object.keys(commands)) {
  console.log(
    `${name.padEnd(20)} ${median(name).toFixed(0).padStart(5)} ms  ${(median(name) / median('bare node')).toFixed(2)} × bare node`,
  )
}

await folder.remove()
