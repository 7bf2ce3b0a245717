import {unknownValue} from '../errors/catalogue.js'
import {nothingJudged} from '../errors/judges.js'
import type {JudgeUse} from '../records/judgement.js'
import {digitsFor, versionLabel} from '../records/version.js'
import type {JudgeChoice} from '../store/ratings/judgements.js'
import type {Store} from '../store/store.js'

/** A judge by its rubric, as figures use it. */
export interface ChosenJudge extends JudgeChoice {
  judge: string
  /** `gpt-5-mini`, with its version where the name has several. */
  label: string
  /** `chips@a1f0`. */
  rubric: string
  use: JudgeUse
  /** Other versions of this judge, or other rubrics it judged by: they are left out. */
  others: number
}

/**
 * The judge that a user names, in its latest version and by the rubric it judged by last; `name@digits` names
 * another version. Versions are never mixed.
 * @throws BenchError (exit 2) for a judge that has judged nothing here.
 */
export async function findJudge(store: Store, wanted: string | undefined): Promise<ChosenJudge> {
  const uses = await store.judgements.judges()
  const found = uses.filter((use) => wanted === undefined || isCalled(use, wanted))
  const [use] = found.filter(({judged}) => judged > 0)
  if (!use) {
    const names = [...new Set(uses.map(({judge}) => judge))]
    if (wanted !== undefined && names.length > 0 && found.length === 0)
      throw unknownValue('judge', wanted, names, 'bench judge report')
    throw nothingJudged(wanted)
  }

  const ofName = uses.filter(({judge}) => judge === use.judge)
  const versions = new Set(ofName.map(({judge_version}) => judge_version))
  const digits = digitsFor(versions)
  const rubric = (await store.definitions.get([use.rubric_version])).get(use.rubric_version)
  const {judge, judge_version, rubric_version} = use
  return {
    judge,
    judge_version,
    rubric_version,
    label: versions.size > 1 ? versionLabel(judge, judge_version, digits) : judge,
    rubric: versionLabel(rubric?.name ?? 'rubric', rubric_version, 4),
    use,
    others: ofName.length - 1,
  }
}

function isCalled({judge, judge_version}: JudgeUse, wanted: string): boolean {
  const at = wanted.lastIndexOf('@')
  if (judge === wanted) return true
  return at > 0 && judge === wanted.slice(0, at) && judge_version.startsWith(wanted.slice(at + 1))
}
