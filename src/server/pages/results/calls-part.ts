import type {CallRecord} from '../../../records/call.js'
import {STEP_NAMES} from '../../../records/call.js'
import type {RebuiltMessages} from '../../../run/case/rebuilt-requests.js'
import {html, type Html} from '../../../text/html.js'
import {counted, milliseconds, time, usd} from '../../../text/numbers.js'

/** A call with the messages that were sent, where they could be made anew. */
export interface ShownCall {
  call: CallRecord
  rebuilt: RebuiltMessages | undefined
}

/** Every call behind a result: what it took, what was sent, and the raw answer. */
export function callsPart(calls: readonly ShownCall[]): Html {
  if (calls.length === 0)
    return html`<h2>Calls</h2><p>There are no calls of it here: they were not synced, or another program made the result.</p>`
  return html`<h2>Calls</h2>${calls.map(onePart)}`
}

function onePart({call, rebuilt}: ShownCall): Html {
  const {step, model, status, error, answer} = call
  return html`<section class="call"><h3>${STEP_NAMES[step]} · <bdi>${model}</bdi>${status === 'failed' ? html` <span class="status failed">failed</span>` : null}</h3>
<p class="dim">${factsOf(call).join(' · ')}</p>
${error === null ? null : html`<p class="notice bad">${error}</p>`}
${messagesPart(rebuilt)}
${answer === null ? null : html`<details><summary>Raw answer</summary><pre tabindex="0">${answer}</pre></details>`}</section>`
}

function factsOf(call: CallRecord): string[] {
  const {attempts, latency_ms, input_tokens, output_tokens, cost_usd, finish_reason, answered_by} = call
  const {reasoning_tokens, cached_tokens, system_fingerprint, created_at} = call
  return [
    counted(attempts, 'attempt'),
    milliseconds(latency_ms),
    `${input_tokens ?? '–'}/${output_tokens ?? '–'} tokens`,
    ...(reasoning_tokens === null ? [] : [`${reasoning_tokens} of reasoning`]),
    ...(cached_tokens === null ? [] : [`${cached_tokens} cached`]),
    usd(cost_usd),
    ...(finish_reason === null ? [] : [`ended: ${finish_reason}`]),
    ...(answered_by === null ? [] : [`answered by ${answered_by}`]),
    ...(system_fingerprint === null ? [] : [`fingerprint ${system_fingerprint}`]),
    `${time(created_at)} UTC`,
  ]
}

function messagesPart(rebuilt: RebuiltMessages | undefined): Html {
  if (!rebuilt)
    return html`<p class="dim">What was sent cannot be shown: the prompts of its run were not kept.</p>`
  const {messages, isAsSent} = rebuilt
  return html`<details><summary>${isAsSent ? 'Messages, as they were sent' : 'Messages'}</summary>${
    isAsSent
      ? null
      : html`<p class="caution">Made anew from the kept prompts; the digest of what was sent is another.</p>`
  }${messages.map(({role, content}) => html`<h4>${role}</h4><pre tabindex="0">${content}</pre>`)}</details>`
}
