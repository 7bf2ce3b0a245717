import {expect} from 'chai'
import type {Chip} from '../../src/chips/chip.js'
import {readSelection} from '../../src/chips/read-selection.js'

const OFFER = ['okr', 'backlog', 'sprint', 'roadmap'].map((key): Chip => ({
  key,
  display: `The ${key}`,
  type: 'jargon',
}))
const json = JSON.stringify

/** In each of these answers `okr` and `sprint` are picked, and `backlog` is named without being picked. */
const IN_JSON: Record<string, unknown> = {
  'yes and no': {okr: 'yes', backlog: 'no', sprint: 'Yes'},
  words: {okr: 'picked', backlog: 'skipped', sprint: 'picked'},
  signs: {okr: '✓', backlog: '✗', sprint: '✅'},
  'objects under the keys': {okr: {picked: true}, backlog: {picked: false}, sprint: {picked: true}},
  'reasons under the keys of picks': {okr: 'fits better than backlog', sprint: 'yes, not backlog'},
  ...Object.fromEntries(
    ['drop', 'no', 'left_out', 'remaining', 'irrelevant', 'runner_up', 'out', 'not_selected', 'unused'].map(
      (name) => [`a list of others: ${name}`, {selected: ['okr', 'sprint'], [name]: ['backlog']}],
    ),
  ),
  'all that was considered': {picks: ['okr', 'sprint'], considered: ['okr', 'backlog', 'sprint']},
  ...Object.fromEntries(
    (
      [
        ['decision', 'pick', 'skip'],
        ['status', 'selected', 'rejected'],
        ['pick', 'Y', 'N'],
        ['is_relevant', true, false],
      ] as const
    ).map(([name, yes, no]) => [
      `objects with their ${name}`,
      [
        {key: 'okr', [name]: yes},
        {key: 'backlog', [name]: no},
        {key: 'sprint', [name]: yes},
      ],
    ]),
  ),
  'objects by chip and verdict': [
    {chip: 'okr', verdict: 'keep'},
    {chip: 'backlog', verdict: 'drop'},
    {chip: 'sprint', verdict: 'keep'},
  ],
  'reasons beside the picks': [
    {key: 'okr', reason: 'more than backlog'},
    {key: 'sprint', why: 'backlog'},
  ],
}

const IN_PROSE = [
  "I'd skip backlog and take okr and sprint.",
  "okr and sprint; backlog didn't make the cut.",
  '~~backlog~~ okr sprint',
  'okr ✅\nbacklog ❌\nsprint ✅',
  'okr ✓ backlog ✗ sprint ✓',
  '✓ okr ✗ backlog ✓ sprint',
  '👍 okr\n👎 backlog\n👍 sprint',
  'backlog: no\nokr: yes\nsprint: yes',
  'Not backlog, but okr and sprint.',
  'Neither backlog nor roadmap, only okr and sprint.',
  'Selected: okr, sprint\nRejected: backlog',
  'okr and sprint, everything apart from backlog.',
  'I choose okr and sprint over backlog.',
  'okr, sprint. backlog is irrelevant.',
  'okr, sprint. I don’t think backlog fits.',
  'okr, sprint. backlog (not relevant)',
  'okr, sprint. Unlike backlog, they fit.',
  'Less relevant: backlog. I pick okr and sprint.',
  'I pick okr and sprint.\nLeft out: backlog',
  'okr, sprint (other than backlog)',
  'okr → pick\nbacklog → skip\nsprint → pick',
  'okr: selected\nbacklog: not selected\nsprint: selected',
  '1. okr\n2. sprint\n\nI excluded backlog because it is too general.',
  'backlog was tempting but I pick okr and sprint.',
  '| okr | yes |\n| backlog | no |\n| sprint | yes |',
  '**okr**, **sprint** (dropping backlog)',
  '<plan>backlog</plan>okr, sprint',
  'Thinking: maybe backlog\nAnswer: okr, sprint',
  '<longcat_think>backlog</longcat_think>okr, sprint',
]

describe('readSelection, of chips that are named without being picked', () => {
  for (const [name, value] of Object.entries(IN_JSON)) {
    it(`passes over them in JSON: ${name}`, () => {
      expect(readSelection(json(value), OFFER).chips.map(({key}) => key)).to.deep.equal(['okr', 'sprint'])
    })
  }

  for (const answer of IN_PROSE) {
    it(`passes over them in words: ${answer.replaceAll('\n', ' / ')}`, () => {
      expect(readSelection(answer, OFFER)).to.deep.equal({
        chips: [OFFER[0], OFFER[2]],
        problems: ['there was no list of keys; they were read from the text'],
      })
    })
  }
})
