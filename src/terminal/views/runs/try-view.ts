import type {RatedResult} from '../../../records/result.js'
import {STEP_NAMES} from '../../../records/call.js'
import type {TriedStep} from '../../../run/case/tries.js'
import {milliseconds, usd} from '../../../text/numbers.js'
import {colour} from '../../colour.js'
import {sanitizeLine, wrapText} from '../../lines.js'
import {chipsView} from '../results/chips-view.js'

/** A case that was tried: the messages that were sent, the chips, and what it cost. */
export function tryView(
  {result, steps}: {result: RatedResult | undefined; steps: readonly TriedStep[]},
  style: string,
  width: number,
): string {
  const lines = [colour.bold(`── ${sanitizeLine(style)} ──`)]
  const stepNames: Readonly<Record<string, string>> = STEP_NAMES
  for (const {step, model, messages, answer, error} of steps) {
    lines.push(`${stepNames[step] ?? sanitizeLine(step)}, to ${sanitizeLine(model)}`)
    for (const {role, content} of messages)
      lines.push(`  ${role}:`, ...content.split('\n').flatMap((line) => indented(line, width)))
    if (answer === null) lines.push(`  no answer: ${sanitizeLine(error ?? '')}`)
  }

  if (result) {
    lines.push(
      '',
      `${result.final_chips.length} chips · ${usd(result.cost_usd)} · ${milliseconds(result.latency_ms)} · ` +
        `${result.input_tokens ?? '–'} tokens in, ${result.output_tokens ?? '–'} out`,
      ...chipsView(result.final_chips, {width}),
      ...result.errors.map((error) => `  ${sanitizeLine(error)}`),
    )
  }

  return lines.join('\n')
}

function indented(line: string, width: number): string[] {
  return line.trim() === '' ? [''] : wrapText(line, width - 4).map((part) => `    ${part}`)
}
