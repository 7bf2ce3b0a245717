import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {CompletionRequest, ProviderErrorKind} from './provider.js'

/** Marks a folder as a recording, and names the format of its files. */
export const MARKER = 'recording.json'
export const RECORDING = {format: 'bench-recording', version: 1} as const

/** One request and its outcome, as a file of a recording holds them. No key and no header is part of it. */
export interface RecordedExchange {
  case: string
  step: string
  request: Pick<CompletionRequest, 'model' | 'messages' | 'temperature' | 'max_output_tokens' | 'seed'>
  outcome: Outcome
}

export type Outcome =
  | {
      kind: 'answered'
      text: string
      remark?: string | undefined
      finish_reason: string | null
      input_tokens: number | null
      output_tokens: number | null
      cost_usd: number | null
      latency_ms: number
    }
  | {
      kind: 'failed'
      error: ProviderErrorKind
      status: number | null
      retry_after_ms: number | null
      message: string
      latency_ms: number
    }

/** The file of an exchange: the same request of the same case has the same file, in every run. */
export function recordedExchangeFile(
  folder: string,
  {model, messages, temperature, max_output_tokens, seed, task}: CompletionRequest,
): string {
  const text = JSON.stringify([task.case, task.step, model, messages, temperature, max_output_tokens, seed])
  return join(folder, `${createHash('sha256').update(text).digest('hex').slice(0, 32)}.json`)
}

/** Undefined when no exchange was recorded. @throws SyntaxError for a file that is damaged. */
export async function readRecordedExchange(file: string): Promise<RecordedExchange | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as RecordedExchange
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
