import type {Problem} from '../../text/problem.js'
import {schemaProblems} from '../../text/schema-problems.js'
import type {Fields} from './merge.js'
import {notes, ruleProblems, unknownEntries} from './rules.js'
import {suiteSchema} from '../model/suite-schema.js'

/**
 * All problems of a merged suite, and its oddities. `own`: the fields of the file itself; `base`: the suite
 * that it extends.
 */
export function checkSuite(
  merged: Fields,
  source: Fields,
  base: Fields,
): {problems: Problem[]; notes: Problem[]} {
  const unknown = unknownEntries(source, base)
  // Where an entry that should be inherited is missing, a problem for each of its fields adds nothing.
  const isToldElse = ({path}: Problem) =>
    !unknown.some((entry) => entry.path.every((part, at) => part === path[at]))
  return {
    problems: [
      ...unknown,
      ...schemaProblems(suiteSchema, merged).filter(isToldElse),
      ...ruleProblems(merged, source),
    ],
    notes: notes(merged, source).filter(isToldElse),
  }
}
