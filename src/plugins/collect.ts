import type {Config, Interfaces} from '@oclif/core'
import type {Descriptors, HookName, HookOptions, Registered} from './hooks.js'

const API_VERSION = 1
/** Milliseconds a plugin's hook may take, its import included; a hook only names what the plugin offers. */
const LIMIT_MS = 3000

/** The part of oclif's configuration that the collector needs. */
type HookSource = Pick<Config, 'plugins' | 'runHook' | 'name'>

interface Collected<Descriptor> {
  registered: Registered<Descriptor>[]
  /** A hook never returned: a part of it may keep the process alive. */
  isHung: boolean
}

/**
 * The extensions that bench and its plugins register under a hook. A plugin that throws, hangs or answers
 * nonsense is left out, and `warn` names the plugin and the reason. Of two plugins with the same id neither
 * is used, as it is unknown which was meant; an id of bench itself stays bench's.
 */
export async function collect<Name extends HookName>(
  hook: Name,
  source: HookSource,
  warn: (message: string) => void,
  limitMs = LIMIT_MS,
): Promise<Collected<Descriptors[Name]>> {
  const asked = [...source.plugins.values()].filter(({hooks}) => (hooks[hook] ?? []).length > 0)
  const answers = await Promise.all(
    asked.map(async (plugin) => ({plugin, answer: await ask(source, hook, plugin, limitMs)})),
  )
  const found: Registered<Descriptors[Name]>[] = []
  for (const {plugin, answer} of answers) {
    if ('failure' in answer) {
      warn(`The plugin ${plugin.name} failed in ${hook}: ${answer.failure} It is left out.`)
      continue
    }

    const isOwn = plugin.name === source.name
    const identity = isOwn ? null : {name: plugin.name, version: plugin.version}
    // A test checks the extensions of bench against the schema, not every start.
    const {good, bad} = isOwn
      ? {good: answer.value as Descriptors[Name][], bad: []}
      : (await import('./check-descriptors.js')).checkDescriptors(hook, answer.value)
    for (const problem of bad)
      warn(`The plugin ${plugin.name} registered something unusable in ${hook}: ${problem} It is left out.`)
    found.push(...good.map((descriptor) => ({...descriptor, plugin: identity})))
  }

  return {
    registered: withoutDuplicates(found, warn),
    isHung: answers.some(({answer}) => 'failure' in answer && answer.isHung),
  }
}

type Answer = {value: unknown} | {failure: string; isHung: boolean}

/**
 * One plugin at a time: `runHook` asks all plugins together, and a plugin whose import never ends would take
 * the answers of the other plugins with it. The time limit of `runHook` does not cover the import, and does
 * not keep the process alive.
 */
async function ask(
  source: HookSource,
  hook: HookName,
  plugin: Interfaces.Plugin,
  limitMs: number,
): Promise<Answer> {
  const alone = Object.create(source, {plugins: {value: new Map([[plugin.name, plugin]])}}) as HookSource
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(
      () => resolve({failure: `it did not answer within ${limitMs} ms.`, isHung: true}),
      limitMs,
    )
  })
  const options: HookOptions = {apiVersion: API_VERSION}
  const answered = alone
    .runHook(hook, {...options}, undefined, true)
    .then(({successes, failures}): Answer => {
      const [failure] = failures
      if (failure) return {failure: `${firstLine(failure.error)}.`, isHung: false}
      return {value: successes.flatMap(({result}): unknown => result)}
    })
  try {
    return await Promise.race([answered, late])
  } catch (error) {
    return {failure: `${firstLine(error)}.`, isHung: false}
  } finally {
    clearTimeout(timer)
  }
}

/** Any error of a plugin, in one line. */
function firstLine(error: unknown): string {
  const text =
    error instanceof Error
      ? error.message
      : typeof error === 'string'
        ? error
        : 'it threw something that is no error'
  return (text.split('\n')[0] ?? '').slice(0, 200).replace(/\.$/, '')
}

function withoutDuplicates<Descriptor extends {id: string}>(
  found: readonly Registered<Descriptor>[],
  warn: (message: string) => void,
): Registered<Descriptor>[] {
  const ids = [...new Set(found.map(({id}) => id))]
  return ids.flatMap((id) => {
    const same = found.filter((descriptor) => descriptor.id === id)
    if (same.length === 1) return same
    const builtIn = same.find(({plugin}) => plugin === null)
    const names = same.map(({plugin}) => plugin?.name ?? 'bench itself').join(' and ')
    warn(
      `"${id}" is registered by ${names}. ${builtIn ? "Bench's own is used." : 'Neither is used: uninstall one of them.'}`,
    )
    return builtIn ? [builtIn] : []
  })
}
