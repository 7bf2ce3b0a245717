import {readFile} from 'node:fs/promises'

export const SNAPSHOT = new URL('../commands/snapshot.json', import.meta.url)
const MANIFEST = new URL('../../oclif.manifest.json', import.meta.url)

interface Flag {
  name: string
  char?: string
  type: string
  default?: unknown
  options?: string[]
  multiple?: boolean
  required?: boolean
  exclusive?: string[]
  dependsOn?: string[]
  hidden?: boolean
}

interface Manifest {
  commands: Record<
    string,
    {aliases: string[]; args: Record<string, Omit<Flag, 'char'>>; flags: Record<string, Flag>}
  >
}

/** What scripts depend on: commands, arguments, flags and their defaults; no descriptions. One line a flag. */
export async function commandSnapshot(): Promise<string> {
  const {commands} = JSON.parse(await readFile(MANIFEST, 'utf8')) as Manifest
  const told = ({
    char,
    type,
    default: fallback,
    options,
    multiple,
    required,
    exclusive,
    dependsOn,
  }: Omit<Flag, 'name'>) =>
    [
      char === undefined ? '' : `-${char}`,
      type,
      multiple === true ? 'multiple' : '',
      required === true ? 'required' : '',
      options ? `one of ${options.join(' ')}` : '',
      fallback === undefined ? '' : `default ${JSON.stringify(fallback)}`,
      exclusive?.length ? `not with ${exclusive.join(' ')}` : '',
      dependsOn?.length ? `needs ${dependsOn.join(' ')}` : '',
    ]
      .filter(Boolean)
      .join(', ')
  const sorted = <T>(entries: Record<string, T>) =>
    Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1))
  const snapshot = Object.fromEntries(
    sorted(commands).map(([id, {aliases, args, flags}]) => [
      id.replaceAll(':', ' '),
      {
        ...(aliases.length > 0 && {aliases}),
        // Arguments are told apart by their order.
        args: Object.entries(args).map(([name, arg]) => `${name}: ${told({...arg, type: 'argument'})}`),
        flags: Object.fromEntries(sorted(flags).map(([name, flag]) => [`--${name}`, told(flag)])),
      },
    ]),
  )
  return `${JSON.stringify(snapshot, null, 2)}\n`
}
