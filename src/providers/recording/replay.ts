import {readFile} from 'node:fs/promises'
import {basename, join} from 'node:path'
import {messageOf} from '../../errors/bench-error.js'
import {notARecording} from '../../errors/suites.js'
import {
  recordedExchangeFile,
  MARKER,
  readRecordedExchange,
  RECORDING,
  type RecordedExchange,
} from './recorded-exchange.js'
import {ProviderError, type Completion, type Provider} from '../provider.js'

/**
 * Answers from a recording: no network, no key, and the recorded latencies. A call that failed then fails
 * again, immediately and without further attempts.
 * @throws BenchError (exit 2) when the folder is no recording.
 */
export async function replayed(folder: string): Promise<(modelId: string) => Provider> {
  await refuseOther(folder)
  const provider: Provider = {
    id: 'recording',
    async complete(request) {
      const file = recordedExchangeFile(folder, request)
      const {case: caseKey, step} = request.task
      const sync = await readRecordedExchange(file).catch((error: unknown) => {
        throw new ProviderError(
          `the recording ${basename(file)} of ${step} of ${caseKey} is damaged: ${messageOf(error)}`,
          {kind: 'rejected', final: true},
        )
      })
      if (sync) return outcomeOf(sync)
      throw new ProviderError(`nothing was recorded for ${step} of ${caseKey} (${basename(file)})`, {
        kind: 'rejected',
        final: true,
      })
    },
  }
  return () => provider
}

function outcomeOf({outcome}: RecordedExchange): Completion {
  if (outcome.kind === 'answered') return outcome
  const {error, status, retry_after_ms, parameter, message} = outcome
  throw new ProviderError(message, {
    kind: error,
    status: status ?? undefined,
    retryAfterMs: retry_after_ms ?? undefined,
    parameter,
    final: true,
  })
}

async function refuseOther(folder: string): Promise<void> {
  const marker = await readFile(join(folder, MARKER), 'utf8')
    .then((text) => JSON.parse(text) as {format?: unknown; version?: unknown})
    .catch(() => ({format: undefined, version: undefined}))
  if (marker.format !== RECORDING.format) throw notARecording(folder, 'there is no recording in it')
  if (marker.version !== RECORDING.version) throw notARecording(folder, 'a newer bench has written it')
}
