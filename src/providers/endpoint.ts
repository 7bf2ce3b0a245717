import {missingApiKey, usage} from '../errors/catalogue.js'
import type {PricedModel} from '../suite/model/suite.js'
import {headerProblem, urlProblem, variableProblem} from '../suite/model/system-limits.js'
import {isLoopback} from '../suite/model/system.js'
import {OPENROUTER_URL} from './urls.js'

export type Environment = Readonly<Record<string, string | undefined>>

/** What of a system says where it is asked. */
export type AskedSystem = Pick<PricedModel, 'id' | 'model' | 'base_url' | 'api_key_env' | 'headers'>

/** The server of a whole run, as the user's flag or config file names it. */
export interface RunServer {
  base_url: string | null
  /** The variable of its key; BENCH_API_KEY unless the config file names another. */
  api_key_env?: string | undefined
}

/** A server, and the variables whose values are sent to it. */
export interface Endpoint {
  url: string
  host: string
  isOpenRouter: boolean
  isLocal: boolean
  /** Null: no key is sent. */
  keyVariable: string | null
  /** Whether the suite names the variable; otherwise the user does, or it is the default. */
  isKeyOfSuite: boolean
  /** Variables by header. */
  headers: Readonly<Record<string, string>>
}

/** A variable of the environment, and the host that its value is sent to. */
export interface KeyUse {
  variable: string
  host: string
  isOfSuite: boolean
  /** Others on the way can read it. */
  isOpen: boolean
}

/**
 * Where a system is asked. The rules for keys are those of the check of a suite; they are kept here too, as a
 * run's configuration may come from another machine.
 * @throws BenchError (exit 2) for a URL, variable or header that may not be used.
 */
export function endpointOf(system: AskedSystem, run: RunServer): Endpoint {
  const ofSystem = system.base_url
  const url = checkedUrl(
    ofSystem ?? run.base_url ?? OPENROUTER_URL,
    ofSystem === undefined ? undefined : system.id,
  )
  const isOpenRouter = url.protocol === 'https:' && url.hostname === 'openrouter.ai'
  const isLocal = isLoopback(url.hostname)
  const headers = system.headers ?? {}
  refuseVariables(system, url, isOpenRouter)
  const problem = run.api_key_env === undefined ? undefined : variableProblem(run.api_key_env)
  if (problem) throw refused('api_key_env', problem.message, problem.hint)
  return {
    url: url.href.replace(/\/$/, ''),
    host: url.host,
    isOpenRouter,
    isLocal,
    keyVariable: system.api_key_env ?? defaultKey(ofSystem !== undefined, isOpenRouter, run),
    isKeyOfSuite: system.api_key_env !== undefined,
    headers,
  }
}

/** @throws BenchError (exit 2) for a variable that may not be named, or may not go to this server. */
function refuseVariables(
  {id, api_key_env, headers = {}}: AskedSystem,
  url: URL,
  isOpenRouter: boolean,
): void {
  const isOpen = url.protocol === 'http:' && !isLoopback(url.hostname)
  for (const variable of [...(api_key_env === undefined ? [] : [api_key_env]), ...Object.values(headers)]) {
    const problem = variableProblem(variable)
    if (problem) throw refused(id, problem.message, problem.hint)
    if (isOpen)
      throw refused(
        id,
        `A key that a suite names goes over https or to this machine alone, not to ${url.host} over http.`,
      )
    if (variable === 'OPENROUTER_API_KEY' && !isOpenRouter)
      throw refused(id, `OPENROUTER_API_KEY goes to openrouter.ai alone, not to ${url.host}.`)
  }

  for (const name of Object.keys(headers)) {
    const problem = headerProblem(name)
    if (problem !== undefined) throw refused(id, problem)
  }
}

/** The user's own key goes to the user's own server: never to one that a suite names. */
function defaultKey(isOfSuite: boolean, isOpenRouter: boolean, run: RunServer): string | null {
  if (!isOfSuite && run.api_key_env !== undefined) return run.api_key_env
  if (isOpenRouter) return 'OPENROUTER_API_KEY'
  return isOfSuite ? null : 'BENCH_API_KEY'
}

/** What is sent beside the request: the key and the headers, with their values. */
export interface Credentials {
  apiKey: string | undefined
  headers: Record<string, string>
}

/** @throws BenchError (exit 2) when a variable that is needed is not set. */
export function credentialsOf(endpoint: Endpoint, env: Environment): Credentials {
  const headers = Object.fromEntries(
    Object.entries(endpoint.headers).map(([name, variable]) => {
      const value = valueOf(env, variable)
      if (value === undefined) throw missingVariable(variable, endpoint.host)
      if (!/^[\t\u0020-\u007E]+$/.test(value))
        throw usage(
          `The value of ${variable} cannot be sent as a header: it holds line breaks or other characters than ASCII. Nothing was started or written.`,
        )
      return [name, value]
    }),
  )
  const {keyVariable, isOpenRouter} = endpoint
  const apiKey = keyVariable === null ? undefined : checkedKey(env, keyVariable)
  if (keyVariable !== null && apiKey === undefined && mustHaveKey(endpoint)) {
    if (isOpenRouter && !endpoint.isKeyOfSuite && keyVariable === 'OPENROUTER_API_KEY') throw missingApiKey()
    if (keyVariable !== 'BENCH_API_KEY') throw missingVariable(keyVariable, endpoint.host)
    throw usage(
      `No API key for ${endpoint.host}: BENCH_API_KEY is not set. Nothing was started or written.`,
      'Set it in the environment or in a .env file; OPENROUTER_API_KEY is sent to OpenRouter alone.',
    )
  }

  return {apiKey, headers}
}

/** Servers on this machine need no key, nor does a server that knows its users by a header. */
function mustHaveKey({isKeyOfSuite, isLocal, headers}: Endpoint): boolean {
  return isKeyOfSuite || (!isLocal && Object.keys(headers).length === 0)
}

/**
 * Which variables go to which hosts, as far as they are set; the default key to the default server is left
 * out.
 */
export function keyUses(systems: readonly AskedSystem[], run: RunServer, env: Environment): KeyUse[] {
  const uses = new Map<string, KeyUse>()
  for (const system of systems) {
    const {url, host, isOpenRouter, isLocal, keyVariable, isKeyOfSuite, headers} = endpointOf(system, run)
    const isOpen = url.startsWith('http:') && !isLocal
    const add = (variable: string, isOfSuite: boolean) => {
      if (valueOf(env, variable) === undefined) return
      uses.set(JSON.stringify([variable, host, isOfSuite]), {variable, host, isOfSuite, isOpen})
    }

    const isDefault = isOpenRouter && keyVariable === 'OPENROUTER_API_KEY'
    if (keyVariable !== null && !isDefault) add(keyVariable, isKeyOfSuite)
    for (const variable of Object.values(headers)) add(variable, true)
  }

  return [...uses.values()]
}

/** A variable with an empty value counts as not set. */
function valueOf(env: Environment, variable: string): string | undefined {
  const value = env[variable]
  return value === '' ? undefined : value
}

function missingVariable(variable: string, host: string) {
  return usage(
    `No key for ${host}: ${variable} is not set. Nothing was started or written.`,
    `Set it in the environment or in a .env file: ${variable}=...`,
  )
}

function refused(system: string, ...texts: string[]) {
  const [message, ...next] = texts
  return usage(`${system}: ${message} Nothing was started or written.`, ...next)
}

/** A host as it is called without a scheme; no secret looks so. */
const MACHINE = /^(localhost|\d{1,3}(\.\d{1,3}){3}|[\w-]+(?=:\d))(:\d{1,5})?(\/|$)/i

/**
 * @param system the system that names the URL; without it, the user's flag does.
 * @throws BenchError (exit 2) for a text that is no URL, or holds a secret that would be stored.
 */
export function checkedUrl(text: string, system?: string): URL {
  const problem = urlProblem(text)
  if (problem === undefined) return new URL(text)
  const name = system === undefined ? '--base-url' : `The base_url of ${system}`
  const next = problem.startsWith('is no')
    ? MACHINE.test(text)
      ? `Meant, perhaps: --base-url http://${text}`
      : 'For Ollama: --base-url http://localhost:11434/v1'
    : problem.includes('quotation')
      ? 'Copy the address without them.'
      : problem.includes('query')
        ? 'Leave it out of the URL; a key goes into BENCH_API_KEY.'
        : 'Leave it out of the URL and set BENCH_API_KEY.'
  throw usage(`${name} ${problem.replace(/\.$/, '')}. Nothing was started or written.`, next)
}

/**
 * The key in a variable; a variable with an empty value counts as not set.
 * @throws BenchError (exit 2) for a text that no header can carry: every call would fail, and be tried again.
 */
export function checkedKey(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const key = env[name]?.trim()
  if (key === undefined || key === '') return undefined
  const wrong = /[^\u0021-\u007E]/u.exec(key)?.[0]
  if (wrong === undefined && !/^["']|["']$/.test(key)) return key
  throw usage(
    `${name} is no API key: ${keyProblem(wrong)}. Nothing was started or written.`,
    'Copy the key again, from where it was issued, as plain text: word processors and chats turn quotes and hyphens into others.',
  )
}

/** Names one character alone: the rest is a secret. */
function keyProblem(wrong: string | undefined): string {
  if (wrong === undefined) return 'it has a quotation mark at its beginning or end'
  if (/\s|\p{Cc}|\p{Cf}/u.test(wrong)) return 'it has a blank or an invisible character in it'
  return `it has "${wrong}" in it, and keys have letters, digits and signs of a keyboard alone`
}
