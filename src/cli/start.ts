import {existsSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {execute, type Interfaces} from '@oclif/core'
import {packageFile} from '../text/package-file.js'

/**
 * Starts the command that a command line names. The plugins that come with bench (help, plugins,
 * autocomplete, and what is said of an unknown command) are left out where a command of bench itself is
 * asked for: finding them takes as long as a small command's work. Plugins that a user installed are always
 * there.
 */
export async function start(commandLine: readonly string[]): Promise<void> {
  const root = fileURLToPath(packageFile('.'))
  const pjson = isOwnCommand(commandLine) ? withoutPlugins() : undefined
  await execute({loadOptions: {root, pjson}})
}

function withoutPlugins(): Interfaces.PJSON {
  const pjson = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as Interfaces.PJSON
  return {...pjson, oclif: {...pjson.oclif, plugins: []}}
}

/** Whether the first words name a file of a command: `stats`, `suite check`. */
function isOwnCommand([first, second]: readonly string[]): boolean {
  const isWord = (word: string | undefined) => word !== undefined && /^[a-z-]+$/.test(word)
  if (!isWord(first)) return false
  const paths = [`${first}.js`, `${first}/index.js`, ...(isWord(second) ? [`${first}/${second}.js`] : [])]
  return paths.some((path) => existsSync(packageFile(`dist/commands/${path}`)))
}
