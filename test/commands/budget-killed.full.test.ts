import {expect} from 'chai'
import {once} from 'node:events'
import {startModelServer} from '../support/model-server.js'
import {bench, startBench, tempFolder, type Finished} from '../support/processes.js'

const BUDGET = 0.06
/** US dollars per million tokens of openai/gpt-5-mini in the built-in suite. */
const PRICE = {input: 0.15, output: 0.6}

describe('a budget, by the ledger of the provider', () => {
  it('holds over two processes on one run, of which one is killed, and all that resume it', async () => {
    const folder = await tempFolder()
    let ledger = 0
    const reached = new Map<number, () => void>()
    // Bills the most that it may, and tells nobody.
    const server = await startModelServer({
      delayMs: 100,
      script: ({body}, index) => {
        const bytes = body.messages.reduce((sum, {content}) => sum + Buffer.byteLength(content), 0)
        ledger += (bytes * PRICE.input + body.max_tokens! * PRICE.output) / 1e6
        reached.get(index + 1)?.()
        return {kind: 'answer', usage: null}
      },
    })
    const options = {cwd: folder.path, env: {BENCH_API_KEY: 'none-is-needed-here'}}
    const shard = (part: string) =>
      startBench(
        [
          'run',
          '-m',
          'openai/gpt-5-mini',
          '-p',
          'tech_pm',
          '--input-type',
          'basic',
          '--trials',
          '3',
          '-c',
          '3',
        ].concat([
          '--budget',
          String(BUDGET),
          '--run-id',
          'monday',
          '--shard',
          part,
          '--base-url',
          server.url,
        ]),
        options,
      )
    const third = new Promise<void>((resolve) => reached.set(3, resolve))
    const first = shard('1/2')
    await third
    const second = shard('2/2')
    first.child.kill('SIGKILL')
    await once(first.child, 'close')
    const codes = [await second.finished, await bench(['resume', 'monday', '--shard', '1/2'], options)]
    // Whatever is left, for the whole run at once.
    codes.push(await bench(['resume', 'monday', '--shard', '1/1'], options))
    await server.close()
    await folder.remove()
    expect(
      codes.map(({code}: Finished) => code),
      codes.map(({stderr}) => stderr).join(''),
    ).to.deep.equal([5, 5, 5])
    expect(ledger).to.be.within(BUDGET * 0.6, BUDGET)
  })
})
