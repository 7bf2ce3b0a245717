import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {sentContent, type Accounting, type CompletionRequest, type ProviderErrorKind} from '../provider.js'

/** Marks a folder as a recording, and names the format of its files. */
export const MARKER = 'recording.json'
export const RECORDING = {format: 'bench-recording', version: 1} as const

/** One request and its outcome, as a file of a recording holds them. No key and no header is part of it. */
export interface RecordedExchange {
  case: string
  step: string
  request: Pick<
    CompletionRequest,
    'model' | 'messages' | 'temperature' | 'max_output_tokens' | 'seed' | 'parameters' | 'response_format'
  >
  outcome: Outcome
}

export type Outcome =
  | ({
      kind: 'answered'
      text: string
      remark?: string | undefined
      latency_ms: number
      // Older recordings hold less.
    } & Pick<Accounting, 'finish_reason' | 'input_tokens' | 'output_tokens' | 'cost_usd'> &
      Partial<Accounting>)
  | {
      kind: 'failed'
      error: ProviderErrorKind
      status: number | null
      retry_after_ms: number | null
      parameter?: string | undefined
      message: string
      latency_ms: number
    }

/** The file of an exchange: the same request of the same case has the same file, in every run. */
export function recordedExchangeFile(folder: string, request: CompletionRequest): string {
  const {task} = request
  const text = JSON.stringify([task.case, task.step, ...sentContent(request)])
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
