import {STEP_NAMES} from '../records/call.js'

/** Messages of these steps exist for enriched input alone. */
const TELLING = [STEP_NAMES.step1, STEP_NAMES.selection]
const PLAIN = [STEP_NAMES.step2, STEP_NAMES.fill]

/** Messages on a result for its raters: they do not reveal which input type the prompt had. */
export function blindMessages(messages: readonly string[]): string[] {
  return messages
    .filter((message) => !TELLING.some((step) => message.startsWith(`${step}: `)))
    .map((message) =>
      PLAIN.reduce(
        (text, step) => (text.startsWith(`${step}: `) ? text.slice(step.length + 2) : text),
        message,
      ),
    )
}
