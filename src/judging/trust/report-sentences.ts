import {counted, decimal, percent, range, signed} from '../../text/numbers.js'
import {FEWEST_RESULTS, type JudgeReport} from './evaluate-report.js'

/** What a report says, in sentences: the same words wherever it is shown. */
export function reportSentences(report: JudgeReport): string[] {
  const {all, systems, self, leanings, min_alpha, is_gate, worst, others, unanswered} = report
  if (all.ratings === 0)
    return ['Nobody has rated what it judged: unchecked. Rate about 48 of its results: bench rate.']
  const favoured = systems.filter(({favours}) => favours).map(({system}) => system)
  const floor = `(the team's floor: alpha ${min_alpha})`
  return [
    `Worth ${all.worth_ratings ?? 0} ratings here. ${
      is_gate ? `Good enough to gate a change of prompt ${floor}` : `Not good enough to be a gate ${floor}`
    }${favoured.length > 0 ? `; not to rank ${favoured.join(', ')}` : ''}.`,
    ...(all.results < FEWEST_RESULTS
      ? [`Of ${counted(all.results, 'result')} an alpha says little: rate at least ${FEWEST_RESULTS}.`]
      : all.interval
        ? [
            `Alpha ${decimal(all.alpha, 2)} (${range(all.interval)}), judge minus people ${signed(all.difference ?? 0)}.`,
          ]
        : []),
    ...(self.results > 0
      ? [
          `With itself, the chips in another order: the same score in ${percent(self.exact)} of ${counted(self.results, 'result')}, at most 1 apart in ${percent(self.within_one)}.`,
        ]
      : ['With itself: not known; bench judge --repeats 2 tells, with the chips in another order.']),
    ...familySentence(leanings.own_family),
    ...lengthSentence(leanings.length),
    ...(unanswered > 0 ? [`${counted(unanswered, 'judgement')} got no answer: bench resume.`] : []),
    ...(others > 0
      ? [`${counted(others, 'other version')} of this judge or rubric left out: bench prompts --kind judge.`]
      : []),
    `Read the ${worst.length} worst: bench judge report --worst`,
  ]
}

function familySentence(family: JudgeReport['leanings']['own_family']): string[] {
  if (!family) return []
  const {systems, difference, interval} = family
  const isApart = interval !== null && interval.low > 0
  return [
    `Its own family (${systems.join(', ')}): ${signed(difference)} against the others${interval ? ` (${range(interval)})` : ''}${isApart ? '; it favours them' : ''}.`,
  ]
}

function lengthSentence(length: JudgeReport['leanings']['length']): string[] {
  if (!length?.interval) return []
  const {per_ten_chips, interval} = length
  const isApart = interval.low > 0 || interval.high < 0
  return isApart
    ? [`Ten chips more: ${signed(per_ten_chips)} against people (${range(interval)}); it goes by length.`]
    : []
}
