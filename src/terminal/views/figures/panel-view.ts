import type {Panel, RaterRow} from '../../../figures/panel.js'
import {panelSentences, selfText} from '../../../figures/panel-sentences.js'
import {decimal, signed} from '../../../text/numbers.js'
import {sanitizeLine, wrapText} from '../../lines.js'
import {namedTable, type Column} from '../../table.js'
import {textWidth} from '../../width.js'

const SEVERITY =
  'severity: above 0 rates higher than the others on the same results, below 0 lower; --adjust takes it out.'

/** The raters and how far they agree, with others and with themselves. */
export function panelView(panel: Panel, width: number): string {
  const {components, raters} = panel
  const columns: Column<RaterRow>[] = [
    {header: 'rater', value: ({rater}) => sanitizeLine(rater), least: 12, cutAt: 'middle'},
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
    namedTable(raters, columns, width, '--json'),
    '',
    ...panelSentences(panel).flatMap((sentence) => wrapText(sentence, textWidth(width))),
    ...wrapText(SEVERITY, textWidth(width)),
  ].join('\n')
}
