/**
 * Writes docs/reference/openapi.json, as a server with the built-in suite gives it, and the types of the API
 * that the tests of a typed client use.
 *
 * npm run docs:api
 */
import {readFile, writeFile} from 'node:fs/promises'
import openapiTS, {astToString, type OpenAPI3} from 'openapi-typescript'
import {createApi} from '../src/server/http/app.js'
import {jobsOf} from '../src/server/jobs/jobs.js'
import {openApiDocument} from '../src/server/api/docs.js'
import {databaseLocation} from '../src/store/database/location.js'
import {openStore} from '../src/store/store.js'
import {loadBuiltInSuite} from '../src/suite/files/load.js'

const top = new URL('../', import.meta.url)
const {version} = JSON.parse(await readFile(new URL('package.json', top), 'utf8')) as {version: string}
const {suite} = await loadBuiltInSuite()
const store = await openStore(databaseLocation(':memory:', {}), {create: true})
const app = createApi(
  {
    store,
    jobs: jobsOf(store),
    cache: undefined,
    suite,
    version,
    generate: undefined,
    models: suite.models.map(({id}) => id),
  },
  {tokens: [], origins: [], hosts: undefined, log: () => {}, onDefect: () => {}},
)
const document = `${JSON.stringify(openApiDocument(app, version), null, 2)}\n`
const types = astToString(await openapiTS(JSON.parse(document) as OpenAPI3, {alphabetize: false}))
await writeFile(new URL('docs/reference/openapi.json', top), document)
await writeFile(
  new URL('test/support/api-types.ts', top),
  `// Written by \`npm run docs:api\` from docs/reference/openapi.json.\n\n${types}`,
)
await store.close()
