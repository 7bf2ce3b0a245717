import {createClient} from '@libsql/client'
import {expect} from 'chai'
import {cp, readFile, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {SYNC_TABLES} from '../../src/store/sync/sync-tables.js'
import {startBrowserOrSkip} from '../support/browser.js'
import {filesOf, workplace} from '../support/documented.js'
import {startModelServer} from '../support/model-server.js'
import {startSqld, tempFolder} from '../support/processes.js'
import {enter, rate, sent} from '../support/site.js'

const DOCUMENT = 'docs/team.md'
const PEOPLE = ['ann', 'ben', 'cleo', 'ci', 'dora'] as const
type Name = (typeof PEOPLE)[number]
type Place = Awaited<ReturnType<typeof workplace>>

/** The commands of the week in their order, each with whose it is. */
async function week(): Promise<{name: Name; command: string}[]> {
  const text = await readFile(resolve(import.meta.dirname, '../..', DOCUMENT), 'utf8')
  const section = text.split(/^## /m).find((part) => part.startsWith('A week\n'))!
  return [...section.matchAll(/^```sh (\w+)\n(.*?)^```$/gms)].flatMap(([, name, lines]) =>
    lines!
      .trim()
      .split('\n')
      .map((command) => ({name: name as Name, command})),
  )
}

/** All rows of all tables that a sync moves. */
async function rowsOf(url: string): Promise<Record<string, string[]>> {
  const client = createClient({url})
  const tables: Record<string, string[]> = {}
  for (const {table, columns} of Object.values(SYNC_TABLES)) {
    const {rows} = await client.execute(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY id`)
    tables[table] = rows.map((row) => JSON.stringify(row))
  }

  client.close()
  return tables
}

describe('the week of docs/team.md', function () {
  this.timeout(360_000)

  it('leaves everybody with the same rows and figures, and with the sum that was billed', async function () {
    const browser = await startBrowserOrSkip(this)
    const folder = await tempFolder()
    const sqld = await startSqld(folder.path)
    // The provider bills every answer otherwise, in millionths of a dollar.
    let billed = 0
    const models = await startModelServer({
      script: (_request, index) => {
        const cost = 100 + ((index * 7919) % 1000)
        billed += cost
        return {
          kind: 'answer',
          usage: {prompt_tokens: 100, completion_tokens: 200, total_tokens: 300, cost: cost / 1e6},
        }
      },
    })
    const places = {} as Record<Name, Place>
    /** Who has had a first session in the terminal. */
    const begun = new Set<Place>()
    for (const name of PEOPLE)
      places[name] = await workplace({
        BENCH_USER: `${name}@example.com`,
        BENCH_TEST_MODELS: models.url,
        BENCH_DATABASE_URL: 'file:bench.db',
        ...(name !== 'ci' && {OPENROUTER_API_KEY: 'sk-test-documented', TURSO_DATABASE_URL: sqld.url}),
      })
    const quiet = async (name: Name, command: string) => {
      const {code, output} = await places[name].run(`${command} 2>stderr.txt`)
      expect(
        code,
        `${name}: ${command}\n${output}${await readFile(places[name].file('stderr.txt'), 'utf8')}`,
      ).to.equal(0)
      return output
    }
    try {
      for (const {name, text} of await filesOf(DOCUMENT))
        if (name.includes('.')) await writeFile(places.cleo.file(name), text)
      const outputs = new Map<string, string>()
      const commands = await week()
      expect(commands).to.have.length(27)
      for (const [at, {name, command}] of commands.entries()) {
        const place = places[name]
        if (name === 'ci' && commands[at - 1]!.name !== 'ci')
          for (const part of ['suite.yaml', 'recordings'])
            await cp(places.cleo.file(part), place.file(part), {recursive: true})
        const done = await carryOut(place, command)
        const allowed = command === 'bench decide' ? [0, 4] : [0]
        expect(allowed, `${name}: ${command}\n${done.output}`).to.include(done.code)
        outputs.set(`${name}: ${command}`, done.output)
      }

      expect(
        outputs.get('ci: ' + commands.find(({command}) => command.includes('--max-failed'))!.command),
      ).to.contain('Met: --max-failed, --max-cost, --min-metric valid')
      // Everybody has what everybody had: those who synced first on Friday, once more.
      for (const name of ['ann', 'ben', 'cleo'] as const) await quiet(name, 'bench sync')
      const team = await rowsOf(sqld.url)
      expect(team['results']!.length).to.equal(32 + 8 + 4)
      expect(team['ratings']!.length).to.equal(8 + 4 + 4)
      const figures = await quiet('dora', 'bench stats --json')
      expect(JSON.parse(figures)).to.have.property('stats').that.has.length(2)
      const costs = await quiet('dora', 'bench costs --json')
      await Promise.all(
        (['ann', 'ben', 'cleo'] as const).map(async (name) => {
          expect(await rowsOf(`file:${places[name].file('bench.db')}`), name).to.deep.equal(team)
          expect(await quiet(name, 'bench stats --json'), name).to.equal(figures)
          expect(await quiet(name, 'bench costs --json'), name).to.equal(costs)
        }),
      )
      expect(await rowsOf(`file:${places.dora.file('bench.db')}`), 'dora').to.deep.equal(team)
      const {total} = JSON.parse(costs) as {total: {cost_usd: number; unknown_costs: number}}
      expect([Math.round(total.cost_usd * 1e6), total.unknown_costs]).to.deep.equal([billed, 0])
    } finally {
      for (const place of Object.values(places)) {
        await place.stopServer()
        await place.remove()
      }
      await browser.close()
      await models.close()
      await sqld.close()
      await folder.remove()
    }

    /** A command as the reader of the document carries it out. */
    async function carryOut(place: Place, command: string): Promise<{code: number | null; output: string}> {
      if (command.startsWith('bench serve')) {
        const {output} = await place.serve(`${command} --port 0`)
        const {context, watch} = await browser.visit()
        const {page} = await watch()
        await enter(page, /http:\/\/[\d.]+:\d+/.exec(output)![0], 'cleo@example.com')
        for (const score of [5, 4, 2, 3]) await rate(page, score)
        await sent(page)
        await context.close()
        await place.stopServer()
        return {code: 0, output}
      }

      if (command.includes('RESULT')) {
        const {output} = await place.run(
          'bench results --rated-by ann@example.com --limit 1 --json 2>/dev/null',
        )
        const {results} = JSON.parse(output) as {results: {id: string}[]}
        return place.run(command.replace('RESULT', results[0]!.id))
      }

      const limit = /^bench rate .*--limit (\d+)/.exec(command)?.[1]
      if (limit === undefined) return place.run(command)
      // A first session begins with examples, and c leaves them out for good.
      const begin = begun.has(place) ? '' : 'c'
      begun.add(place)
      return place.inTerminal(command, `${begin}${'43525243'.slice(0, Number(limit))}q`)
    }
  })
})
