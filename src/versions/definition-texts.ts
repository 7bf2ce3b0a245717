import {structuredPatch} from 'diff'
import {CHIP_TYPES} from '../chips/chip.js'
import type {DefinitionRecord} from '../records/version.js'
import {SCORES, type Rubric} from '../suite/model/rubric.js'

/** The prompts in the order a case meets them. */
const PROMPT_ORDER: readonly string[] = ['selectable', 'select', 'final', 'final_with_selections', 'fill']

/** A part of a definition as people read it. */
export interface DefinitionText {
  /** `final · user`. */
  title: string
  text: string
}

/**
 * A definition as titled texts: the prompts of a style and the parts of a rubric one by one, all else a line
 * a field.
 */
export function definitionTexts({kind, definition}: DefinitionRecord): DefinitionText[] {
  const content = JSON.parse(definition) as Record<string, unknown>
  if (kind === 'rubric') return rubricTexts(content as unknown as Rubric)
  if (kind !== 'style') return [{title: kind, text: fields(content)}]
  const {prompts, constraint, ...settings} = content as {
    prompts: Record<string, {system: string; user: string}>
    constraint: string
  }
  const inOrder = [...PROMPT_ORDER, ...Object.keys(prompts).filter((key) => !PROMPT_ORDER.includes(key))]
  return [
    ...inOrder.flatMap((key) => {
      const prompt = prompts[key]
      const readable = key.replaceAll('_', ' ')
      return prompt
        ? [
            {title: `${readable} · system`, text: prompt.system},
            {title: `${readable} · user`, text: prompt.user},
          ]
        : []
    }),
    {title: 'constraint', text: constraint},
    {title: 'settings', text: fields(settings)},
  ]
}

function rubricTexts({question, guidelines, anchors, examples, tags}: Rubric): DefinitionText[] {
  return [
    {title: 'question', text: question},
    {title: 'guidelines', text: guidelines.trimEnd()},
    {title: 'anchors', text: SCORES.map((score) => `${score} ${anchors[score]}`).join('\n')},
    ...examples.map(({sector, desired_role, chips, score, why}, at) => ({
      title: `example ${at + 1}`,
      text: [
        `${desired_role}, ${sector}`,
        ...CHIP_TYPES.flatMap((type) => (chips[type] ? [`${type}: ${chips[type].join(' · ')}`] : [])),
        `score: ${score}`,
        `why: ${why.trimEnd()}`,
      ].join('\n'),
    })),
    {title: 'tags', text: tags.map(({letter, label}) => `${letter} ${label}`).join('\n')},
  ]
}

function fields(content: Record<string, unknown>): string {
  return Object.entries(content)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n')
}

/** Only the texts that differ, each as a unified diff under its title; empty where nothing does. */
export function definitionDiff(
  a: {label: string; texts: readonly DefinitionText[]},
  b: {label: string; texts: readonly DefinitionText[]},
): {title: string; diff: string}[] {
  const titles = [...new Set([...a.texts, ...b.texts].map(({title}) => title))]
  return titles.flatMap((title) => {
    const [before, after] = [a, b].map(({texts}) => texts.find((entry) => entry.title === title)?.text ?? '')
    if (before === after) return []
    const {hunks} = structuredPatch(a.label, b.label, `${before!}\n`, `${after!}\n`, '', '', {context: 3})
    const lines = hunks.flatMap(({oldStart, oldLines, newStart, newLines, lines: of}) => [
      `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
      ...of,
    ])
    return [{title, diff: [`--- ${a.label}`, `+++ ${b.label}`, ...lines].join('\n')}]
  })
}
