/**
 * A run of 960 cases (1,920 calls answered in 50 ms, 16 at a time) into a local file and, side by side, into a
 * real sqld behind 40 ms of added latency.
 *
 * npm run build && node --import tsx benchmarks/remote-run.ts [rounds]
 */
import {startProxy} from '../test/support/faulty-proxy.js'
import {bench, startModelServerProcess, startSqld, tempFolder} from '../test/support/processes.js'

const rounds = Number(process.argv[2] ?? 3)
const models = await startModelServerProcess(50)

async function seconds(db: string, cwd: string): Promise<number> {
  const started = performance.now()
  const {code, stdout, stderr} = await bench(
    ['run', '--all', '--concurrency', '16', '--base-url', models.url, '--db', db, '--json'],
    {cwd},
  )
  if (code !== 0 || (JSON.parse(stdout) as {completed: number}).completed !== 960)
    throw new Error(stdout + stderr)
  return (performance.now() - started) / 1000
}

try {
  for (let round = 1; round <= rounds; round++) {
    const folder = await tempFolder()
    const sqld = await startSqld(folder.file('sqld'))
    const proxy = await startProxy(sqld.url, {latencyMs: 40})
    const local = await seconds(`file:${folder.file('run.db')}`, folder.path)
    const remote = await seconds(proxy.url, folder.path)
    console.log(
      `local ${local.toFixed(2)} s, remote ${remote.toFixed(2)} s with ${proxy.requests} requests: ${(local / remote).toFixed(2)} of the local throughput`,
    )
    await proxy.close()
    await sqld.close()
    await folder.remove()
  }
} finally {
  models.close()
}
