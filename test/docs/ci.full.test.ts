import {expect} from 'chai'
import {readFile, writeFile, mkdir, rm} from 'node:fs/promises'
import {dirname} from 'node:path'
import {parse} from 'yaml'
import {commandsOf, filesOf, workplace} from '../support/documented.js'
import {startModelServer, type SeenRequest} from '../support/model-server.js'

const DOCUMENT = 'docs/ci.md'

interface Workflow {
  env: Record<string, string>
  jobs: Record<string, {steps: {name?: string; run?: string; if?: string}[]}>
}

/** What the prompt of the worse change is answered with. */
function jargonAlone({body}: SeenRequest) {
  const prompt = body.messages.map(({content}) => content).join('\n')
  if (!prompt.includes('all of the type jargon')) return undefined
  const count = Number(/Give (\d+)/.exec(prompt)![1])
  const chips = Array.from({length: count}, (_, at) => ({
    key: `term_${at}`,
    display: `Term ${'abcdefghijklmnopqrstuvwxyz'[at % 26]!.repeat(3 + Math.floor(at / 26))}`,
    type: 'jargon',
  }))
  return {kind: 'answer' as const, content: JSON.stringify(chips)}
}

describe('the workflow of docs/ci.md', () => {
  it('passes a changed prompt that is no worse, and stops one that is, without a key', async () => {
    const models = await startModelServer({script: jargonAlone})
    const place = await workplace({
      BENCH_TEST_MODELS: models.url,
      GITHUB_BASE_REF: 'main',
      GIT_AUTHOR_NAME: 'ann',
      GIT_AUTHOR_EMAIL: 'ann@example.com',
      GIT_COMMITTER_NAME: 'ann',
      GIT_COMMITTER_EMAIL: 'ann@example.com',
    })
    const inOrder = async (...texts: string[]) => {
      for (const text of texts) {
        const {code, output} = await place.run(text)
        expect(code, `${text}\n${output}`).to.equal(0)
      }
    }
    try {
      const files = await filesOf(DOCUMENT)
      for (const {name, text} of files) {
        await mkdir(dirname(place.file(name)), {recursive: true})
        await writeFile(place.file(name), text)
      }
      const workflow = parse(files.find(({name}) => name.endsWith('.yml'))!.text) as Workflow
      const recorded = (await commandsOf(DOCUMENT)).filter(({text}) => !text.startsWith('bench s'))
      const blocks = [...new Set(recorded.map(({block}) => block))].map((wanted) =>
        recorded.filter(({block}) => block === wanted).map(({text}) => withKey(text)),
      )
      const [base, equal, worse] = blocks
      expect(blocks.map((block) => block.length)).to.deep.equal([2, 3, 3])

      await inOrder('git init --quiet --initial-branch main', ...base!)
      await inOrder('git remote add origin . && git fetch --quiet origin')
      await inOrder('git switch --quiet --create equal', ...equal!)
      expect(await work(place, workflow)).to.deep.equal({code: 0, step: undefined})
      expect(await readFile(place.file('summary.md'), 'utf8')).to.match(
        /^### All gates are met\n[^]*is no worse than base[^]*\| rank \|/,
      )
      expect(await readFile(place.file('gates.xml'), 'utf8')).to.contain('tests="2" failures="0"')

      await inOrder('git switch --quiet main && git switch --quiet --create worse', ...worse!)
      expect(await work(place, workflow)).to.deep.equal({code: 4, step: 'Gates'})
      const summary = await readFile(place.file('summary.md'), 'utf8')
      expect(summary).to.match(/^### 1 of 5 gates are not met\n[^]*is worse than base: types of chips -75 %/)
      expect(await readFile(place.file('gates.xml'), 'utf8')).to.contain('tests="2" failures="1"')

      // Changed, but not recorded: nothing is known of it.
      await inOrder(`sed -i 's/Give/Please give/' suite.yaml`)
      expect((await work(place, workflow)).code).to.equal(3)
    } finally {
      await place.remove()
      await models.close()
    }
  }).timeout(360_000)
})

/** Only whoever records has a key. */
function withKey(text: string): string {
  return text.includes('--record') ? `OPENROUTER_API_KEY=sk-test-documented ${text}` : text
}

/** Goes through the steps as a runner does, on a machine without a key. @returns the first step that failed */
async function work(
  place: Awaited<ReturnType<typeof workplace>>,
  {env, jobs}: Workflow,
): Promise<{code: number | null; step: string | undefined}> {
  for (const left of ['ci.db', 'ci.db-wal', 'ci.db-shm', 'summary.md', 'gates.xml'])
    await rm(place.file(left), {force: true})
  await place.run('git worktree remove --force base')
  const set = Object.entries({...env, GITHUB_STEP_SUMMARY: place.file('summary.md')})
    .map(([name, value]) => `export ${name}='${value}'`)
    .join('; ')
  let failed: {code: number | null; step: string | undefined} | undefined
  for (const {name, run, if: always} of jobs['gates']!.steps) {
    if (run === undefined || run.startsWith('npm install')) continue
    if (failed && always !== 'always()') continue
    await writeFile(place.file('step.sh'), `${set}\nset +o pipefail\n${run}`)
    const {code, output} = await place.run('bash -e step.sh')
    expect(output).not.to.contain('sk-test-documented')
    if (code !== 0) failed ??= {code, step: name}
  }

  return failed ?? {code: 0, step: undefined}
}
