import {expect} from 'chai'
import {readFile, writeFile} from 'node:fs/promises'
import {findSuite} from '../../src/suite/files/find.js'
import {modelSchema} from '../../src/suite/model/suite-schema.js'
import {tempFolder} from '../support/processes.js'

/** The section on systems in docs/suites.md. */
async function section(): Promise<string> {
  const text = await readFile(new URL('../../docs/suites.md', import.meta.url), 'utf8')
  return text.split(/^## /m).find((part) => part.startsWith('Systems\n')) ?? ''
}

describe('docs/suites.md on systems', () => {
  it('shows systems that a suite takes as they stand there', async () => {
    const yaml = /```yaml\n(.*?)```/s.exec(await section())![1]!
    const folder = await tempFolder()
    await writeFile(folder.file('suite.yaml'), `extends: chips\nid: documented\n${yaml}`)
    const {suite} = await findSuite('suite.yaml', {folder: folder.path})
    expect(suite.models.map(({id}) => id)).to.deep.equal(['gpt-5-mini-low', 'behind-the-gateway', 'laptop'])
    expect(suite.models[0]!.parameters).to.include({max_tokens: null, reasoning_effort: 'low'})
    await folder.remove()
  })

  it('names every field of a system', async () => {
    const text = await section()
    for (const field of Object.keys(modelSchema.shape)) expect(text, field).to.contain(`\`${field}\``)
  })
})
