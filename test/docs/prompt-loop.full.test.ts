import {expect} from 'chai'
import {readFile, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {commandsOf, filesOf, workplace} from '../support/documented.js'
import {startModelServer} from '../support/model-server.js'

const TUTORIAL = 'docs/tutorial.md'

/** The commands of one section of the tutorial. */
async function commandsOfSection(title: RegExp): Promise<string[]> {
  const lines = (await readFile(resolve(import.meta.dirname, '../..', TUTORIAL), 'utf8')).split('\n')
  const from = lines.findIndex((line) => title.test(line)) + 1
  const to = lines.findIndex((line, at) => at >= from && line.startsWith('## '))
  const commands = await commandsOf(TUTORIAL)
  return commands.filter(({line}) => line > from && line <= to).map(({text}) => text)
}

describe('the prompt loop of the tutorial', () => {
  it('works as it is written: edit, try, run, rate, compare old with new', async () => {
    const models = await startModelServer()
    const place = await workplace({
      OPENROUTER_API_KEY: 'sk-test-documented',
      BENCH_TEST_MODELS: models.url,
      BENCH_USER: 'reader@example.com',
      BENCH_DATABASE_URL: 'file:bench.db',
    })
    try {
      for (const {name, text} of await filesOf(TUTORIAL)) await writeFile(place.file(name), text)
      const outputs = new Map<string, string>()
      const commands = await commandsOfSection(/^## \d+\. Work on the prompt$/)
      expect(commands).to.have.length(10)
      for (const text of commands) {
        const isRating = text.startsWith('bench rate')
        // A first session begins with examples, and c leaves them out for good.
        const scores = text.includes('prompt-a') ? 'c2222q' : '5555q'
        const {code, output} = await (isRating ? place.inTerminal(text, scores) : place.run(text))
        expect(code, `${text}\n${output}`).to.equal(0)
        // The second try is another one than the first.
        outputs.set(outputs.has(text) ? `${text} again` : text, output)
      }

      const outputOf = (start: string) => [...outputs].find(([text]) => text.startsWith(start))?.[1] ?? ''
      const tries = [...outputs].filter(([text]) => text.includes('--try')).map(([, output]) => output)
      expect(tries[0]).to.contain('Tried as try-').and.not.to.contain('another trade')
      expect(tries[1]).to.contain('No chip may fit another trade as well.')
      expect(outputOf('bench prompts diff')).to.contain('+No chip may fit another trade as well.')
      expect(outputOf('bench prompts').match(/^guided@/gm)).to.have.length(2)
      const compared = outputOf('bench compare')
      expect(compared).to.contain('prompt-a').and.to.contain('prompt-b').and.to.contain('5.00')
      const {output: stats} = await place.run('bench stats')
      expect(stats).to.contain('5.00').and.not.to.contain('2.00')
      // The tried cases count nowhere.
      const {output} = await place.run('bench stats --all-versions --group-by style --json 2>/dev/null')
      const {stats: rows} = JSON.parse(output) as {stats: {result_count: number}[]}
      expect(rows.map(({result_count}) => result_count)).to.deep.equal([4, 4])
    } finally {
      await place.remove()
      await models.close()
    }
  }).timeout(240_000)
})
