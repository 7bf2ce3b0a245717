import type {Problem} from '../files/problem.js'
import {schemaProblems} from '../files/schema-problems.js'
import type {Fields} from './merge.js'
import {notes, ruleProblems} from './rules.js'
import {suiteSchema} from './suite-schema.js'

/** Everything that is wrong with a merged suite, and what is merely odd. `own`: what the file itself says. */
export function checkSuite(merged: Fields, own: Fields): {problems: Problem[]; notes: Problem[]} {
  const problems = [...schemaProblems(suiteSchema, merged), ...ruleProblems(merged, own)]
  return {problems, notes: notes(merged, own)}
}
