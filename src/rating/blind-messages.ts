import {STEP_NAMES} from '../records/call.js'

/** Remarks of these steps exist for enriched input alone. */
const TELLING = [STEP_NAMES.step1, STEP_NAMES.selection]
const PLAIN = [STEP_NAMES.step2, STEP_NAMES.fill]

/** Remarks on a result for those who rate it: nothing in them tells which input type the prompt had. */
export function blindRemarks(remarks: readonly string[]): string[] {
  return remarks
    .filter((remark) => !TELLING.some((step) => remark.startsWith(`${step}: `)))
    .map((remark) =>
      PLAIN.reduce(
        (text, step) => (text.startsWith(`${step}: `) ? text.slice(step.length + 2) : text),
        remark,
      ),
    )
}
