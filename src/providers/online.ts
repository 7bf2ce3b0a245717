import {missingApiKey, usage} from '../errors/catalogue.js'
import type {ProviderContext} from './descriptor.js'
import type {Provider} from './provider.js'
import {OPENROUTER_URL} from './urls.js'

/**
 * OpenRouter, or the server of `--base-url`. A key goes only to the service it is for: OpenRouter's key to
 * OpenRouter, `BENCH_API_KEY` to the server of `--base-url`, which on loopback may need no key.
 * @throws BenchError (exit 2) when a key is missing or the URL is no valid URL.
 */
export async function onlineProvider({
  baseUrl,
  env,
}: Pick<ProviderContext, 'baseUrl' | 'env'>): Promise<Provider> {
  // The SDK takes a while to load, so it is loaded only when it is needed.
  const [{openAiCompatible}, {httpClient}] = await Promise.all([
    import('./openai-compatible.js'),
    import('../net/http-client.js'),
  ])
  const url = checkedUrl(baseUrl ?? OPENROUTER_URL)
  const isOpenRouter = url.protocol === 'https:' && url.hostname === 'openrouter.ai'
  const apiKey = checkedKey(env, isOpenRouter ? 'OPENROUTER_API_KEY' : 'BENCH_API_KEY')
  if (isOpenRouter && apiKey === undefined) throw missingApiKey()
  if (apiKey === undefined && !isLoopback(url.hostname)) {
    throw usage(
      `No API key for ${url.host}: BENCH_API_KEY is not set. Nothing was started or written.`,
      'Set it in the environment or in a .env file; OPENROUTER_API_KEY is sent to OpenRouter alone.',
    )
  }

  return openAiCompatible({baseUrl: url.href.replace(/\/$/, ''), apiKey, fetch: await httpClient(env)})
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

/** @throws BenchError (exit 2) for a text that is no URL, or holds a secret that would be stored. */
export function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw usage(
      '--base-url is no http or https URL. Nothing was started or written.',
      'For Ollama: --base-url http://localhost:11434/v1',
    )
  }

  if (url.username || url.password) {
    throw usage(
      '--base-url holds a user name or password, which would be stored with the run. Nothing was started or written.',
      'Leave it out of the URL and set BENCH_API_KEY.',
    )
  }

  if (/[?#]/.test(url.href)) {
    throw usage(
      '--base-url holds a query or a fragment, which would be stored with the run and keep its paths from being found. Nothing was started or written.',
      'Leave it out of the URL; a key goes into BENCH_API_KEY.',
    )
  }

  return url
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}
