import {calibrationLeft} from '../../rating/calibration.js'
import {rubricTexts, type RubricTexts} from '../../rating/rubric-texts.js'
import {rubricDefinition} from '../../records/definitions.js'
import type {DefinitionRecord} from '../../records/version.js'
import type {Store} from '../../store/store.js'
import {rubricOf} from '../../suite/model/rubric.js'
import type {Suite} from '../../suite/model/suite.js'
import type {LoopCalibration} from '../../terminal/rating/rating-loop.js'

/** What raters of a suite are told, and the definition that their ratings name. */
export function suiteRubric(suite: Suite): {texts: RubricTexts; definition: DefinitionRecord | undefined} {
  const definition = rubricDefinition(suite)
  return {texts: rubricTexts(rubricOf(suite), definition?.id), definition}
}

/** The examples that are left for a rater; undefined where none is. */
export async function loopCalibration(
  store: Store,
  rater: string,
  texts: RubricTexts,
): Promise<LoopCalibration | undefined> {
  const {version} = texts
  if (version === null || texts.examples.length === 0) return undefined
  const kept = await store.raters.calibration(rater)
  const start = calibrationLeft(texts, kept[version])
  if (!start) return undefined
  return {
    start,
    keep: (calibration) =>
      store.raters.saveCalibration(rater, {...kept, [version]: calibration}, new Date().toISOString()),
  }
}
