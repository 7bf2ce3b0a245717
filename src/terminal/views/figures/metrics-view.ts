import {groupKey} from '../../../figures/cells.js'
import {METRICS, type Metric, type MetricMeans} from '../../../figures/evaluate-quality.js'
import type {GroupColumn} from '../../../records/stats.js'
import type {GroupLevels} from '../../../records/stats.js'
import {sanitizeLine, wrapText} from '../../lines.js'
import {metricValue} from '../../../text/numbers.js'
import {namedTable, type Column} from '../../table.js'
import {textWidth} from '../../width.js'

const HEADERS: Record<Metric, string> = {
  valid_unrepaired: 'clean',
  valid: 'valid',
  count_error: 'off by',
  count_met: 'exact',
  type_coverage: 'types',
  type_balance: 'balance',
  duplicates: 'dup',
  near_duplicates: 'near dup',
  key_validity: 'keys',
  leakage: 'leak',
  fill_needed: 'fill',
  fill_share: 'filled',
  diversity: 'diverse',
  specificity: 'specific',
  stability: 'stable',
}

/**
 * Automatic quality metrics by group; a model is judged by its answers alone, before the set was filled up.
 */
export function metricsView(
  groups: readonly {group: GroupLevels}[],
  means: ReadonlyMap<string, MetricMeans>,
  factors: readonly GroupColumn[],
  width: number,
): string {
  const columns: Column<{group: GroupLevels}>[] = [
    ...factors.map((factor) => ({
      header: factor,
      value: ({group}: {group: GroupLevels}) => sanitizeLine(String(group[factor] ?? '')),
      least: 14,
      cutAt: 'middle' as const,
    })),
    ...METRICS.map((metric, at) => ({
      header: HEADERS[metric],
      value: ({group}: {group: GroupLevels}) =>
        metricValue(metric, means.get(groupKey(group, factors))?.[metric] ?? null),
      align: 'right' as const,
      expendable: at + 1,
    })),
  ]
  const sentences = [
    'Shares, but "off by" (chips too many or too few). clean, valid: answers without repairs, without invalid chips.',
    'diverse: how unlike other models; specific: how unlike other personas; stable: how alike between trials.',
  ]
  return [
    namedTable(groups, columns, width, '--format csv'),
    '',
    ...sentences.flatMap((sentence) => wrapText(sentence, textWidth(width))),
  ].join('\n')
}
