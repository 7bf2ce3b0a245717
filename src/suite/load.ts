import {readFile} from 'node:fs/promises'
import {parse} from 'yaml'
import {contentHash} from './hash.js'
import {suiteSchema, type Suite} from './suite.js'

const CHIPS = new URL('../../suites/chips/', import.meta.url)

export interface LoadedSuite {
  suite: Suite
  /** Digest of everything a suite says. */
  hash: string
  /** Digest of its prompts alone. */
  prompt_hash: string
}

/** The built-in suite `chips`. */
export async function loadBuiltInSuite(): Promise<LoadedSuite> {
  const [main, personas, lexicon] = await Promise.all(
    ['suite.yaml', 'personas.yaml', 'lexicon.yaml'].map(
      async (name): Promise<unknown> => parse(await readFile(new URL(name, CHIPS), 'utf8')),
    ),
  )
  return withHashes(suiteSchema.parse({...(main as object), personas, lexicon}))
}

function withHashes(suite: Suite): LoadedSuite {
  return {suite, hash: contentHash(suite), prompt_hash: contentHash(suite.styles)}
}
