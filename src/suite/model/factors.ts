/*
 * The factors of a case, each described once. Case key, flags, filters, forms, configuration, suite schema,
 * API, store, export and figures take their lists from here; docs/architecture.md describes how to add a
 * factor. Browsers load this file: it imports nothing.
 */

/** A property that varies between cases and is equal within a case. */
export interface Factor {
  type: 'text' | 'integer'
  /** The levels that every suite chooses from; without them, each suite defines the levels. */
  levels?: readonly string[]
  /** The content of its column, for readers of an export. */
  meaning: string
  /** What the API documents besides the type. */
  described?: string
  /** The list of its chosen levels in a run's configuration and over the API. */
  plural: string
  /** The flag that chooses levels; `about` is its help text, the levels unless `about` is set. */
  flag: {name: string; char?: 'm' | 'p'; about?: string; value?: string}
  /** Raters do not see the factor before they rate: with it, they soon learn which model it is. */
  isHidden: boolean
}

/** A factor whose levels a suite lists under `factors`. */
export interface Setting extends Factor {
  /** Its place in the nesting of the cross product: levels of the deepest change first. */
  depth: number
  /** The text before its levels in a line; levels that are clear by themselves have none. */
  heading?: string
  /** Shorter words for levels in a line. */
  labels?: Readonly<Record<string, string>>
  /** The prompts that may name its level, as `{{column}}`. */
  prompts?: readonly string[]
  /**
   * The level of all that is older than the factor: suites and runs that do not name the factor have this
   * level, and the key of a case leaves it out, so that older results keep their ids.
   */
  older?: string | number
}

/** In the order of case keys and columns. */
export const SETTINGS = {
  style: {
    type: 'text',
    meaning: 'prompt style',
    plural: 'styles',
    flag: {name: 'style', about: 'prompt style: terse, guided'},
    isHidden: true,
    depth: 1,
    heading: 'style',
  },
  input_type: {
    type: 'text',
    levels: ['basic', 'enriched'],
    meaning: 'basic, or enriched: with chips the simulated user selected',
    plural: 'input_types',
    flag: {name: 'input-type'},
    isHidden: true,
    depth: 3,
  },
  constraint_type: {
    type: 'text',
    levels: ['with_constraint', 'no_constraint'],
    meaning: 'with_constraint: at least 2 chips of each type were demanded',
    plural: 'constraint_types',
    flag: {name: 'constraint'},
    isHidden: false,
    depth: 2,
    labels: {with_constraint: 'constrained', no_constraint: 'free'},
  },
  chip_count: {
    type: 'integer',
    meaning: 'chips asked for in step 2',
    described: 'chips asked for',
    plural: 'chip_counts',
    flag: {name: 'chip-count', about: 'chips asked for: 15, 35'},
    isHidden: false,
    depth: 4,
    heading: 'chips',
    prompts: ['final', 'final_with_selections'],
  },
} as const satisfies Readonly<Record<string, Setting>>

export const FACTORS = {
  model: {
    type: 'text',
    meaning: 'tested model',
    plural: 'models',
    flag: {name: 'model', char: 'm', about: 'model id (see `bench models`)', value: 'ID'},
    isHidden: true,
  },
  persona_id: {
    type: 'text',
    meaning: 'persona the chips are for',
    plural: 'persona_ids',
    flag: {name: 'persona', char: 'p', about: 'persona id (see `bench personas`)', value: 'ID'},
    isHidden: false,
  },
  ...SETTINGS,
} as const satisfies Readonly<Record<string, Factor>>

type FactorTable = typeof FACTORS
type SettingTable = typeof SETTINGS
export type FactorColumn = keyof FactorTable
export type SettingColumn = keyof SettingTable
export type FactorFlag = FactorTable[FactorColumn]['flag']['name']
/** The name of a setting's list of levels. */
export type SettingList = SettingTable[SettingColumn]['plural']

type LevelOf<Described> = Described extends {levels: readonly (infer Level)[]}
  ? Level
  : Described extends {type: 'integer'}
    ? number
    : string
/** A level of each setting. */
export type Settings = {-readonly [Column in SettingColumn]: LevelOf<SettingTable[Column]>}
/** Some levels of each setting, by column. */
export type SettingLevels = {[Column in SettingColumn]: readonly Settings[Column][]}
/** Some levels of each setting, by the names of the lists. */
export type SettingLists = {
  [Column in SettingColumn as SettingTable[Column]['plural']]: readonly Settings[Column][]
}

/** The factors that results can be filtered and grouped by: columns, in this order. */
export const FACTOR_COLUMNS = Object.keys(FACTORS) as FactorColumn[]
export const SETTING_COLUMNS = Object.keys(SETTINGS) as SettingColumn[]
/** The factors raters do not see before they rate. */
export const HIDDEN_FACTORS = FACTOR_COLUMNS.filter((column) => FACTORS[column].isHidden)
/** The settings from the outermost to the innermost of the cross product. */
export const NESTED_SETTINGS = SETTING_COLUMNS.toSorted((a, b) => SETTINGS[a].depth - SETTINGS[b].depth)

/** A setting without the precise types of its levels. */
export const settingOf = (column: SettingColumn): Setting => SETTINGS[column]

/** A value for each setting, by the name of its list. */
export function byList<Value>(valueOf: (column: SettingColumn) => Value): Record<SettingList, Value> {
  const entries = SETTING_COLUMNS.map((column) => [SETTINGS[column].plural, valueOf(column)] as const)
  return Object.fromEntries(entries) as Record<SettingList, Value>
}

/** The same levels, by the names of the lists. */
export function listsOf(levels: SettingLevels): {[List in SettingList]: SettingLists[List][number][]} {
  return byList((column) => [...levels[column]]) as ReturnType<typeof listsOf>
}

/** Whether a simulated user selects chips before the answer is asked for. */
export function isEnriched({input_type}: Pick<Settings, 'input_type'>): boolean {
  return input_type === 'enriched'
}

/** Whether any of the cases is enriched. */
export function areSomeEnriched({input_types}: {input_types: readonly string[]}): boolean {
  return input_types.includes('enriched')
}

/** Whether chips of each type are demanded. */
export function isConstrained({constraint_type}: Pick<Settings, 'constraint_type'>): boolean {
  return constraint_type === 'with_constraint'
}
