import {readFile} from 'node:fs/promises'
import {isBuilt, packageFile} from '../../text/package-file.js'
import type {PluginIdentity} from '../model/descriptor.js'
import {contentHash, suiteHash} from '../model/hash.js'
import type {Suite} from '../model/suite.js'

export interface LoadedSuite {
  suite: Suite
  /** Digest of all that the suite asks of models. */
  hash: string
  /** Digest of its prompts alone. */
  prompt_hash: string
  /** Path of the user's file; null for a suite of bench or of a plugin. */
  file: string | null
  /** The plugin that the suite came from. */
  plugin: PluginIdentity | null
  /** Whose parts it has besides the user's own and bench's: plugins, and files of other folders. */
  foreign: readonly string[]
}

/** The built-in suite `chips`; a test checks its files against the schema, so that no start has to. */
export async function loadBuiltInSuite(): Promise<LoadedSuite> {
  return withHashes(await readChips())
}

/** The suites that bench brings itself: by these, older runs are understood. */
export async function builtInSuites(): Promise<LoadedSuite[]> {
  return [await loadBuiltInSuite()]
}

export async function readChips(): Promise<Suite> {
  if (isBuilt) return JSON.parse(await readFile(packageFile(BUILT_CHIPS), 'utf8')) as Suite
  return readSources()
}

/** What the build makes of the files of `suites/chips`: JSON is parsed in a fraction of the time. */
export const BUILT_CHIPS = 'dist/suites/chips.json'

async function readSources(): Promise<Suite> {
  const {parse} = await import('yaml')
  const read = (name: string) => readFile(packageFile(`suites/chips/${name}`), 'utf8')
  const [main, personas, rating, lexicon] = await Promise.all([
    read('suite.yaml').then((text) => parse(text) as object),
    read('personas.yaml').then((text) => parse(text) as unknown),
    read('rating.yaml').then((text) => parse(text) as unknown),
    read('lexicon.json').then((text) => JSON.parse(text) as unknown),
  ])
  return {...main, personas, lexicon, rating} as Suite
}

export function withHashes(
  suite: Suite,
  from: {file?: string; plugin?: PluginIdentity | null; foreign?: readonly string[]} = {},
): LoadedSuite {
  return {
    suite,
    hash: suiteHash(suite),
    prompt_hash: contentHash(suite.styles),
    file: from.file ?? null,
    plugin: from.plugin ?? null,
    foreign: from.foreign ?? [],
  }
}
