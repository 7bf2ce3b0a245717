import {expect} from 'chai'
import fc from 'fast-check'
import stringWidth from 'string-width'
import {CHIP_TYPES, type Chip} from '../../../src/chips/chip.js'
import {FIRST_STATE, type Mode, type RatingState} from '../../../src/rating/reducer.js'
import {plainRating, ratingScreen, type RatingFrame} from '../../../src/terminal/rating/rating-view.js'
import {sessionSummary} from '../../../src/terminal/rating/session-summary.js'
import {table} from '../../../src/terminal/table.js'
import {bars, whisker} from '../../../src/terminal/whisker.js'
import {joinWrapped, wrapText} from '../../../src/terminal/lines.js'
import {NO_ANNOTATION} from '../../../src/records/rating.js'
import {shownKeys} from '../../../src/rating/chip-labels.js'
import {rubricTexts} from '../../../src/rating/rubric-texts.js'
import {rubricOf} from '../../../src/suite/model/rubric.js'
import {loadBuiltInSuite} from '../../../src/suite/files/load.js'
import {anyCharacter} from '../../support/any-character.js'
import {draws} from '../../support/draws.js'
import {aResult} from '../../support/records.js'

const NAMES = [
  'Sprint Planning',
  'Stakeholder Conflict',
  'Roadmap Review',
  'Customer Interview',
  'Release Goes Wrong',
  'Feature Creep',
  'Budget Cut',
  'Quarterly Targets',
  'Backlog Grooming',
]
const CHIPS: Chip[] = Array.from({length: 35}, (_, at) => ({
  key: `chip_${at}`,
  display: `${NAMES[at % NAMES.length]!} ${at}`,
  type: CHIP_TYPES[at % 4]!,
}))
const HARMFUL = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/
// Colours are ours.
const plain = (line: string) => line.replaceAll(/\u001b\[[\d;]*m/g, '')

const frame: RatingFrame = {
  rater: 'ann',
  total: 40,
  texts: rubricTexts(),
  reveal: false,
  personaText: () => 'A paragraph about a person.',
  leastPerType: () => 3,
}

function state(chips: readonly Chip[], change: Partial<RatingState> = {}): RatingState {
  const result = aResult('secret-run', {
    model: 'vendor/secret',
    style: 'guided',
    input_type: 'enriched',
    cost_usd: 0.4321,
    latency_ms: 9876,
    chip_count: 35,
    constraint_type: 'with_constraint',
    final_chips: [...chips],
  })
  return {
    ...FIRST_STATE,
    mode: 'result',
    shown: {result, position: 12, annotation: NO_ANNOTATION, chips: shownKeys(chips), score: null},
    ...change,
  }
}

describe('the rating screen', () => {
  const lines = (own: RatingState, size = {columns: 80, rows: 24}, shown = frame) =>
    ratingScreen(own, shown, size).lines.map(plain)

  it('shows 35 chips at 80 by 24 at once, with what was asked', () => {
    const text = lines(state(CHIPS)).join('\n')
    for (const {display} of CHIPS) expect(text).to.contain(display)
    expect(text).to.contain('12 of 40 · ann')
    expect(text).to.contain('35 chips asked, 3+ a type; 35 in all')
    expect(text).to.contain('SITUATION (9)').and.not.to.contain('more line')
  })

  it('shows 40 chips at 80 by 24 with question, anchors, tags and marks, and also while chips are marked', async () => {
    const {suite} = await loadBuiltInSuite()
    const words = rubricTexts(rubricOf(suite), 'v')
    const many = Array.from({length: 40}, (_, at) => ({
      key: `chip_${at}`,
      display: `${NAMES[at % NAMES.length]!} ${at}`,
      type: CHIP_TYPES[at % 4]!,
    }))
    const said = {note: 'x', flagged: true, tags: ['generic', 'wrong level'], bad_chips: ['chip_3', 'chip_7']}
    for (const mode of ['result', 'chips', 'tags'] as const) {
      const drawn = lines(state(many, {mode, annotation: said}), undefined, {...frame, texts: words})
      expect(drawn).to.have.length(24)
      const text = drawn.join('\n')
      for (const {display} of many) expect(text, `${mode} ${display}`).to.contain(display)
      expect(text).not.to.contain('more line')
      expect(drawn[0]).to.match(/^12 of 40 · ann +flagged · noted · tags: generic, wrong level$/)
      expect(drawn[2]).to.equal(words.question)
    }

    const rated = lines(state(many, {annotation: said}), undefined, {...frame, texts: words})
    expect(rated.at(-2)).to.match(/^1 useless · 2 poor · 3 so-so · 4 good · 5 ship it +2 chips marked bad$/)
    expect(rated.join('\n')).to.contain(`✗ ${many[3]!.display}`)
    expect(
      lines(state(many, {mode: 'chips', annotation: said}), undefined, {...frame, texts: words}).join('\n'),
    ).to.match(/\[\w\w\] /)
    expect(
      lines(state(many, {mode: 'tags', annotation: said}), undefined, {...frame, texts: words}).join('\n'),
    ).to.contain('[g generic]')
  })

  it('is whole at 40 columns, with a question in lines of its own', async () => {
    const {suite} = await loadBuiltInSuite()
    const words = rubricTexts(rubricOf(suite), 'v')
    const drawn = lines(state(CHIPS.slice(0, 8)), {columns: 40, rows: 24}, {...frame, texts: words})
    expect(drawn.slice(3, 5).join(' ')).to.equal(words.question)
    for (const word of words.anchors) expect(drawn.join('\n')).to.contain(word)
  })

  it('says all that was said of a result, and breaks no word, at 40 columns and for people who listen', async () => {
    const {suite} = await loadBuiltInSuite()
    const words = rubricTexts(rubricOf(suite), 'v')
    const tags = words.tags.map(({label}) => label)
    const marked = state(CHIPS.slice(0, 8), {annotation: {note: 'x', flagged: true, tags, bad_chips: []}})
    const narrow = {...frame, texts: words}
    for (const drawn of [
      lines(marked, {columns: 40, rows: 24}, narrow),
      plainRating(marked, narrow, 40).map((line) => line.replaceAll(/\u001B\[\d+m/g, '')),
    ]) {
      const whole = drawn.map((line) => line.trim()).join(' ')
      for (const mark of ['flagged', 'noted', `tags: ${tags.join(', ')}`]) expect(whole).to.contain(mark)
      for (const line of drawn) expect(line.length).to.be.at.most(40)
    }
  })

  it('tells nothing of whose it is, unless that is asked for', () => {
    for (const mode of [
      'result',
      'busy',
      'help',
      'persona',
      'note',
      'tags',
      'chips',
      'guidelines',
    ] as const) {
      for (const details of [false, true]) {
        const own = state(CHIPS, {mode, details})
        for (const text of [lines(own).join('\n'), plainRating(own, frame, 80).join('\n')])
          expect(text).not.to.match(/secret|guided|enriched|0\.43|9\.9 s|9876/)
      }
    }

    expect(lines(state(CHIPS), undefined, {...frame, reveal: true}).join('\n')).to.match(
      /vendor\/secret · guided · enriched · \$0\.432 · 9\.9 s/,
    )
  })

  it('never is wider or higher than the terminal, whatever a model answers', () => {
    const chip = fc.record({
      key: fc.string({unit: anyCharacter}),
      display: fc.oneof(
        fc.string({unit: anyCharacter, maxLength: 500}),
        fc.constantFrom('株式会社'.repeat(60), '🍟 '.repeat(200), 'word '.repeat(100)),
      ),
      type: fc.constantFrom(...CHIP_TYPES),
    })
    const mode = fc.constantFrom<Mode>(
      ...([
        'result',
        'busy',
        'help',
        'persona',
        'note',
        'finished',
        'tags',
        'chips',
        'guidelines',
        'earlier',
      ] as const),
    )
    fc.assert(
      fc.property(
        fc.array(chip, {maxLength: 40}),
        mode,
        fc.integer({min: 20, max: 200}),
        fc.integer({min: 6, max: 60}),
        fc.boolean(),
        fc.nat({max: 30}),
        fc.string({unit: anyCharacter}),
        (chips, own, columns, rows, details, scroll, draft) => {
          const drawn = lines(state(chips, {mode: own, details, scroll, draft}), {columns, rows})
          expect(drawn.length).to.equal(rows)
          for (const line of drawn) {
            expect(stringWidth(line), JSON.stringify(line)).to.be.at.most(columns)
            expect(line).not.to.match(HARMFUL)
          }
        },
      ),
      draws(150),
    )
  })

  it('scrolls to everything, and says that there is more', () => {
    const many = Array.from({length: 90}, (_, at) => ({
      key: `k${at}`,
      display: `Chip number ${at}`,
      type: 'jargon' as const,
    }))
    expect(lines(state(many)).join('\n')).to.match(/▼ \d+ more lines: space/)
    const end = ratingScreen(state(many, {scroll: 999}), frame, {columns: 80, rows: 24})
    expect(end.lines.map(plain).join('\n')).to.contain('Chip number 89')
    expect(end.scroll).to.be.below(40)
  })

  it('says what happened', () => {
    const told = (notice: RatingState['notice']) => lines(state([], {notice})).join('\n')
    expect(told({kind: 'rated', score: 4})).to.contain('Saved: 4 good')
    expect(told({kind: 'failed', sentence: 'The disk is full.'})).to.contain(
      'Not saved, press the key again: The disk is full.',
    )
    expect(told(undefined)).to.contain('held no usable chips')
    expect(lines({...FIRST_STATE, mode: 'finished'}).join('\n')).to.contain('That was the last one')
  })

  it('sums up a session', () => {
    expect(sessionSummary({rated: 0, skipped: 2, scores: [0, 0, 0, 0, 0], models: []})).to.equal(
      'Nothing rated, 2 skipped.',
    )
    expect(
      plain(
        sessionSummary({
          rated: 3,
          skipped: 0,
          scores: [0, 0, 1, 1, 1],
          models: [{model: 'a\u001b[1m', ratings: 3, mean: 4}],
        }),
      ),
    ).to.match(/3 rated; everything is saved\.\n3 fair: 1 · 4 good: 1 · 5 excellent: 1\n[^]*a�\[1m +4\.00 +3/)
  })
})

describe('whiskers and bars', () => {
  it('stand where the values are, on 1 to 5', () => {
    expect(whisker(3, {low: 2, high: 4}, 9)).to.equal('  ├─●─┤  ')
    expect(whisker(1, null, 5)).to.equal('●    ')
    expect(whisker(4.9, {low: 4.2, high: 5.8}, 5)).to.equal('   ├●')
    expect(whisker(null, null, 3)).to.equal('   ')
    expect(bars([0, 1, 4, 8, 0])).to.equal(' ▁▄█ ')
    expect(bars([0, 0])).to.equal('')
  })
})

describe('wrapping', () => {
  it('loses nothing and stays within the width', () => {
    fc.assert(
      fc.property(
        fc.string({unit: anyCharacter, maxLength: 300}),
        fc.integer({min: 4, max: 80}),
        (text, width) => {
          const wrapped = wrapText(text, width)
          for (const line of wrapped) expect(stringWidth(line)).to.be.at.most(width)
        },
      ),
    )
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,30}$/)),
        fc.integer({min: 1, max: 40}),
        (words, width) => {
          expect(joinWrapped(words, ' ', width).join('').replaceAll(' ', '')).to.equal(words.join(''))
        },
      ),
    )
  })
})

describe('tables', () => {
  const columns = [
    {header: 'name', value: ({name}: {name: string}) => name},
    {header: 'first to go', value: () => 'xxxx', expendable: 2},
    {header: 'second', value: () => 'yyyy', expendable: 1},
  ]

  it('leave out what is expendable until they fit, and no more', () => {
    const heads = (width: number) =>
      plain(table([{name: 'a'}], columns, width))
        .split('\n')[0]!
        .trim()
        .split(/ {2,}/)
    expect(heads(Infinity)).to.deep.equal(['name', 'first to go', 'second'])
    expect(heads(15)).to.deep.equal(['name', 'second'])
    expect(heads(3)).to.deep.equal(['name'])
    expect(plain(table([], columns, 5)).trim()).to.equal('name')
  })
})
