import {messageOf} from '../errors/bench-error.js'
import type {PluginIdentity} from '../suite/model/descriptor.js'
import {wasNotSent} from './not-sent.js'
import {
  checkedAccounting,
  kindOfStatus,
  ProviderError,
  type Completion,
  type Provider,
  type ProviderErrorKind,
} from './provider.js'
import {refuseBroken} from './reading/read-message.js'
import {allSecrets, answerRedactor, redactor} from './redact.js'

const KINDS: readonly string[] = [
  'rate_limit',
  'server',
  'network',
  'timeout',
  'auth',
  'credit',
  'forbidden',
  'not_found',
  'rejected',
] satisfies ProviderErrorKind[]

/**
 * A plugin's provider, held to its contract: every error that it throws becomes a {@link ProviderError}, an
 * answer has the right shape, our deadline holds although the plugin may ignore the signal, and no secret of
 * the environment gets into stored texts.
 */
export function guarded(provider: Provider, plugin: PluginIdentity): Provider {
  const secrets = allSecrets(process.env)
  const redact = redactor(secrets)
  const redactAnswer = answerRedactor(secrets)
  return {
    id: provider.id,
    async complete(request, signal) {
      try {
        const answer: unknown = await withTimeout(
          Promise.resolve().then(() => provider.complete(request, signal)),
          signal,
        )
        return checkedCompletion(answer, plugin, redactAnswer)
      } catch (error) {
        throw asProviderError(error, plugin, signal, redact)
      }
    },
  }
}

function withTimeout<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new ProviderError('no answer in time', {kind: 'timeout'}))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, {once: true})
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

function checkedCompletion(
  answer: unknown,
  plugin: PluginIdentity,
  redact: (text: string) => string,
): Completion {
  const fields = (typeof answer === 'object' && answer !== null ? answer : {}) as Partial<
    Record<keyof Completion, unknown>
  >
  if (typeof fields.text !== 'string') {
    throw new ProviderError(`the plugin ${plugin.name} gave an answer without text`, {kind: 'rejected'})
  }

  refuseBroken(fields.finish_reason)
  return {
    text: redact(fields.text),
    ...(typeof fields.remark === 'string' && {remark: redact(fields.remark)}),
    ...checkedAccounting(fields),
  }
}

/** A plugin may have another copy of our class, so an error is recognised by its fields. */
function asProviderError(
  error: unknown,
  plugin: PluginIdentity,
  signal: AbortSignal,
  redact: (text: string) => string,
): ProviderError {
  if (error instanceof ProviderError) return new ProviderError(redact(error.message), error)
  if (signal.aborted) return new ProviderError('no answer in time', {kind: 'timeout'})
  const {kind, status, retryAfterMs, notSent, parameter} = (
    typeof error === 'object' && error !== null ? error : {}
  ) as Record<string, unknown>
  if (typeof kind === 'string' && KINDS.includes(kind)) {
    return new ProviderError(redact(messageOf(error)), {
      kind: kind as ProviderErrorKind,
      status: numberOr(status),
      retryAfterMs: numberOr(retryAfterMs),
      notSent: notSent === true,
      parameter: typeof parameter === 'string' ? parameter : undefined,
    })
  }

  return new ProviderError(redact(`the plugin ${plugin.name} failed: ${reasonOf(error)}`), rawKind(error))
}

/** Codes of Node, of its `fetch` and of sockets for a connection that was not made, or broke. */
const NETWORK_CODE =
  /^(?:ECONN\w+|EPIPE|ENOTFOUND|EAI_\w+|E?(?:SOCKET)?TIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_\w+)$/

/**
 * What an error is that the plugin has not given a kind: a failed `fetch`, a time limit of its own and an
 * HTTP status are what they would be without a plugin, so another attempt is made where it may help.
 */
function rawKind(error: unknown): {kind: ProviderErrorKind; status?: number | undefined; notSent?: boolean} {
  const chain = causes(error)
  const status = chain.map((cause) => numberOr(cause.status)).find((found) => found !== undefined)
  if (status !== undefined && status >= 400 && status < 600) return {kind: kindOfStatus(status), status}
  if (chain.some(({name}) => name === 'TimeoutError')) return {kind: 'timeout'}
  const isNetwork = chain.some(
    ({code, message}) =>
      (typeof code === 'string' && NETWORK_CODE.test(code)) ||
      /^(?:fetch failed|terminated|socket hang up)$/.test(String(message)),
  )
  return isNetwork ? {kind: 'network', notSent: wasNotSent(error)} : {kind: 'rejected'}
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const last = causes(error).at(-1)
  return last === undefined || last === error ? messageOf(error) : `${messageOf(error)} (${messageOf(last)})`
}

type UncertainError = Partial<Record<'name' | 'message' | 'code' | 'status' | 'cause', unknown>>

/** An error and what caused it, in the order of causes; a plugin may throw anything. */
function causes(error: unknown): UncertainError[] {
  const chain: UncertainError[] = []
  for (let cause = error; typeof cause === 'object' && cause !== null && chain.length < 5;) {
    chain.push(cause)
    cause = (cause as UncertainError).cause
  }

  return chain
}

function numberOr(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
