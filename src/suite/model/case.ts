import {v5} from 'uuid'
import type {ConstraintType, InputType, Persona, Suite} from './suite.js'

/** One cell of the cross product. */
export interface Case {
  model: string
  persona: Persona
  style: string
  input_type: InputType
  constraint_type: ConstraintType
  chip_count: number
  trial: number
}

/** The chosen levels of every factor. */
export interface Selection {
  models: readonly string[]
  personas: readonly Persona[]
  styles: readonly string[]
  input_types: readonly InputType[]
  constraint_types: readonly ConstraintType[]
  chip_counts: readonly number[]
  trials: number
}

/**
 * The full cross product. The order is fixed by the order of the levels; nothing may depend on a
 * case's position, only on its {@link caseKey}.
 */
export function* crossProduct(selection: Selection): Generator<Case> {
  for (const model of selection.models)
    for (const persona of selection.personas)
      for (const style of selection.styles)
        for (const constraint_type of selection.constraint_types)
          for (const input_type of selection.input_types)
            for (const chip_count of selection.chip_counts)
              for (let trial = 1; trial <= selection.trials; trial++)
                yield {model, persona, style, input_type, constraint_type, chip_count, trial}
}

/** What a case is, by content: the same in every run, on every machine, in every order. */
export function caseKey(testCase: Case): string {
  return [
    testCase.model,
    testCase.persona.id,
    testCase.style,
    testCase.input_type,
    testCase.constraint_type,
    testCase.chip_count,
    testCase.trial,
  ].join('|')
}

const RESULT_NAMESPACE = '6f1f0a86-8f0c-5d6c-9d0e-2f6a4f0f5b11'

/**
 * The id of a case's result: UUIDv5 of run and case, so that whoever makes the case, however often and on
 * which machine, writes the same row.
 */
export function resultId(runId: string, testCase: Case): string {
  return v5(`${runId}|${caseKey(testCase)}`, RESULT_NAMESPACE)
}

/** Levels of all factors of a suite. */
export function wholeSuite(suite: Suite): Selection {
  return {
    models: suite.models.map(({id}) => id),
    personas: suite.personas,
    styles: suite.factors.style,
    input_types: suite.factors.input_type,
    constraint_types: suite.factors.constraint_type,
    chip_counts: suite.factors.chip_count,
    trials: 1,
  }
}
