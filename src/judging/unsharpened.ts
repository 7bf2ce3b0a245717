import {UNSHARPENED, type Unsharpened} from '../statistics/covariate.js'
import {counted} from '../text/numbers.js'

/** How many pairs a judge was not used for, for one reason. */
export interface UnsharpenedPairs {
  reason: Unsharpened
  pairs: number
}

/** Ends of a sentence on a judge, the same wherever it is shown. */
const TEXTS: Readonly<Record<Unsharpened, string>> = {
  few_rated: 'it is used from 16 configurations rated for both, and the difference rests on fewer',
  few_judged: 'too few of the configurations that are rated for both are judged (bench judge)',
  same_everywhere: 'it tells the two apart in the same way on every configuration that is rated',
  one_configuration: 'it tells the two apart in the same way on every configuration that is rated but one',
  no_interval: 'what is rated and judged of the two has no interval',
}

/** Reasons with their number of pairs, in the order in which they are looked for. */
export function unsharpenedPairs(reasons: readonly (Unsharpened | null | undefined)[]): UnsharpenedPairs[] {
  return UNSHARPENED.map((reason) => ({
    reason,
    pairs: reasons.filter((known) => known === reason).length,
  })).filter(({pairs}) => pairs > 0)
}

/** `it is used from …`, or several: `1 pair: it is …; 2 pairs: too few …`. Without a pair: too few rated. */
export function unsharpenedText(reasons: readonly UnsharpenedPairs[]): string {
  const [first] = reasons
  if (reasons.length < 2) return TEXTS[first?.reason ?? 'few_rated']
  return reasons.map(({reason, pairs}) => `${counted(pairs, 'pair')}: ${TEXTS[reason]}`).join('; ')
}
