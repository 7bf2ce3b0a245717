import {resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {build} from 'rolldown'

const TOP = resolve(import.meta.dirname, '../..')

const builds: Record<string, Promise<unknown>> = {}

/**
 * A module of the sources as the build makes JavaScript of it, by its path from the top: for what does not work
 * from sources. It lies in `build`, so that it finds the package around it.
 */
export async function builtModule<Module>(path: string): Promise<Module> {
  const file = resolve(TOP, 'build/test', `${path.replaceAll('/', '-')}.js`)
  builds[path] ??= build({
    input: resolve(TOP, path),
    platform: 'node',
    transform: {target: 'node20.19'},
    external: ['libsql'],
    output: {file, format: 'esm', codeSplitting: false},
    logLevel: 'silent',
  })
  await builds[path]
  return (await import(pathToFileURL(file).href)) as Module
}
