import {Flags} from '@oclif/core'

/** Limits that figures must keep, else the command ends with 4. */
export const gateFlags = {
  'max-failed': Flags.string({description: 'gate: failed cases of each group at most', helpValue: 'N'}),
  'max-cost': Flags.string({description: 'gate: US dollars per usable answer', helpValue: 'USD'}),
  'max-p95': Flags.string({
    description: 'gate: seconds of a whole case, 95th percentile',
    helpValue: 'SECONDS',
  }),
  'min-metric': Flags.string({
    description: 'gate: an automatic metric of the chips; several: all of them',
    helpValue: 'NAME=X',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'max-metric': Flags.string({
    description: 'gate: the same where less is better, such as duplicates',
    helpValue: 'NAME=X',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'min-rating': Flags.string({description: 'gate: the rating of each group', helpValue: 'X'}),
  'min-rated': Flags.string({description: 'gate: rated results of each group', helpValue: 'N'}),
  against: Flags.string({
    description: 'gate: no worse than this run, in rating and in what the chips show',
    helpValue: 'RUN',
  }),
  margin: Flags.string({
    description: 'rating points that do not matter, for --against [default: 0.25]',
    helpValue: 'POINTS',
    dependsOn: ['against'],
  }),
  sure: Flags.boolean({
    description: 'for --min-rating, --against: the lower end of the 95 % interval counts',
  }),
}

export interface GateFlags {
  'max-failed'?: string | undefined
  'max-cost'?: string | undefined
  'max-p95'?: string | undefined
  'min-metric'?: string[] | undefined
  'max-metric'?: string[] | undefined
  'min-rating'?: string | undefined
  'min-rated'?: string | undefined
  against?: string | undefined
  margin?: string | undefined
  sure?: boolean
}
