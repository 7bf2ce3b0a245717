import {basename, dirname, join, relative, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {usage} from '../../errors/catalogue.js'

/**
 * An id for the suite in a file, made of its name.
 * @throws BenchError (exit 2) for a name that bench would not read as a suite file.
 */
export function suiteIdFor(file: string): string {
  if (!/\.ya?ml$/i.test(file))
    throw usage(
      `The starter is YAML: ${file} should end in .yaml. Nothing was written.`,
      'A suite may be JSON too; then write it yourself.',
    )
  const name = basename(file)
    .replace(/\.ya?ml$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return name === '' || name === 'chips' ? 'my-suite' : name
}

/**
 * Where an editor finds the schema: near the project by a path that others have too, else by its place here.
 */
export function schemaFor(file: string, root: string): string {
  const schema = join(root, 'schemas', 'suite.schema.json')
  const path = relative(dirname(resolve(file)), schema)
  return path.startsWith('..') && !path.includes('node_modules') ? pathToFileURL(schema).href : path
}
