import type {DefinitionRecord} from '../records/version.js'
import {counted} from '../text/numbers.js'
import {markdownTable, markdownText} from '../text/markdown.js'
import {sanitizeText} from '../text/sanitize.js'
import {shellWord} from '../text/shell.js'
import {definitionTexts} from '../versions/definition-texts.js'
import type {CandidateRow, DecisionAnswer} from './answer.js'
import {decisionText, judgeSentence} from './messages.js'

/** How a record is reproduced, and what it quotes. */
export interface RecordContext {
  /** The styles of the candidates, by the id of their definition. */
  definitions: ReadonlyMap<string, DefinitionRecord>
  /** The command that decides again; commands that print the prompts are added. */
  command: string
  /** Of bench. */
  version: string
}

/**
 * A decision as a document: sentence, table, prompts, digest and commands. People are counted, not named.
 * Prompts stand in code blocks that they cannot leave.
 */
export function decisionRecord(
  answer: DecisionAnswer,
  {definitions, command, version}: RecordContext,
): string {
  const {sentence, notes} = decisionText(answer)
  const {ratings, raters, configurations, margin, prefer, limits, by, digest, decision} = answer
  const shipped = decision?.style_version ?? null
  const styles = [...definitions.values()].filter(({id}) => shipped === null || id === shipped)
  const {max_cost_usd: cost, max_p95_s: p95, min_rating: rating} = limits
  return `${[
    '# Decision',
    markdownText(sentence),
    ...notes.map(markdownText),
    markdownTable(
      [
        {header: 'asked', align: 'left'},
        {header: '', align: 'left'},
      ],
      [
        ['compared by', by.join(', ')],
        ['margin', `${margin} rating points`],
        ['preferred', prefer],
        ['at most per usable answer', cost === null ? 'no limit' : `$${cost}`],
        ['p95 at most', p95 === null ? 'no limit' : `${p95} s`],
        ['rated at least', rating === null ? 'no limit' : String(rating)],
        ...(answer.judge ? [['sharpened by', judgeSentence(answer.judge)]] : []),
        [
          'rests on',
          `${counted(ratings, 'rating')} by ${counted(raters, 'rater')} on ${configurations.complete} of ${counted(configurations.all, 'configuration')}`,
        ],
      ],
    ),
    '## Candidates',
    candidateTable(answer.candidates),
    ...(styles.length === 0 ? [] : [shipped === null ? '## Prompts' : '## The prompt']),
    ...styles.flatMap(promptTexts),
    '## Again',
    `With bench ${version}, on the same data:`,
    codeBlock(
      [command, ...styles.map(({name, id}) => `bench prompts show ${shellWord(`${name}@${id}`)}`)].join('\n'),
    ),
    `Digest of question, costs, latencies and ratings (SHA-256): \`${digest}\`. The same digest in \`bench decide --json\` means the same data.`,
  ].join('\n\n')}\n`
}

function candidateTable(candidates: readonly CandidateRow[]): string {
  return markdownTable(
    [
      {header: 'candidate'},
      {header: 'state'},
      {header: 'better by at most', align: 'right'},
      {header: '$ per 1,000 usable', align: 'right'},
      {header: 'p95 s', align: 'right'},
      {header: 'common configurations', align: 'right'},
    ],
    candidates.map((row) => [
      row.name,
      [row.state, ...row.reasons].join(', '),
      row.better_by_at_most === null ? '-' : row.better_by_at_most.toFixed(2),
      row.cost_usd === null ? 'unknown' : (row.cost_usd * 1000).toFixed(2),
      row.p95_ms === null ? 'unknown' : (row.p95_ms / 1000).toFixed(1),
      String(row.common_configurations),
    ]),
  )
}

function promptTexts(definition: DefinitionRecord): string[] {
  return [
    `### ${markdownText(`${definition.name}@${definition.id}`)}`,
    ...definitionTexts(definition).flatMap(({title, text}) => [markdownText(title), codeBlock(text)]),
  ]
}

/** The fence is longer than any in the text. */
function codeBlock(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({length}) => length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return `${fence}text\n${sanitizeText(text)}\n${fence}`
}
