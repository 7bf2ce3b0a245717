import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

export interface FakePlugin {
  name: string
  version?: string
  /** The source of each hook's module. */
  hooks: Partial<Record<'bench:providers' | 'bench:suites' | 'bench:exporters', string>>
}

/**
 * Puts a plugin where `bench plugins link` would have put it, without npm. `folder` is where bench runs: the
 * tests make it the home of its data too.
 */
export async function linkPlugin(
  folder: string,
  {name, version = '1.0.0', hooks}: FakePlugin,
): Promise<void> {
  const root = join(folder, 'plugins', name)
  await mkdir(root, {recursive: true})
  const files = Object.entries(hooks).map(([hook, source]) => ({
    hook,
    source,
    file: `${hook.replace(':', '-')}.js`,
  }))
  for (const {file, source} of files) await writeFile(join(root, file), source)
  const named = Object.fromEntries(files.map(({hook, file}) => [hook, `./${file}`]))
  await writeFile(
    join(root, 'package.json'),
    JSON.stringify({name, version, type: 'module', oclif: {hooks: named}}),
  )
  const data = join(folder, 'bench', 'package.json')
  await mkdir(join(folder, 'bench'), {recursive: true})
  const known = await readFile(data, 'utf8').then(
    (text) => (JSON.parse(text) as {oclif: {plugins: {name: string}[]}}).oclif.plugins,
    () => [],
  )
  const plugins = [...known.filter((each) => each.name !== name), {name, root, type: 'link'}]
  await writeFile(data, JSON.stringify({private: true, dependencies: {}, oclif: {schema: 1, plugins}}))
}

/** The source of a hook that registers an offline provider which answers with fixed chips. */
export function providerHook(id: string, complete = 'good'): string {
  const answers: Record<string, string> = {
    good: `({text: JSON.stringify(['situation','jargon','role_task','environment'].flatMap((type) => [1,2,3,4].map((n) => ({key: type + n, display: type + n, type})))), finish_reason: 'stop', input_tokens: 1, output_tokens: 1, cost_usd: null})`,
    nonsense: `42`,
    throws: `(() => { throw new Error('boom at ' + process.env.SOME_API_KEY) })()`,
    hangs: `new Promise(() => {})`,
  }
  return `export default async () => [{
    id: '${id}', summary: 'Test.', offline: true,
    models: [{id: '${id}/one', name: 'One', input_price: 0, output_price: 0}],
    load: async () => () => ({id: '${id}', complete: () => ${answers[complete] ?? ''}}),
  }]`
}
