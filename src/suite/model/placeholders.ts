import {SETTING_COLUMNS, settingOf} from './factors.js'
import {PLACEHOLDER} from './prompt.js'
import type {PROMPT_NAMES} from './suite-schema.js'

export type PromptName = (typeof PROMPT_NAMES)[number]

interface Placeholders {
  allowed: readonly string[]
  /** Without these the prompt cannot do its work, or a factor would do nothing. */
  required: readonly string[]
}

const levelsIn = (prompt: PromptName) =>
  SETTING_COLUMNS.filter((column) => settingOf(column).prompts?.includes(prompt))

/** The placeholders that may and that must stand in each prompt. */
export const PROMPT_PLACEHOLDERS: Record<PromptName | 'constraint', Placeholders> = {
  selectable: {
    allowed: [
      'sector',
      'desired_role',
      'selectable_min',
      'selectable_max',
      ...levelsIn('selectable'),
      'constraint',
    ],
    required: ['sector', 'desired_role', 'constraint'],
  },
  final: {
    allowed: ['sector', 'desired_role', ...levelsIn('final'), 'constraint'],
    required: ['sector', 'desired_role', 'chip_count', 'constraint'],
  },
  final_with_selections: {
    allowed: ['sector', 'desired_role', ...levelsIn('final_with_selections'), 'constraint', 'selections'],
    required: ['sector', 'desired_role', 'chip_count', 'constraint', 'selections'],
  },
  select: {
    allowed: ['persona', 'sector', 'desired_role', 'options', 'selected_min', 'selected_max'],
    required: ['persona', 'options'],
  },
  fill: {
    allowed: ['sector', 'desired_role', 'missing_types', 'min_per_type', 'existing_keys'],
    required: ['sector', 'desired_role', 'missing_types'],
  },
  constraint: {allowed: ['min_per_type'], required: []},
}

/** Braces that would be sent to the model as they are, as they form no placeholder. */
export function strayBraces(template: string): string[] {
  return template.replaceAll(PLACEHOLDER, '').match(/\{\{.{0,30}/g) ?? []
}
