import {readFile} from 'node:fs/promises'
import {handle, type LambdaContext, type LambdaEvent} from 'hono/aws-lambda'
import {createApi} from './server/http/app.js'
import {jobsOf} from './server/jobs/jobs.js'
import {checkedOrigin} from './server/auth/guards.js'
import {parseTokens} from './server/auth/token-file.js'
import {checkedToken, tokenOf, type Token} from './server/auth/tokens.js'
import {reportOf} from './errors/bench-error.js'
import {usage} from './errors/catalogue.js'
import {databaseLocation} from './store/database/location.js'
import {openStore} from './store/store.js'
import {loadBuiltInSuite} from './suite/files/load.js'
import {packageFile} from './text/package-file.js'

type Handler = ReturnType<typeof handle>
type Answer = Awaited<ReturnType<Handler>>

let ready: Promise<Handler> | undefined

/**
 * The API behind API Gateway (REST and HTTP APIs) and function URLs. The database is opened by the first
 * request of an instance; after a failure the next request tries again. Settings are environment variables:
 * see docs/api.md.
 */
export async function handler(event: LambdaEvent, context?: LambdaContext): Promise<Answer> {
  ready ??= prepare()
  try {
    const answer = await ready
    return await answer(withoutStage(event), context)
  } catch (error) {
    ready = undefined
    process.stderr.write(`${reportOf(error)}\n`)
    return {
      statusCode: 503,
      headers: {'content-type': 'application/json', 'retry-after': '5'},
      body: '{"detail":"The service is not ready"}',
      isBase64Encoded: false,
    }
  }
}

async function prepare(): Promise<Handler> {
  const {env} = process
  const tokens = tokensOf(env)
  const [store, {suite}, version] = await Promise.all([
    openStore(databaseLocation(undefined, env), {create: true}),
    loadBuiltInSuite(),
    toolVersion(),
  ])
  const app = createApi(
    // Generating takes longer than a gateway waits, and its budget holds for one process only.
    {
      store,
      jobs: jobsOf(store),
      cache: undefined,
      suite,
      version,
      generate: undefined,
      models: suite.models.map(({id}) => id),
    },
    {
      tokens,
      origins: (env['BENCH_CORS_ORIGINS'] ?? '')
        .split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== '')
        .map(checkedOrigin),
      hosts: undefined,
      log:
        env['BENCH_QUIET'] === '1' ? () => {} : (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
      onDefect: (error) => process.stderr.write(`${reportOf(error)}\n`),
    },
  )
  return handle(app)
}

/** @throws BenchError without any token, unless the settings allow an API without tokens. */
function tokensOf({
  BENCH_API_TOKEN: token,
  BENCH_API_TOKENS: several,
  BENCH_API_INSECURE: insecure,
}: NodeJS.ProcessEnv): Token[] {
  const {tokens, problems} = several ? parseTokens(several) : {tokens: [], problems: []}
  if (problems.length > 0) throw usage(`BENCH_API_TOKENS cannot be used: ${problems.join('; ')}.`)
  if (token) tokens.push(tokenOf(checkedToken(token), undefined))
  if (tokens.length === 0 && insecure !== '1')
    throw usage(
      'Without BENCH_API_TOKEN or BENCH_API_TOKENS everybody could read and rate.',
      'If that is meant: BENCH_API_INSECURE=1',
    )
  return tokens
}

/** HTTP APIs with a named stage put the stage before the path; the routes do not contain the stage. */
function withoutStage(event: LambdaEvent): LambdaEvent {
  if (!('rawPath' in event)) return event
  const {stage} = event.requestContext
  const prefix = `/${stage}`
  const isStaged =
    stage !== '$default' && (event.rawPath === prefix || event.rawPath.startsWith(`${prefix}/`))
  return isStaged ? {...event, rawPath: event.rawPath.slice(prefix.length) || '/'} : event
}

async function toolVersion(): Promise<string> {
  return (JSON.parse(await readFile(packageFile('package.json'), 'utf8')) as {version: string}).version
}
