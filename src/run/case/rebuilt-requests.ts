import type {CompletionRequest} from '../../providers/provider.js'
import type {CallRecord} from '../../records/call.js'
import {pick} from '../../records/columns.js'
import type {ResultRecord} from '../../records/result.js'
import type {RunConfig} from '../../records/run.js'
import {SETTING_COLUMNS, type Settings} from '../../suite/model/factors.js'
import type {Message} from '../../suite/model/prompt.js'
import type {Suite} from '../../suite/model/suite.js'
import {pipelineOptions} from './case-requests.js'
import {requestHash, type CallRequest, type CompletedCall} from '../executor/call-record.js'
import {CasePipeline} from './pipeline.js'

/** The messages of a call, made anew from the definitions. */
export interface RebuiltMessages {
  messages: Message[]
  /** The digest of the request is that of the call: these messages were sent, to the letter. */
  isAsSent: boolean
}

/**
 * The messages behind the calls of a result, by the id of the call. Messages are not stored: the case is gone
 * through again with the stored answers, and each request is compared with the digest of what was sent.
 */
export async function rebuiltMessages(
  {run_id, ...result}: Pick<ResultRecord, 'run_id' | 'model' | 'persona_id' | 'trial' | keyof Settings>,
  {config, suite, calls}: {config: RunConfig; suite: Suite; calls: readonly CallRecord[]},
): Promise<Map<string, RebuiltMessages>> {
  const persona = suite.personas.find(({id}) => id === result.persona_id)
  const found = new Map<string, RebuiltMessages>()
  if (!persona) return found
  const testCase = {...pick(result, ['model', 'trial', ...SETTING_COLUMNS]), persona}
  const options = pipelineOptions({runId: run_id, config, suite})
  const ask = ({step, request}: CallRequest) => {
    const call = answering(calls, step, request)
    if (!call) throw new NoFurther()
    found.set(call.id, {messages: request.messages, isAsSent: call.request_hash === requestHash(request)})
    if (call.answer === null) throw new NoFurther()
    return {call: {...call, answer: call.answer} satisfies CompletedCall, saved: Promise.resolve()}
  }
  await new CasePipeline(testCase as ConstructorParameters<typeof CasePipeline>[0], options, {
    // What is thrown ends the pipeline as a rejection.
    ask: (request) => new Promise((resolve) => resolve(ask(request))),
  })
    .run()
    .catch((error: unknown) => {
      if (!(error instanceof NoFurther)) throw error
    })
  return found
}

/** There is no stored answer to go on with. */
class NoFurther extends Error {}

/** The call of a step that asked this; of several attempts at a case, the call of the same request. */
function answering(
  calls: readonly CallRecord[],
  step: CallRecord['step'],
  request: CompletionRequest,
): CallRecord | undefined {
  const ofStep = calls.filter((call) => call.step === step)
  const hash = requestHash(request)
  return ofStep.find((call) => call.request_hash === hash) ?? ofStep.at(-1)
}
