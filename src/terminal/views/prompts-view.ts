import type {DefinitionKind} from '../../records/version.js'
import type {DefinitionText} from '../../versions/definition-texts.js'
import type {PromptVersion} from '../../versions/prompts.js'
import {counted} from '../../text/numbers.js'
import {colour} from '../colour.js'
import {sanitizeLine, sanitizeLines, wrapText} from '../lines.js'
import {namedTable, type Column} from '../table.js'
import {textWidth} from '../width.js'

/** A line for each version. */
export function promptsView(
  versions: readonly PromptVersion[],
  kind: DefinitionKind,
  suite: string | undefined,
  width = Infinity,
): string {
  if (versions.length === 0)
    return kind === 'rubric'
      ? 'No rubric has a version here yet: it is kept with the first rating that goes by it.'
      : `No ${kind} has a version here yet: bench ${kind === 'judge' ? 'judge' : 'run'} keeps what it asks.`
  const columns: Column<PromptVersion>[] = [
    {header: kind, value: ({label}) => sanitizeLine(label), least: 20, cutAt: 'middle'},
    {header: '', value: ({now}) => (now ? 'now' : '')},
    {header: 'first used', value: ({first_used}) => day(first_used)},
    {header: 'last used', value: ({last_used}) => day(last_used)},
    {header: 'runs', value: ({runs}) => String(runs), align: 'right'},
    {header: 'results', value: ({results}) => String(results), align: 'right'},
    {header: 'ratings', value: ({ratings}) => String(ratings), align: 'right', expendable: 1},
    ...(versions.every(({has_text}) => has_text)
      ? []
      : [
          {
            header: '',
            value: ({has_text}: PromptVersion) => (has_text ? '' : 'no text'),
          },
        ]),
  ]
  const rows = namedTable(versions, columns, width, '--json')
  const several = versions.filter(({name}) => versions.filter((entry) => entry.name === name).length > 1)
  const [a, b] = several
  return [
    rows,
    ...(versions.some(({now}) => now) && suite !== undefined
      ? [`now: as the suite ${sanitizeLine(suite)} stands today.`]
      : []),
    ...(a && b
      ? wrapText(
          `What differs: bench prompts diff ${sanitizeLine(b.label)} ${sanitizeLine(a.label)}`,
          textWidth(width),
        )
      : []),
    ...wrapText(`A text: bench prompts show ${sanitizeLine(versions[0]!.label)}`, textWidth(width)),
  ].join('\n')
}

/**
 * The texts of a version, each under its title. Prompts are printed as they are, but for what steers a
 * terminal.
 */
export function versionView(version: PromptVersion, texts: readonly DefinitionText[]): string {
  const {label, kind, first_used, last_used, runs, results, ratings, now} = version
  const use =
    first_used === null
      ? 'no results'
      : `${day(first_used)} to ${day(last_used)} · ${counted(runs, 'run')}, ${counted(results, 'result')}, ${counted(ratings, 'rating')}`
  return [
    colour.bold(`${kind} ${sanitizeLine(label)}`),
    `${use}${now ? ' · the suite has it as it stands' : ''}`,
    ...texts.flatMap(({title, text}) => ['', colour.bold(sanitizeLine(title)), sanitizeLines(text)]),
  ].join('\n')
}

/** Unified diffs, each under its title. */
export function diffView(
  differences: readonly {title: string; diff: string}[],
  a: string,
  b: string,
): string {
  if (differences.length === 0) return `Nothing differs between ${sanitizeLine(a)} and ${sanitizeLine(b)}.`
  return differences
    .map(({title, diff}) => `${colour.bold(sanitizeLine(title))}\n${coloured(sanitizeLines(diff))}`)
    .join('\n\n')
}

function coloured(diff: string): string {
  return diff
    .split('\n')
    .map((line, at) => {
      if (at < 2) return colour.bold(line)
      if (line.startsWith('+')) return colour.green(line)
      return line.startsWith('-') ? colour.red(line) : line
    })
    .join('\n')
}

function day(moment: string | null): string {
  return moment === null ? '–' : moment.slice(0, 10)
}
