import {copyFile, readFile, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {expect} from 'chai'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {startModelServer, type SeenRequest} from '../support/model-server.js'
import {bench, tempFolder} from '../support/processes.js'

/** A suite of one style; its instruction decides what the writer makes. */
const suite = (instruction: string) => `extends: chips
id: recipe
title: Recipe
models:
  - {id: lab/writer, name: Writer, input_price: 1, output_price: 1}
  - {id: lab/judge, name: Judge, input_price: 1, output_price: 1}
factors: {style: [guided], input_type: [basic], constraint_type: [no_constraint], chip_count: [15, 35]}
styles:
  guided:
    final: {user: "${instruction} {{chip_count}} chips for a {{desired_role}} in {{sector}}. {{constraint}}"}
`

const TYPES = ['situation', 'jargon', 'role_task', 'environment']

/** The writer makes what the prompt says; the judge sees whether chips are specific, and the role. */
function answerTo({body: {messages}}: SeenRequest): string {
  const question = messages.at(-1)!.content
  if (messages[0]!.content.includes('You rate sets of chips')) {
    const isGeneric = question.includes('Teamwork')
    const spread = /Nurse|Analyst/.test(question) ? 0 : 1
    return JSON.stringify({reasons: 'By its labels.', bad_chips: [], score: (isGeneric ? 1 : 4) + spread})
  }

  const word = question.includes('Anything goes') ? 'Teamwork' : 'Handover Gap'
  const chips = Array.from({length: 8}, (_, at) => ({
    key: `k${at}`,
    display: `${word} ${at}`,
    type: TYPES[at % 4],
  }))
  return JSON.stringify(chips)
}

describe('docs/judge.md: a judge as a gate of a changed prompt', () => {
  it('ends with 4 where the change makes answers worse and with 0 where it does not, from a recording', async () => {
    const folder = await tempFolder()
    const page = await readFile(resolve(import.meta.dirname, '../../docs/judge.md'), 'utf8')
    const block = /<!-- recipe -->\n```sh\n([\s\S]*?)```/.exec(page)![1]!
    const recipe = block
      .trim()
      .split('\n')
      .map((line) => line.split(' ').slice(1))
    const run = (args: readonly string[], db: string, ...more: string[]) =>
      bench([...args, '--db', `file:${folder.file(db)}`, ...more], {
        cwd: folder.path,
        env: {BENCH_API_KEY: 'k'},
      })
    try {
      await writeFile(folder.file('bench.config.yaml'), 'judge: {min_alpha: 0.4}\n')
      const server = await startModelServer({
        script: (request) => ({kind: 'answer', content: answerTo(request)}),
      })
      // Once, with a server: the prompt as it is, and both changes.
      const recording = ['--base-url', server.url, '--record', 'recording']
      const change = {
        base: 'Name what only insiders would:',
        worse: 'Anything goes:',
        fine: 'Name what insiders would nod at:',
      }
      for (const [name, instruction] of Object.entries(change)) {
        await writeFile(folder.file('suite.yaml'), suite(instruction))
        for (const step of recipe.slice(0, 2)) {
          const {code, stderr} = await run(step, `${name}.db`, ...recording)
          expect(code, stderr).to.equal(0)
        }
      }

      await server.close()
      await rateAsTheJudgeMostly(folder.file('base.db'))
      // In CI, without one.
      for (const [name, expected] of [
        ['worse', 4],
        ['fine', 0],
      ] as const) {
        await writeFile(folder.file('suite.yaml'), suite(change[name]))
        for (const suffix of ['', '-wal', '-shm'])
          await copyFile(folder.file(`base.db${suffix}`), folder.file(`ci.db${suffix}`)).catch(() => {})
        const replay = ['--base-url', server.url, '--replay', 'recording']
        const codes = []
        let said = ''
        for (const [at, step] of recipe.entries()) {
          const {code, stdout, stderr} = await run(step, 'ci.db', ...(at < 2 ? replay : []))
          codes.push(code)
          said += stdout + stderr
        }

        expect(codes, said).to.deep.equal([0, 0, expected])
        expect(said).to.include(expected === 4 ? 'is judged 1.' : 'lab/writer')
      }
    } finally {
      await folder.remove()
    }
  }).timeout(240_000)
})

/** Two people who agree with the judge but for one result. */
async function rateAsTheJudgeMostly(file: string): Promise<void> {
  const store = await openStore(databaseLocation(`file:${file}`, {}), {create: false})
  const {judgements} = await store.judgements.list({}, {limit: 100, offset: 0})
  for (const [at, {result_id, score}] of judgements.entries())
    for (const user_id of ['ana', 'ben'])
      await store.ratings.save({
        result_id,
        user_id,
        rating: at === 0 ? 3 : score!,
        created_at: '2026-11-26T10:00:00.000Z',
        blind: true,
      })
  await store.close()
}
