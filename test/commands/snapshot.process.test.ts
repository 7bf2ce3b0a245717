import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {commandSnapshot, SNAPSHOT} from '../support/command-snapshot.js'

describe('commands and flags', () => {
  it('are what they were, or were changed on purpose: npm run build && npm run snapshot:commands', async () => {
    expect(JSON.parse(await commandSnapshot())).to.deep.equal(JSON.parse(await readFile(SNAPSHOT, 'utf8')))
  })
})
