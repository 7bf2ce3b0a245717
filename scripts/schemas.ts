/**
 * Writes the JSON Schemas of schemas/ from the zod schemas.
 *
 * node --import tsx scripts/schemas.ts
 */
import {mkdir, writeFile} from 'node:fs/promises'
import {z} from 'zod'
import {configSchema} from '../src/cli/config/config-schema.js'
import {suiteFileSchema} from '../src/suite/files/suite-file-schema.js'

const SCHEMAS = {
  suite: {
    schema: suiteFileSchema,
    title: 'A suite of bench',
    description:
      'Models, personas, prompts and factors. docs/suites.md tells how it is merged with what it extends.',
  },
  config: {
    schema: configSchema,
    title: 'The config file of a project that uses bench',
    description: 'bench.config.json or bench.config.yaml. docs/reference/config.md tells more.',
  },
}

const folder = new URL('../schemas/', import.meta.url)
await mkdir(folder, {recursive: true})
for (const [name, {schema, ...about}] of Object.entries(SCHEMAS)) {
  const {$schema, ...rest} = z.toJSONSchema(schema, {io: 'input', target: 'draft-2020-12'})
  await writeFile(
    new URL(`${name}.schema.json`, folder),
    `${JSON.stringify({$schema, ...about, ...rest}, null, 2)}\n`,
  )
}
