import {expect} from 'chai'
import {readFile, writeFile} from 'node:fs/promises'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore} from '../../src/store/store.js'
import {addRatedRun} from '../support/decided.js'
import {bench, startSqld, tempFolder} from '../support/processes.js'

describe('the record of a decision, at a colleague', () => {
  it('is reproduced by its own commands from a synced database, without the config file', async () => {
    const [mine, theirs, team] = await Promise.all([tempFolder(), tempFolder(), tempFolder()])
    const sqld = await startSqld(team.file('sqld'))
    try {
      const store = await openStore(databaseLocation(`file:${mine.file('bench.db')}`, {}), {create: true})
      await addRatedRun(store, {
        rows: {
          'lab/best': '5454545454545454',
          'lab/near': '5454545454545444',
          'lab/poor': '2'.repeat(16),
          'lab/dear': '5'.repeat(16),
        },
      })
      await store.close()
      await writeFile(
        mine.file('bench.config.json'),
        JSON.stringify({
          decision: {margin: 0.4, by: ['model', 'style'], leave_out: ['lab/dear', 'lab/gone']},
        }),
      )
      const here = (...args: string[]) => bench(args, {cwd: mine.path})
      const there = (...args: string[]) => bench(args, {cwd: theirs.path})
      expect((await here('decide', '--record', 'decision.md')).code).to.equal(0)
      expect((await here('sync', '--remote', sqld.url)).code).to.equal(0)
      expect((await there('sync', '--remote', sqld.url)).code).to.equal(0)

      const record = await readFile(mine.file('decision.md'), 'utf8')
      const commands = [...record.matchAll(/^bench (.*)$/gm)].map(([, words]) => words!.split(' '))
      expect(commands.map(([name]) => name)).to.deep.equal(['decide', 'prompts'])
      const [decide, prompts] = commands as [string[], string[]]
      expect(decide).not.to.include('lab/gone')
      expect((await there(...decide, '--record', 'again.md')).code).to.equal(0)
      expect(await readFile(theirs.file('again.md'), 'utf8')).to.equal(record)
      expect((await there(...prompts)).stdout).to.include('Explain and give chips.')
    } finally {
      await sqld.close()
      await Promise.all([mine, theirs, team].map((folder) => folder.remove()))
    }
  }).timeout(60_000)
})
