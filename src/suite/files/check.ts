import type {Problem} from '../../text/problem.js'
import {schemaProblems} from '../../text/schema-problems.js'
import type {Fields} from './merge.js'
import {notes, ruleProblems, unknownEntries} from './rules.js'
import {suiteSchema} from '../model/suite-schema.js'

/** Everything that is wrong with a merged suite, and what is merely odd. `own`: what the file itself says; `base`: what it extends. */
export function checkSuite(
  merged: Fields,
  source: Fields,
  base: Fields,
): {problems: Problem[]; notes: Problem[]} {
  const unknown = unknownEntries(source, base)
  // That everything is missing of an entry that was to be inherited says nothing more.
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
