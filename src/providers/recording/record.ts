import {randomUUID} from 'node:crypto'
import {mkdir, readdir, rename, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {unwritableFile} from '../../errors/catalogue.js'
import {notARecording} from '../../errors/suites.js'
import {
  recordedExchangeFile,
  MARKER,
  readRecordedExchange,
  RECORDING,
  type RecordedExchange,
  type Outcome,
} from './recorded-exchange.js'
import {
  checkedAccounting,
  ProviderError,
  type Completion,
  type CompletionRequest,
  type Provider,
} from '../provider.js'
import {allSecrets, answerRedactor, redactor} from '../redact.js'

/**
 * Prepares a folder for a recording; an existing recording is continued.
 * @throws BenchError (exit 2) for a folder that holds other files.
 */
export async function prepareRecording(folder: string): Promise<void> {
  try {
    await mkdir(folder, {recursive: true})
    const names = await readdir(folder)
    if (names.includes(MARKER)) return
    if (names.length > 0) throw notARecording(folder, 'it holds other files')
    await writeWhole(join(folder, MARKER), RECORDING)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code !== 'NOT_A_RECORDING')
      throw unwritableFile(folder, error)
    throw error
  }
}

/**
 * Records the answers of all providers before the caller gets them. An answer takes the place of a failure,
 * never the other way round: the recording that is left is what a replay gives. A call that was given up
 * because the run ended is no exchange.
 */
export function recorded(
  find: (modelId: string) => Provider,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): (modelId: string) => Provider {
  const clean = withoutSecrets(allSecrets(env))
  const save = (request: CompletionRequest, outcome: Outcome) =>
    saveRecordedExchange(folder, request, outcome, clean)
  return (modelId) => {
    const provider = find(modelId)
    return {
      id: provider.id,
      async complete(request, signal) {
        const started = performance.now()
        const elapsed = () => Math.round(performance.now() - started)
        let completion: Completion
        try {
          completion = await provider.complete(request, signal)
        } catch (error) {
          const isRecordedExchange = error instanceof ProviderError && !isGivenUp(signal)
          const recordError = isRecordedExchange ? await save(request, failure(error, elapsed())) : undefined
          throw recordError ?? error
        }

        const {text, remark} = completion
        const latency_ms = completion.latency_ms ?? elapsed()
        const outcome: Outcome = {
          kind: 'answered',
          text,
          ...(remark !== undefined && {remark}),
          ...checkedAccounting(completion),
          latency_ms,
        }
        // The answer is paid for, so it must be stored all the same.
        const recordError = await save(request, outcome)
        return {...completion, latency_ms, recordError}
      },
    }
  }
}

function failure(error: ProviderError, latency_ms: number): Outcome {
  return {
    kind: 'failed',
    error: error.kind,
    status: error.status ?? null,
    retry_after_ms: error.retryAfterMs ?? null,
    ...(error.parameter !== undefined && {parameter: error.parameter}),
    message: error.message,
    latency_ms,
  }
}

/**
 * Takes secrets out of an exchange. Requests and answers are data: a replay must read what the run read. An
 * error's text is for people, and everything in it that looks like a secret is removed.
 */
function withoutSecrets(
  secrets: readonly string[],
): (recordedExchange: RecordedExchange) => RecordedExchange {
  const redact = redactor(secrets)
  const redactAnswer = answerRedactor(secrets)
  return ({request, outcome, ...place}) => ({
    ...place,
    request: {
      ...request,
      messages: request.messages.map((message) => ({...message, content: redactAnswer(message.content)})),
    },
    outcome:
      outcome.kind === 'answered'
        ? {...outcome, text: redactAnswer(outcome.text)}
        : {...outcome, message: redact(outcome.message)},
  })
}

/** Our deadline aborts with a TimeoutError, the end of a run with another error. */
function isGivenUp(signal: AbortSignal): boolean {
  return signal.aborted && !(signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError')
}

/** @returns the error that kept the exchange from being written. */
async function saveRecordedExchange(
  folder: string,
  request: CompletionRequest,
  outcome: Outcome,
  clean: (recordedExchange: RecordedExchange) => RecordedExchange,
): Promise<Error | undefined> {
  const {model, messages, temperature, max_output_tokens, seed, parameters, response_format, task} = request
  const file = recordedExchangeFile(folder, request)
  const recordedExchange: RecordedExchange = {
    case: task.case,
    step: task.step,
    request: {
      model,
      messages,
      temperature,
      max_output_tokens,
      seed,
      ...(parameters && {parameters}),
      ...(response_format && {response_format}),
    },
    outcome,
  }
  try {
    const earlier = outcome.kind === 'failed' ? await readRecordedExchange(file) : undefined
    if (earlier?.outcome.kind !== 'answered') await writeWhole(file, clean(recordedExchange))
    return undefined
  } catch (error) {
    return unwritableFile(file, error)
  }
}

/** A file that appears only when it is complete. */
async function writeWhole(file: string, value: unknown): Promise<void> {
  const partial = `${file}.${randomUUID()}.partial`
  try {
    await writeFile(partial, `${JSON.stringify(value, null, 1)}\n`)
    await rename(partial, file)
  } catch (error) {
    await rm(partial, {force: true})
    throw error
  }
}
