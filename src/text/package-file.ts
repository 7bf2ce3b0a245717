import {existsSync} from 'node:fs'

/** Whether this is the build, and not the sources. */
export const isBuilt = import.meta.url.endsWith('.js')

let top: URL | undefined

/**
 * The address of a file of this package, by its path from the package's top folder, such as
 * `suites/chips/suite.yaml`. The top is looked for, as the build puts modules into other folders than those
 * of their sources.
 */
export function packageFile(path: string): URL {
  top ??= topFolder()
  return new URL(path, top)
}

function topFolder(): URL {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    if (existsSync(new URL('package.json', folder))) return folder
    if (new URL('..', folder).href === folder.href)
      throw new Error(`There is no package.json above ${import.meta.url}.`)
  }
}
