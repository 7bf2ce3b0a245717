import {counted} from '../../text/numbers.js'
import {inOrder, problemLine, type LocatedProblem} from '../../text/problem.js'
import type {LoadedSuite} from '../../suite/files/load.js'
import {crossProduct, wholeSuite} from '../../suite/model/case.js'
import {NESTED_SETTINGS, settingOf} from '../../suite/model/factors.js'
import type {Suite} from '../../suite/model/suite.js'
import {sanitizeLines, sanitizeLine, wrapText} from '../lines.js'
import {table, type Column} from '../table.js'
import {textWidth} from '../width.js'

/** The findings of a check, a line each. */
export function checkView(
  file: string,
  problems: readonly LocatedProblem[],
  notes: readonly LocatedProblem[],
): string {
  const lines = [
    ...inOrder(problems).map((problem) => problemLine(file, problem)),
    ...inOrder(notes).map((problem) => `note: ${problemLine(file, problem)}`),
  ]
  const verdict =
    problems.length === 0
      ? `${file} can be run.`
      : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`
  return [...lines.map(sanitizeLine), verdict].join('\n')
}

/** The models, personas and factors of a suite, without its prompts. */
export function suiteView({suite, hash, file, plugin}: LoadedSuite, width: number): string {
  const {factors, thresholds, generation} = suite
  const from = file ?? (plugin ? `${plugin.name} ${plugin.version}` : 'bench')
  const cases = [...crossProduct(wholeSuite(suite))].length
  const settings = NESTED_SETTINGS.map((column) => {
    const {heading} = settingOf(column)
    const levels = factors[column].join(', ')
    return heading === undefined ? levels : `${heading} (${levels})`
  })
  const facts = [
    `${suite.id}: ${suite.title}`,
    `from ${from} · ${hash.slice(0, 19)}`,
    `${cases} cases: ${[counted(suite.models.length, 'model'), counted(suite.personas.length, 'persona'), ...settings].join(' × ')}`,
    `temperature ${generation.temperature}, at most ${generation.max_output_tokens} tokens an answer; at least ${thresholds.min_per_type} chips a type`,
    `enriched: ${thresholds.selectable.min} to ${thresholds.selectable.max} chips on offer, ${thresholds.selected.min} to ${thresholds.selected.max} picked by ${suite.selector.id}`,
    suite.rating
      ? `raters are asked: ${suite.rating.question} (${counted(suite.rating.examples.length, 'example')}, ${counted(suite.rating.tags.length, 'tag')})`
      : 'raters are asked nothing in particular: no rating',
  ]
  const modelColumns: Column<Suite['models'][number]>[] = [
    {header: 'model', value: ({id}) => sanitizeLine(id), least: 24, cutAt: 'middle'},
    {header: 'name', value: ({name}) => sanitizeLine(name), least: 16, cutAt: 'middle'},
    {header: '$/1M in', value: ({input_price}) => String(input_price), align: 'right'},
    {header: '$/1M out', value: ({output_price}) => String(output_price), align: 'right'},
  ]
  const personaColumns: Column<Suite['personas'][number]>[] = [
    {header: 'persona', value: ({id}) => sanitizeLine(id), least: 16, cutAt: 'middle'},
    {header: 'sector', value: ({sector}) => sanitizeLine(sector), least: 12},
    {header: 'desired role', value: ({desired_role}) => sanitizeLine(desired_role), least: 12},
    {header: 'lexicon', value: ({id}) => (Object.hasOwn(suite.lexicon, id) ? 'yes' : 'no')},
  ]
  return [
    ...facts.flatMap((fact) => wrapText(fact, textWidth(width))),
    '',
    table(suite.models, modelColumns, width),
    `Prices as of ${suite.prices_as_of}.`,
    '',
    table(suite.personas, personaColumns, width),
    '',
    '--format yaml shows all of it, prompts included.',
  ].join('\n')
}

/** The whole suite as a file that extends nothing. */
export async function suiteYaml(suite: Suite): Promise<string> {
  const {stringify} = await import('yaml')
  // A suite may come from anywhere, and must not steer the terminal.
  return sanitizeLines(stringify(suite, {lineWidth: 100, aliasDuplicateObjects: false}).trimEnd())
}
