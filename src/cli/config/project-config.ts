import {existsSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {badConfig, twoConfigs} from '../../errors/suites.js'
import {unreadableFile} from '../../errors/catalogue.js'
import {inOrder, problemLine, type Problem} from '../../text/problem.js'
import {isPlainlyRight} from './plain-check.js'
import type {configSchema} from './config-schema.js'
import type {z} from 'zod'

export const CONFIG_NAMES = ['bench.config.json', 'bench.config.yaml', 'bench.config.yml'] as const

type Settings = z.infer<typeof configSchema>

/** The settings in the project's config file. Paths are absolute or relative to `folder`. */
export interface ProjectConfig extends Settings {
  /** The file; null when there is none. */
  file: string | null
  /** The file's folder, else the folder where the search began. */
  folder: string
}

/**
 * The config of the project that a folder belongs to: the first config found on the way up.
 * @throws BenchError (exit 2) that names each problem with its line.
 */
export async function readProjectConfig(from: string): Promise<ProjectConfig> {
  const file = findConfig(from)
  if (file === undefined) return {file: null, folder: from}
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadableFile(file, error)
  })
  const settings = await checked(file, text)
  const folder = dirname(file)
  return {
    ...settings,
    ...(settings.database !== undefined && {database: databaseFrom(folder, settings.database)}),
    file,
    folder,
  }
}

function findConfig(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const there = CONFIG_NAMES.map((name) => join(folder, name)).filter((path) => existsSync(path))
    if (there.length > 1) throw twoConfigs(there)
    if (there[0] !== undefined) return there[0]
    if (dirname(folder) === folder) return undefined
  }
}

async function checked(file: string, text: string): Promise<Settings> {
  // Nearly every config is right: only a wrong config needs line numbers, and the libraries that find the
  // lines.
  const value = file.endsWith('.json') ? parsedJson(text) : undefined
  if (isPlainlyRight(value) && secretProblems(value).length === 0) return value as Settings
  const [{configSchema: schema}, {LocatedText}, {schemaProblems}] = await Promise.all([
    import('./config-schema.js'),
    import('../../text/located-text.js'),
    import('../../text/schema-problems.js'),
  ])
  const located = new LocatedText(text)
  const settings = located.value ?? {}
  const problems =
    located.syntax.length > 0
      ? located.syntax
      : [...secretProblems(settings), ...withSecretHints(schemaProblems(schema, settings))].map((problem) =>
          located.locate(problem),
        )
  if (problems.length > 0)
    throw badConfig(
      file,
      inOrder(problems).map((problem) => problemLine(file, problem)),
    )
  return schema.parse(settings)
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const SECRETS_HINT = 'Secrets stay in the environment or in .env.'

function secretProblems(value: unknown): Problem[] {
  const settings = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  return ['database', 'base_url'].flatMap((name) => {
    const url = settings[name]
    if (typeof url !== 'string' || !/auth_?token=|^[a-z][a-z+.-]*:\/\/[^/?#]*@/i.test(url)) return []
    return [{path: [name], message: 'The URL holds a secret.', hint: SECRETS_HINT}]
  })
}

function withSecretHints(problems: readonly Problem[]): Problem[] {
  return problems.map((problem) =>
    problem.atKey && /token|secret|password|api_?key/i.test(String(problem.path.at(-1)))
      ? {...problem, hint: SECRETS_HINT}
      : problem,
  )
}

/** Files are relative to the config, wherever bench is started. */
function databaseFrom(folder: string, database: string): string {
  // A text with a scheme goes on unchanged; a scheme that bench does not know is refused later.
  const isUrl = /^(?!file:)[a-z][a-z+.-]+:|^file:\/\//i.test(database)
  if (isUrl || database.includes(':memory:')) return database
  return `file:${resolve(folder, database.replace(/^file:/, ''))}`
}
