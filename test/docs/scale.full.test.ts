import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import {parse} from 'yaml'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {filesOf, workplace} from '../support/documented.js'
import {startModelServer} from '../support/model-server.js'
import {startSqld, tempFolder} from '../support/processes.js'
import {tinySuite} from '../support/tiny-suite.js'

interface Workflow {
  jobs: Record<
    string,
    {strategy: {matrix: {shard: number[]}}; env: Record<string, string>; steps: {run?: string}[]}
  >
}
interface Job {
  kind: string
  spec: {
    completionMode: string
    completions: number
    template: {spec: {containers: {command: string[]; args: string[]}[]}}
  }
}

const SHARDS = [1, 2, 3, 4]

/** The script that an engine runs for each shard, with the variables that the engine sets. */
const ENGINES: Record<string, {file: string; run: string; lines: (text: string) => string[]}> = {
  'GitHub Actions': {
    file: 'bench.yml',
    run: 'gh-77',
    lines: (text) => {
      const {shard} = (parse(text) as Workflow).jobs
      const script = shard!.steps.map(({run = ''}) => run).find((run) => run.startsWith('bench run'))!
      expect(Object.keys(shard!.env)).to.have.members([
        'TURSO_DATABASE_URL',
        'TURSO_AUTH_TOKEN',
        'OPENROUTER_API_KEY',
      ])
      return shard!.strategy.matrix.shard.map((number) =>
        script.replace('${{ github.run_id }}', '77').replace('${{ matrix.shard }}', String(number)),
      )
    },
  },
  Kubernetes: {
    file: 'job.yaml',
    run: 'k8s-monday',
    lines: (text) => {
      const {kind, spec} = parse(text) as Job
      const [container] = spec.template.spec.containers
      expect([kind, spec.completionMode, container!.command]).to.deep.equal(['Job', 'Indexed', ['sh', '-c']])
      return Array.from(
        {length: spec.completions},
        (_, index) => `JOB_COMPLETION_INDEX=${index} sh -c '${container!.args[0]!}'`,
      )
    },
  },
  Slurm: {
    file: 'bench.sbatch',
    run: 'slurm-4711',
    lines: (text) => {
      const [, first, last] = /^#SBATCH --array=(\d+)-(\d+)$/m.exec(text)!.map(Number)
      return Array.from(
        {length: last! - first! + 1},
        (_, at) => `SLURM_ARRAY_JOB_ID=4711 SLURM_ARRAY_TASK_ID=${first! + at} TMPDIR=$PWD sh bench.sbatch`,
      )
    },
  },
}

describe('a run on several machines, as documented', function () {
  this.timeout(240_000)
  for (const [engine, {file, run, lines}] of Object.entries(ENGINES))
    it(`is done once, by all shards together, and again does nothing: ${engine}`, async () => {
      const models = await startModelServer({delayMs: 5})
      const folder = await tempFolder()
      const sqld = await startSqld(folder.path)
      const place = await workplace({
        OPENROUTER_API_KEY: 'sk-test-documented',
        BENCH_TEST_MODELS: models.url,
        BENCH_SUITE: 'suite.json',
        TURSO_DATABASE_URL: sqld.url,
        TURSO_AUTH_TOKEN: '',
      })
      try {
        await writeFile(place.file('suite.json'), JSON.stringify(tinySuite))
        const text = (await filesOf('docs/scale.md')).find(({name}) => name === file)!.text
        await writeFile(place.file(file), text)
        const commands = lines(text)
        expect(commands).to.have.length(SHARDS.length)
        const ended = await Promise.all(commands.map((command) => place.run(command)))
        for (const {code, output} of ended) expect(code, output).to.equal(0)
        const bought = models.requests.length
        const again = await place.run(commands[1]!)
        expect(again.code, again.output).to.equal(0)
        expect(models.requests, 'a restart buys nothing').to.have.length(bought)
        const store = await openStore(databaseLocation(sqld.url, {}), {create: false})
        const summary = await store.runs.summary(run)
        await store.close()
        expect(summary).to.include({
          status: 'completed',
          result_count: 64,
          failed_count: 0,
          answered_calls: bought,
        })
      } finally {
        await place.remove()
        await models.close()
        await sqld.close()
        await folder.remove()
      }
    })
})
