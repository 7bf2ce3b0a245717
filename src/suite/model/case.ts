import {v5} from 'uuid'
import {
  listsOf,
  NESTED_SETTINGS,
  SETTING_COLUMNS,
  SETTINGS,
  settingOf,
  type SettingLists,
  type Settings,
} from './factors.js'
import type {Persona, Suite} from './suite.js'

/** One cell of the cross product. */
export interface Case extends Settings {
  model: string
  persona: Persona
  trial: number
}

/** The chosen levels of every factor. */
export interface Selection extends SettingLists {
  models: readonly string[]
  personas: readonly Persona[]
  trials: number
}

/**
 * The full cross product. The order is fixed by the order of the levels; nothing may depend on a
 * case's position, only on its {@link caseKey}.
 */
export function* crossProduct(selection: Selection): Generator<Case> {
  for (const model of selection.models)
    for (const persona of selection.personas)
      for (const settings of combinations(selection))
        for (let trial = 1; trial <= selection.trials; trial++) yield {model, persona, ...settings, trial}
}

function combinations(lists: SettingLists): Settings[] {
  let partial: object[] = [{}]
  for (const column of NESTED_SETTINGS) {
    const levels: readonly (string | number)[] = lists[SETTINGS[column].plural]
    partial = partial.flatMap((settings) => levels.map((level) => ({...settings, [column]: level})))
  }

  return partial as Settings[]
}

/** The identity of a case, by content: the same in every run, on every machine, in every order. */
export function caseKey(testCase: Case): string {
  const settings = SETTING_COLUMNS.flatMap((column) => {
    const level = testCase[column]
    const {older} = settingOf(column)
    return older === undefined ? [level] : older === level ? [] : [`${column}=${level}`]
  })
  return [testCase.model, testCase.persona.id, ...settings, testCase.trial].join('|')
}

const RESULT_NAMESPACE = '6f1f0a86-8f0c-5d6c-9d0e-2f6a4f0f5b11'

/**
 * The id of a case's result: UUIDv5 of run and case, so that every process that makes the case, however often
 * and on which machine, writes the same row.
 */
export function resultId(runId: string, testCase: Case): string {
  return v5(`${runId}|${caseKey(testCase)}`, RESULT_NAMESPACE)
}

/** Levels of all factors of a suite. */
export function wholeSuite(suite: Suite): Selection {
  return {
    models: suite.models.map(({id}) => id),
    personas: suite.personas,
    ...listsOf(suite.factors),
    trials: 1,
  }
}
