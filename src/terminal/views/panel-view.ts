import type {Panel, RaterRow, SelfAgreement} from '../../figures/panel.js'
import {decimal, percent, range, signed} from '../../text/numbers.js'
import {alphaSentence} from '../../figures/sentences.js'
import {fitText} from '../lines.js'
import {table, type Column} from '../table.js'

/** The raters and how far they agree, with others and with themselves. */
export function panelView(panel: Panel, width: number): string {
  const {agreement, self, components, not_blind, raters} = panel
  const columns: Column<RaterRow>[] = [
    {header: 'rater', value: ({rater}) => fitText(rater, 40)},
    {header: 'ratings', value: ({ratings}) => String(ratings), align: 'right'},
    {header: 'mean', value: ({mean}) => decimal(mean, 2), align: 'right'},
    {header: 'SD', value: ({sd}) => decimal(sd, 2), align: 'right', expendable: 2},
    {header: 'severity', value: ({severity}) => signed(severity), align: 'right'},
    {header: 'with self', value: ({self: selfAgreement}) => selfText(selfAgreement), expendable: 1},
    ...(components > 1
      ? [{header: 'part', value: ({component}: RaterRow) => String(component + 1), align: 'right' as const}]
      : []),
  ]
  return [
    table(raters, columns, width),
    '',
    `Krippendorff's alpha (ordinal) ${decimal(agreement.alpha, 2)}${agreement.interval ? ` (${range(agreement.interval)})` : ''}: ${alphaSentence(agreement.alpha)}`,
    `  over ${agreement.units} results with two ratings or more; the same score ${percent(agreement.exact)}, at most 1 apart ${percent(agreement.withinOne)}`,
    ...(self.n > 0
      ? [
          `  seen twice by the same person: ${selfText(self)} the same, at most 1 apart ${percent(self.within_one)}`,
        ]
      : []),
    'severity: above 0 rates higher than the others on the same results, below 0 lower; --adjust takes it out.',
    ...(components > 1
      ? [
          `The raters fall into ${components} parts that share no result; severity compares within a part only.`,
        ]
      : []),
    ...(not_blind > 0 ? [`${not_blind} ratings were given with the model in sight (--reveal).`] : []),
  ].join('\n')
}

function selfText({n, exact}: SelfAgreement): string {
  return n === 0 ? '–' : `${percent(exact)} of ${n}`
}
