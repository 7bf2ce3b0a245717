import {decimal, percent, range} from '../text/numbers.js'
import type {Panel, SelfAgreement} from './panel.js'
import {alphaSentence} from './sentences.js'

/** The sentences about the raters: the same words in the terminal, in reports and on pages. */
export function panelSentences({agreement, self, components, not_blind}: Panel): string[] {
  const {alpha, interval, units, exact, withinOne} = agreement
  const span = interval ? ` (${range(interval)})` : ''
  const alike = `the score is the same in ${percent(exact)} and at most 1 apart in ${percent(withinOne)}`
  const again = `the same score in ${selfText(self)}, at most 1 apart in ${percent(self.within_one)}`
  return [
    `Krippendorff's alpha (ordinal) is ${decimal(alpha, 2)}${span}: ${alphaSentence(alpha)}.`,
    ...(units > 0 ? [`Over ${units} results with two ratings or more, ${alike}.`] : []),
    ...(self.n > 0 ? [`Shown the same result again, a rater gave ${again}.`] : []),
    ...(not_blind > 0 ? [`${not_blind} ratings were given with the model in sight.`] : []),
    ...(components > 1
      ? [
          `The raters fall into ${components} parts that share no result: severity compares within a part only.`,
        ]
      : []),
  ]
}

/** How often a rater gave the same score again. */
export function selfText({n, exact}: SelfAgreement): string {
  return n === 0 ? '–' : `${percent(exact)} of ${n}`
}
