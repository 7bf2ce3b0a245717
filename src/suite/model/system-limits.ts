import {TOKEN_BOUNDS} from './system.js'

/** A mistake in what a suite or a user says of a system, at a place within the system. */
export interface SystemProblem {
  path: (string | number)[]
  message: string
  hint?: string
}

/** Fields of a request that bench decides, and why a parameter may not. */
const RESERVED: Readonly<Record<string, string>> = {
  model: 'What is sent as the model is the field "model" of the system.',
  models: 'A result must come from the model that it names.',
  messages: 'The messages are the prompts of the suite.',
  prompt: 'The messages are the prompts of the suite.',
  input: 'The messages are the prompts of the suite.',
  stream: 'Answers are read whole.',
  stream_options: 'Answers are read whole.',
  n: 'One answer is read, all would be paid for; --trials repeats a case.',
  best_of: 'One answer is read, all would be paid for; --trials repeats a case.',
}

const PROTOTYPE = ['__proto__', 'constructor', 'prototype']
/** A suite is data that people pass on: it must not be able to name just any variable. */
const KEY_VARIABLE = /^[A-Za-z][A-Za-z0-9_]*(?:_API_KEY|_TOKEN)$/
const OWN_VARIABLE = /^(?:TURSO|BENCH)_/i
const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/
/** Headers that belong to the connection or to the body. */
const OWN_HEADERS =
  /^(?:host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-.*|expect|accept-encoding)$/i
/** How keys of well-known services begin, a token of three parts, and a header's value. */
const SECRET =
  /(?:^|[^A-Za-z0-9])(?:sk|pk|rk|gsk|xai|csk|fw|hf|pplx|nvapi|r8)[-_][A-Za-z0-9_-]{12,}|AIza[\w-]{20,}|AKIA[A-Z0-9]{12,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|eyJ[\w-]{8,}\.[\w-]{8,}\.|^(?:Bearer|Basic)\s/
const SECRET_NAME = /(?:api_?key|token|secret|password|authorization|credential)s?$/i

const SECRETS_HINT =
  'A suite is passed on; a secret stays in the environment or in .env: api_key_env names its variable.'

/** What is wrong with the parameters of a system. No message repeats a value: it may be a secret. */
export function parameterProblems(parameters: Readonly<Record<string, unknown>>): SystemProblem[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    const path = [name]
    if (Object.hasOwn(RESERVED, name))
      return [{path, message: `"${name}" is no parameter to set.`, hint: RESERVED[name]!}]
    if (PROTOTYPE.includes(name)) return [{path, message: `"${name}" is no name of a parameter.`}]
    if (name === 'seed' && value !== null)
      return [
        {path, message: 'The seed is no parameter to set.', hint: 'bench run --seed; null takes it out.'},
      ]
    return [...valueProblems(path, value), ...numberProblems(name, value)]
  })
}

/** The numbers that money and prompts depend on. */
function numberProblems(name: string, value: unknown): SystemProblem[] {
  if (value === null) return []
  if (
    (TOKEN_BOUNDS as readonly string[]).includes(name) &&
    !(Number.isSafeInteger(value) && Number(value) > 0)
  )
    return [{path: [name], message: `"${name}" must be a whole number above 0, or null to leave it out.`}]
  if (name === 'temperature' && !(typeof value === 'number' && value >= 0 && value <= 2))
    return [{path: [name], message: '"temperature" must be a number from 0 to 2, or null to leave it out.'}]
  return []
}

/** What is no JSON, or looks like a secret. */
function valueProblems(path: (string | number)[], value: unknown): SystemProblem[] {
  if (path.length > 20) return [{path, message: 'Parameters are nested too deeply.'}]
  if (typeof value === 'string') return isSecret(path, value) ? [secretProblem(path)] : []
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return []
  if (Array.isArray(value))
    return value.flatMap((member: unknown, at) => valueProblems([...path, at], member))
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, member]) =>
      PROTOTYPE.includes(key)
        ? [{path: [...path, key], message: `"${key}" is no name of a parameter.`}]
        : valueProblems([...path, key], member),
    )
  return [{path, message: 'A parameter must be what JSON can say.'}]
}

function isSecret(path: readonly (string | number)[], text: string): boolean {
  const name = path.findLast((part) => typeof part === 'string') ?? ''
  return SECRET.test(text) || (SECRET_NAME.test(name) && /^[\w.+/=-]{12,}$/.test(text))
}

function secretProblem(path: (string | number)[]): SystemProblem {
  return {path, message: 'This looks like a secret.', hint: SECRETS_HINT}
}

/** Whether a text looks like a key or a token. */
export function looksSecret(text: string): boolean {
  return SECRET.test(text)
}

/**
 * Why a suite may not name a variable; undefined: it may. The name is not repeated: it may be the key itself.
 */
export function variableProblem(name: string): {message: string; hint: string} | undefined {
  if (OWN_VARIABLE.test(name))
    return {
      message: 'Variables of TURSO_ and BENCH_ are not for suites.',
      hint: 'BENCH_API_KEY goes to the server of your own --base-url alone.',
    }
  if (KEY_VARIABLE.test(name)) return undefined
  return {
    message: looksSecret(name)
      ? 'This looks like a secret; here stands the name of a variable.'
      : 'Only a variable whose name ends in _API_KEY or _TOKEN can be named.',
    hint: 'For example LAB_API_KEY, set in the environment or in .env.',
  }
}

/** Why a header may not be set; undefined: it may. */
export function headerProblem(name: string): string | undefined {
  if (!HEADER.test(name)) return 'This is no name of a header.'
  return OWN_HEADERS.test(name) ? `The header "${name}" belongs to the connection.` : undefined
}

/** Why a URL cannot be a server's; undefined: it can. A secret in it would be stored with every run. */
export function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) return 'is no http or https URL.'
  if (/["'`\u2018-\u201F\u00AB\u00BB\s]/.test(text)) return 'holds a quotation mark or a blank.'
  if (url.username || url.password)
    return 'holds a user name or password, which would be stored with the run.'
  if (/[?#]/.test(url.href))
    return 'holds a query or a fragment, which would be stored with the run and keep its paths from being found.'
  return undefined
}
