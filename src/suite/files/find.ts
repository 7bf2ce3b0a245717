import {readFile, realpath} from 'node:fs/promises'
import {dirname, resolve} from 'node:path'
import {BenchError} from '../../errors/bench-error.js'
import {unreadableFile} from '../../errors/catalogue.js'
import {withTimeout, LOAD_LIMIT_MS} from '../../errors/with-timeout.js'
import {badSuite, pluginFailed, suiteCircle, unknownSuite} from '../../errors/suites.js'
import {inOrder, pathText, problemLine, type LocatedProblem, type Problem} from '../../text/problem.js'
import {BUILT_IN_SUITES} from './built-in.js'
import type {RegisteredSuite} from '../model/descriptor.js'
import {loadBuiltInSuite, readChips, withHashes, type LoadedSuite} from './load.js'
import {extendSuite, isFields, type Fields} from './merge.js'
import {isWithin, withPromptTexts} from './prompt-files.js'
import type {Suite} from '../model/suite.js'

/** Suites by id: those of bench and of plugins. Asked only when a name is not `chips`. */
export type SuiteRegistry = () => Promise<readonly RegisteredSuite[]>

export const BUILT_IN_REGISTRY: SuiteRegistry = () =>
  Promise.resolve(BUILT_IN_SUITES.map((descriptor) => ({...descriptor, plugin: null})))

export interface FindOptions {
  /** The folder that a relative path begins at. */
  folder: string
  /** The folder of the user's project: files elsewhere are foreign. By default, `folder`. */
  home?: string
  registry?: SuiteRegistry
}

/**
 * The suite that a person names: an id, or else a path; without a name the built-in suite.
 * @throws BenchError (exit 2) when there is no such suite, or when it has problems: then all of them are
 *   named.
 */
export async function findSuite(
  name: string | undefined,
  {folder, home = folder, registry = BUILT_IN_REGISTRY}: FindOptions,
): Promise<LoadedSuite> {
  if (name === undefined || name === 'chips') return loadBuiltInSuite()
  const source = await findSource(name, folder, registry)
  const {merged, problems, sources} = await resolved(source, registry, [])
  if (problems.length > 0)
    throw badSuite(
      source.display,
      problems.map((problem) => problemLine(source.display, problem)),
    )
  return withHashes(merged as unknown as Suite, {...source, foreign: await foreignOf(sources, home)})
}

/**
 * The sources that are not the user's own: plugins, and files outside of the project, wherever links lead.
 */
async function foreignOf(sources: readonly Source[], home: string): Promise<string[]> {
  const project = await realpath(home).catch(() => resolve(home))
  const foreign: string[] = []
  for (const {display, file, plugin} of sources) {
    if (plugin) foreign.push(`the plugin ${plugin.name}`)
    if (file === undefined) continue
    const path = await realpath(file).catch(() => file)
    if (!isWithin(project, path)) foreign.push(display)
  }

  return foreign
}

export interface SuiteCheck {
  file: string
  problems: LocatedProblem[]
  notes: LocatedProblem[]
  /** The merged suite, when it has no problems. */
  loaded: LoadedSuite | null
}

/**
 * All problems of a suite, as it is or as it would be with another `text`.
 * @throws BenchError when the suite cannot be read, or when the suite that it extends has problems.
 */
export async function examineSuite(
  name: string,
  {folder, registry = BUILT_IN_REGISTRY}: FindOptions,
  text?: string,
): Promise<SuiteCheck> {
  const found = await findSource(name, folder, registry)
  const source = text === undefined ? found : {...found, read: () => readText(text)}
  const {merged, problems, notes} = await resolved(source, registry, [])
  const loaded = problems.length > 0 ? null : withHashes(merged as unknown as Suite, source)
  return {file: source.display, problems, notes, loaded}
}

/** Where a suite comes from, before it is merged. */
interface Source {
  /** The name of the source in messages. */
  display: string
  /** A key that is equal for the same source, to notice circles. */
  key: string
  folder: string
  file?: string
  plugin?: RegisteredSuite['plugin']
  read: () => Promise<{
    fields: unknown
    syntax: readonly LocatedProblem[]
    locate: (problem: Problem) => LocatedProblem
  }>
}

async function findSource(name: string, folder: string, registry: SuiteRegistry): Promise<Source> {
  if (!isPath(name)) {
    const registered = await registry()
    const byId = registered.find(({id}) => id === name)
    if (!byId)
      throw unknownSuite(
        name,
        registered.map(({id}) => id),
      )
    return registeredSource(byId)
  }

  const path = resolve(folder, name)
  return {display: name, key: path, folder: dirname(path), file: path, read: () => readSuiteFile(name, path)}
}

function isPath(name: string): boolean {
  return /[/\\]|\.(ya?ml|json)$/i.test(name)
}

async function readSuiteFile(name: string, path: string): ReturnType<Source['read']> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadableFile(name, error)
  })
  return readText(text)
}

async function readText(text: string): ReturnType<Source['read']> {
  const {LocatedText} = await import('../../text/located-text.js')
  const located = new LocatedText(text)
  return {fields: located.value, syntax: located.syntax, locate: (problem) => located.locate(problem)}
}

function registeredSource(suite: RegisteredSuite): Source {
  return {
    display: suite.id,
    key: `id ${suite.id}`,
    folder: process.cwd(),
    plugin: suite.plugin,
    read: async () => {
      const loaded: unknown = await withTimeout(
        Promise.resolve().then(() => suite.load()),
        LOAD_LIMIT_MS,
      ).catch((error: unknown) => {
        throw pluginFailed(suite.plugin?.name ?? 'bench', `its suite "${suite.id}" cannot be loaded`, error)
      })
      return {
        fields: isFields(loaded) && 'default' in loaded ? loaded['default'] : loaded,
        syntax: [],
        locate: unlocated,
      }
    },
  }
}

function unlocated({path, message, hint}: Problem): LocatedProblem {
  return {line: null, column: null, path: pathText(path), message, hint: hint ?? null}
}

interface Resolved {
  /** The suite itself and those that it extends. */
  sources: Source[]
  merged: Fields
  problems: LocatedProblem[]
  notes: LocatedProblem[]
}

async function resolved(
  source: Source,
  registry: SuiteRegistry,
  chain: readonly string[],
): Promise<Resolved> {
  if (chain.includes(source.key)) throw suiteCircle(source.display)
  const {fields, syntax, locate} = await source.read()
  const place = (problems: readonly Problem[]) => inOrder(problems.map(locate))
  if (syntax.length > 0) return {sources: [], merged: {}, problems: inOrder(syntax), notes: []}
  if (!isFields(fields))
    return {
      sources: [],
      merged: {},
      problems: place([
        {
          path: [],
          message: 'A suite is a map of keys; this is not.',
          hint: '`bench suite init` writes one to begin with.',
        },
      ]),
      notes: [],
    }
  const {
    fields: {extends: from, ...ownFields},
    problems: ofPrompts,
  } = await withPromptTexts(fields, source.file)
  // For editors only.
  delete ownFields['$schema']
  const base: Base =
    from === undefined
      ? {sources: [], merged: {}, problem: undefined, isKnown: true}
      : await baseOf(from, source, registry, [...chain, source.key])
  const merged = extendSuite(base.merged, ownFields)
  // A suite without an id must not pass for the suite that it extends.
  if (ownFields['id'] === undefined) delete merged['id']
  const {checkSuite} = await import('./check.js')
  // Without its base, all inherited entries would seem to be missing.
  const found = base.isKnown ? checkSuite(merged, ownFields, base.merged) : {problems: [], notes: []}
  const problems = [
    ...(base.problem ? [base.problem] : []),
    ...ofPrompts,
    ...idProblems(ownFields['id'], base.merged['id'], source),
    // A text that could not be read is not missing too.
    ...found.problems.filter(
      ({path}) => !ofPrompts.some((unread) => path.every((part, at) => part === unread.path[at])),
    ),
  ]
  return {
    sources: [source, ...base.sources],
    merged,
    problems: place(problems),
    notes: place(found.notes),
  }
}

/** Runs remember a suite by its id, so two suites must not share an id. */
function idProblems(id: unknown, baseId: unknown, {key, display}: Source): Problem[] {
  const path = ['id']
  if (typeof id !== 'string') return []
  if (id === 'chips' || id === baseId)
    return [
      {
        path,
        message: `"${id}" is the id of ${id === 'chips' ? "bench's own suite" : 'the suite this one extends'}.`,
        hint: 'Give this one an id of its own.',
      },
    ]
  return key.startsWith('id ') && id !== display
    ? [{path, message: `It is registered as "${display}", but calls itself "${id}".`}]
    : []
}

interface Base {
  sources: Source[]
  merged: Fields
  problem: Problem | undefined
  /** Whether a check of the merged suite can be trusted. */
  isKnown: boolean
}

async function baseOf(
  from: unknown,
  source: Source,
  registry: SuiteRegistry,
  chain: readonly string[],
): Promise<Base> {
  const chips = async () => ({...(await readChips())}) as Fields
  if (from === 'chips') return {sources: [], merged: await chips(), problem: undefined, isKnown: true}
  const path = ['extends']
  if (typeof from !== 'string')
    return {
      sources: [],
      merged: {},
      problem: {path, message: '"extends" must be the id of a suite or a path.'},
      isKnown: false,
    }
  try {
    const base = await findSource(from, source.folder, registry)
    const {sources, merged, problems} = await resolved(base, registry, chain)
    if (problems.length > 0)
      throw badSuite(
        base.display,
        problems.map((problem) => problemLine(base.display, problem)),
      )
    return {sources, merged, problem: undefined, isKnown: true}
  } catch (error) {
    if (
      !(error instanceof BenchError) ||
      !['UNKNOWN_SUITE', 'UNREADABLE_FILE', 'SUITE_CIRCLE'].includes(error.code)
    )
      throw error
    const problem = {path, message: error.message.replace(/ Nothing was .*$/, ''), hint: error.next[0]}
    // Most likely a slip in the id that nearly every suite extends: all other fields can be checked all the
    // same.
    return isPath(from)
      ? {sources: [], merged: {}, problem, isKnown: false}
      : {sources: [], merged: await chips(), problem, isKnown: true}
  }
}
