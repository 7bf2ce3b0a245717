import {expect} from 'chai'
import {readFile} from 'node:fs/promises'
import {join, normalize, resolve} from 'node:path'
import {Assets} from '../../../src/server/pages/assets.js'

const DIST = resolve(import.meta.dirname, '../../../dist')

/** The built module and all that it imports. */
async function imported(module: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(module)) return found
  found.add(module)
  const text = await readFile(join(DIST, module), 'utf8')
  for (const [, path] of text.matchAll(/(?:from|import) '(\.[^']+)'/g))
    await imported(normalize(join(module, '..', path!)), found)
  return found
}

describe('the scripts of the pages', () => {
  for (const script of ['server/browser/rate.js', 'server/browser/sign-in.js', 'server/browser/live.js']) {
    it(`${script} comes with all that it imports, and nothing else`, async () => {
      const served = new Assets().needs(script).map((url) => url.replace(/^\/app\/assets\/[^/]+\//, ''))
      expect([script, ...served]).to.have.members([...(await imported(script))])
    })
  }
})
