/**
 * Leaves only those type declarations in dist that the public entries reach: plugins are written against them,
 * and nothing else reads any.
 */
import {readFileSync, readdirSync, rmSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'

const ENTRIES = ['dist/plugins/plugin.d.ts', 'dist/lambda.d.ts']
const IMPORTED = /(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)\.js['"]/g

const reached = new Set()
const waiting = ENTRIES.map((entry) => resolve(entry))
for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
  if (reached.has(file)) continue
  reached.add(file)
  // Examples in comments import what is not here.
  const code = readFileSync(file, 'utf8').replaceAll(/\/\*[^]*?\*\//g, '')
  for (const [, path] of code.matchAll(IMPORTED)) waiting.push(join(dirname(file), `${path}.d.ts`))
}

for (const entry of readdirSync('dist', {recursive: true})) {
  const file = resolve('dist', entry)
  if (file.endsWith('.d.ts') && !reached.has(file)) rmSync(file)
}
