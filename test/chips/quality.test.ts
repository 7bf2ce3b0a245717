import {expect} from 'chai'
import {distance} from 'fastest-levenshtein'
import fc from 'fast-check'
import {CHIP_TYPES, type Chip, type ChipType} from '../../src/chips/chip.js'
import {
  QUALITY_METRICS,
  chipQuality,
  keyHashes,
  meanDistances,
  normalisedKey,
  type ChipSetKeys,
  type MeasuredResult,
} from '../../src/chips/quality.js'
import {readChips} from '../../src/chips/read-answer.js'
import {anyCharacter} from '../support/any-character.js'

const [SITUATION, JARGON, ROLE_TASK, ENVIRONMENT] = CHIP_TYPES

function quality(parts: Partial<MeasuredResult>) {
  const nothing = {final_chips: [], selected_chips: null, step2_chips: null, fill_chips: null, errors: []}
  return chipQuality({chip_count: 4, ...nothing, ...parts})
}

const ofKeys = (...keys: string[]): Chip[] => keys.map((key) => ({key, display: key, type: JARGON}))
const named = (...displays: string[]): Chip[] =>
  displays.map((display, i) => ({key: `k${i}`, display, type: JARGON}))
const typed = (...types: ChipType[]): Chip[] =>
  types.map((type, i) => ({key: `k${i}`, display: `${i}`, type}))
const near = (...displays: string[]) => quality({step2_chips: named(...displays)}).near_duplicates
const setOf = (group: string, block: string, ...keys: string[]): ChipSetKeys => ({
  group,
  block,
  keys: keyHashes(ofKeys(...keys)),
})

/** What a result looks like whose step 2 gave this answer. */
function answered(answer: string): Partial<MeasuredResult> {
  const {chips, problems} = readChips(answer)
  return {step2_chips: chips, errors: problems.map((problem) => `Step 2: ${problem}`)}
}

const HOSTILE = [
  ...['', '_', '🔥', '👩‍👩‍👧', '\uD800', '\0'],
  ...['\u001B[31mred\u001B[0m', '__proto__', 'नमस्ते', 'x'.repeat(500), 'é'.repeat(500), '\uFDFA'.repeat(30)],
]
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({unit: anyCharacter, maxLength: 12}),
  fc.string({unit: fc.constantFrom('a', 'b', ' ', '_', 'B'), maxLength: 40}),
)
const chip = fc.record({key: text, display: text, type: fc.constantFrom(...CHIP_TYPES)})
const chips = fc.array(chip, {maxLength: 12})
const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], {minLength: list.length})
const measured = fc.record({
  chip_count: fc.nat(60),
  final_chips: chips,
  selected_chips: fc.option(chips),
  step2_chips: fc.option(chips),
  fill_chips: fc.option(chips),
  errors: fc.array(
    fc.constantFrom('Step 2: the JSON was not closed', 'Step 2: chip 1: key missing', 'Fill: x', ''),
  ),
})

describe('normalisedKey', () => {
  const expected: Record<string, string> = {
    stakeholder_conflict: 'stakeholder_conflict',
    ' Stakeholder--Conflict! ': 'stakeholder_conflict',
    __Stakeholder___conflict__: 'stakeholder_conflict',
    'ＡＢ① ﬁn': 'ab1_fin',
    Überstunden: 'überstunden',
    'U\u0308berstunden': 'überstunden',
    'हिंदी की': 'हिंदी_की',
    'a\u001B[31mb': 'a_31mb',
    '🔥': '',
    '': '',
  }
  for (const [key, normal] of Object.entries(expected)) {
    it(`makes ${JSON.stringify(normal)} of ${JSON.stringify(key)}`, () =>
      expect(normalisedKey(key)).to.equal(normal))
  }

  it('leaves letters and digits with single _ between, and changes nothing a second time', () => {
    fc.assert(
      fc.property(text, (key) => {
        const normal = normalisedKey(key)
        expect(normal).to.match(/^([\p{Alphabetic}\p{N}]+(_[\p{Alphabetic}\p{N}]+)*)?$/u)
        expect(normalisedKey(normal)).to.equal(normal)
      }),
    )
  })
})

describe('chipQuality', () => {
  const good = JSON.stringify(typed(SITUATION, JARGON))
  const names = Array.from({length: 25}, (_, i) => `${i}`)
  const many = (type: string) => JSON.stringify(named(...names).map((each) => ({...each, type})))
  const answers: Record<string, [answer: string, unrepaired: number, valid: number]> = {
    'good JSON': [good, 1, 1],
    'good JSON in prose': [`Here: \`\`\`json\n${good}\n\`\`\``, 1, 1],
    'JSON that is not closed': [good.slice(0, -1), 0, 1],
    'JSON with a trailing comma': [good.replace(']', ',]'), 0, 1],
    'JSON cut off in a chip': [good.slice(0, -5), 0, 1],
    'a type in another spelling': [good.replace('jargon', 'Jargon'), 0, 1],
    'another spelling 25 times': [many('Role Task'), 0, 1],
    'a chip without key': [good.replace('"k0"', '""'), 0, 0],
    'a chip without type': [good.replace('"type":"jargon"', '"x":1'), 0, 0],
    'an unknown type': [good.replace('jargon', 'type was read as jargon'), 0, 0],
    'an entry that is no object': [good.replace(']', ',"text"]'), 0, 0],
    'no valid chip': [many('skill'), 0, 0],
    'an empty answer': [' ', 0, 0],
    'no JSON': ['I cannot help with that.', 0, 0],
    'an empty list': ['[]', 0, 0],
  }
  for (const [name, [answer, unrepaired, valid]] of Object.entries(answers)) {
    it(`gives ${name} valid_unrepaired ${unrepaired}, valid ${valid}`, () => {
      expect(quality(answered(answer))).to.include({valid_unrepaired: unrepaired, valid})
    })
  }

  it('minds the remarks on step 2 only, and takes neither a token limit nor kept pieces for invalid', () => {
    const step2_chips = ofKeys('a')
    const others = [
      'Step 1: chip 2: key missing',
      'Selection: the answer is empty',
      'Fill: the answer holds no JSON',
    ]
    expect(quality({step2_chips, errors: others})).to.include({valid_unrepaired: 1, valid: 1})
    const repairs = [
      'the model was cut off at 900 tokens',
      'the JSON was damaged; its readable pieces were kept',
    ]
    for (const repair of repairs) {
      const errors = [...others, `Step 2: ${repair}`]
      expect(quality({step2_chips, errors})).to.include({valid_unrepaired: 0, valid: 1})
    }

    const unread = ['Step 2: the answer holds no chips']
    expect(quality({step2_chips, errors: unread})).to.include({valid_unrepaired: 0, valid: 0})
  })

  it('count_error: |3 - 4| = 1, |4 - 4| = 0, |6 - 4| = 2; count_met for 4 alone', () => {
    const measure = (count: number) =>
      quality({step2_chips: ofKeys(...['a', 'b', 'c', 'd', 'e', 'f'].slice(0, count))})
    expect(measure(3)).to.include({count_error: 1, count_met: 0})
    expect(measure(4)).to.include({count_error: 0, count_met: 1})
    expect(measure(6)).to.include({count_error: 2, count_met: 0})
  })

  const spreads: [name: string, types: ChipType[], coverage: number, balance: number][] = [
    ['one type: 1/4, H = 0', [JARGON, JARGON, JARGON], 0.25, 0],
    ['2 + 2 of two types: 2/4, ln 2 / ln 4 = 1/2', [JARGON, SITUATION, JARGON, SITUATION], 0.5, 0.5],
    [
      '2 + 1 + 1: 3/4, (½ ln 2 + 2 · ¼ ln 4) / ln 4 = ¼ + ½',
      [JARGON, JARGON, ROLE_TASK, SITUATION],
      0.75,
      0.75,
    ],
    [
      '3 + 1: 2/4, (¾ ln 4/3 + ¼ ln 4) / ln 4 = .4056390622',
      [JARGON, JARGON, JARGON, SITUATION],
      0.5,
      0.4056390622,
    ],
    ['one of each: 4/4, ln 4 / ln 4', [ENVIRONMENT, JARGON, ROLE_TASK, SITUATION], 1, 1],
  ]
  for (const [name, types, coverage, balance] of spreads) {
    it(`type_coverage and type_balance of ${name}`, () => {
      const {type_coverage, type_balance} = quality({step2_chips: typed(...types)})
      expect(type_coverage).to.equal(coverage)
      expect(type_balance).to.be.closeTo(balance, 1e-10)
    })
  }

  it('duplicates: 2 distinct keys of 4 make 1 - 2/4, 4 of 4 make 0', () => {
    expect(quality({step2_chips: ofKeys('a_b', 'A-B', 'ａ b', 'c')}).duplicates).to.equal(0.5)
    expect(quality({step2_chips: ofKeys('a', 'b', 'ab', 'a_b')}).duplicates).to.equal(0)
  })

  const pairs: [why: string, a: string, b: string, isNear: boolean][] = [
    ['3 edits of 20: 1 - 3/20 = .85', 'abcdefghijklmnopqrst', 'abcdefghijklmnopqXYZ', true],
    ['4 edits of 20: .8', 'abcdefghijklmnopqrst', 'abcdefghijklmnopWXYZ', false],
    ['lengths 17 and 20: at best 1 - 3/20 = .85', 'abcdefghijklmnopqrst', 'abcdefghijklmnopq', true],
    ['lengths 16 and 20: at best .8', 'abcdefghijklmnopqrst', 'abcdefghijklmnop', false],
    ['4 words of 5: .8', 'one two three four', 'four, three two - one FIVE', true],
    ['7 words of 9: .78', 'ant bee cat dog eel fox gnu hen', 'gnu fox eel dog cat bee ant owl', false],
    ['the same but for case and width', 'CRM', 'ｃｒｍ', true],
    ['twice an empty name', '', '', true],
    ['an empty name and another', '', 'a', false],
    ['two emoji, without words to share', '🔥', '🎉', false],
  ]
  for (const [why, a, b, isNear] of pairs) {
    it(`near_duplicates is ${isNear ? 1 : 0} for ${why}`, () => {
      expect(near(a, b)).to.equal(isNear ? 1 : 0)
    })
  }

  it('near_duplicates: a chip is not its own partner; 3 with partners of 5 make 3/5', () => {
    expect(near('Roadmap')).to.equal(0)
    expect(near('Roadmap', 'Backlog', 'roadmap', 'Budget', 'Roadmap')).to.equal(0.6)
  })

  it('near_duplicates: agrees with every pair spelt out', () => {
    const words = (name: string) =>
      new Set(
        normalisedKey(name)
          .split('_')
          .filter((word) => word !== ''),
      )
    const alike = (a: string, b: string) => {
      const [one, other] = [a, b].map((name) => name.normalize('NFKC').toLowerCase()) as [string, string]
      if (one === other) return true
      const [ours, theirs] = [words(a), words(b)]
      const shared = [...ours].filter((word) => theirs.has(word)).length
      if (shared > 0 && shared / new Set([...ours, ...theirs]).size >= 0.8) return true
      return 1 - distance(one, other) / Math.max(one.length, other.length) >= 0.85
    }
    fc.assert(
      fc.property(fc.array(text, {minLength: 1, maxLength: 8}), (displays) => {
        const having = displays.filter((a, i) => displays.some((b, j) => i !== j && alike(a, b)))
        expect(near(...displays)).to.equal(having.length / displays.length)
      }),
    )
  })

  it('near_duplicates: 50 names of 500 characters take no noticeable time', () => {
    const letter = (i: number, at: number) => String.fromCharCode(97 + ((at * at * (i + 3) + at * i) % 26))
    const displays = Array.from({length: 50}, (_, i) =>
      Array.from({length: 500}, (__, at) => letter(i, at)).join(''),
    )
    const start = performance.now()
    near(...displays)
    expect(performance.now() - start).to.be.below(2000)
  })

  it('key_validity: 3 keys of 8 are in snake_case', () => {
    const step2_chips = ofKeys('a', 'key_performance', 'k8s_2', 'Roadmap', 'a__b', '_a', '2fast', 'a\n')
    expect(quality({step2_chips}).key_validity).to.equal(3 / 8)
  })

  it('leakage: 2 of 4 give back what was selected', () => {
    const step2_chips = ofKeys('road_map', 'Road Map', 'budget', 'team')
    expect(quality({step2_chips, selected_chips: ofKeys('ROAD-MAP', 'crm')}).leakage).to.equal(0.5)
    expect(quality({step2_chips, selected_chips: ofKeys('crm')}).leakage).to.equal(0)
  })

  it('fill_share: 1 of 4 final chips comes from a fill of two doubles', () => {
    const final_chips = ofKeys('a', 'b', 'c', 'd')
    expect(quality({final_chips, fill_chips: ofKeys('d', 'd')})).to.include({
      fill_needed: 1,
      fill_share: 0.25,
    })
    expect(quality({final_chips, fill_chips: []})).to.include({fill_needed: 1, fill_share: 0})
    expect(quality({final_chips, fill_chips: null})).to.include({fill_needed: 0, fill_share: 0})
  })

  it('is null, not 0, where there is nothing to divide by', () => {
    expect(quality({step2_chips: [], fill_chips: [], selected_chips: ofKeys('a')})).to.deep.equal({
      valid_unrepaired: 0,
      valid: 0,
      count_error: 4,
      count_met: 0,
      type_coverage: null,
      type_balance: null,
      duplicates: null,
      near_duplicates: null,
      key_validity: null,
      leakage: null,
      fill_needed: 1,
      fill_share: null,
    })
    expect(quality({step2_chips: ofKeys('a'), selected_chips: []}).leakage).to.be.null
    expect(quality({step2_chips: ofKeys('a'), selected_chips: null}).leakage).to.be.null
  })

  it('knows nothing but the fill when step 2 had no answer', () => {
    const {fill_needed, fill_share, ...rest} = quality({
      final_chips: ofKeys('a'),
      errors: ['Step 2: no answer: 500'],
    })
    expect([fill_needed, fill_share]).to.deep.equal([0, 0])
    expect(new Set(Object.values(rest))).to.deep.equal(new Set([null]))
  })

  it('measures hostile names and keys', () => {
    const step2_chips = HOSTILE.flatMap((each) => [{key: each, display: each, type: JARGON}])
    const {near_duplicates, key_validity, duplicates} = quality({step2_chips, selected_chips: step2_chips})
    // No two names are alike. Of the keys only x…x is in snake_case, and the first six are one: 1 - 7/12.
    expect(near_duplicates).to.equal(0)
    expect(key_validity).to.equal(1 / 12)
    expect(duplicates).to.be.closeTo(5 / 12, 1e-15)
  })

  it('has every metric, shares within 0..1, and no regard for the order of chips', () => {
    const twice = measured.chain((result) =>
      fc.record({
        result: fc.constant(result),
        other: fc.record({
          chip_count: fc.constant(result.chip_count),
          final_chips: shuffled(result.final_chips),
          selected_chips: result.selected_chips ? shuffled(result.selected_chips) : fc.constant(null),
          step2_chips: result.step2_chips ? shuffled(result.step2_chips) : fc.constant(null),
          fill_chips: result.fill_chips ? shuffled(result.fill_chips) : fc.constant(null),
          errors: shuffled(result.errors),
        }),
      }),
    )
    fc.assert(
      fc.property(twice, ({result, other}) => {
        const {count_error, ...shares} = chipQuality(result)
        expect(Object.keys({count_error, ...shares})).to.have.members([...QUALITY_METRICS])
        for (const share of Object.values(shares)) if (share !== null) expect(share).to.be.within(0, 1)
        expect(chipQuality(other)).to.deep.equal({count_error, ...shares})
      }),
    )
  })
})

describe('keyHashes', () => {
  it('gives FNV-1a by its published vectors, ascending and distinct', () => {
    const hashes = keyHashes(ofKeys('foobar', 'a', 'A', 'FooBar', '🔥'))
    expect([...hashes]).to.deep.equal([0x811c9dc5, 0xbf9cf968, 0xe40c292c])
    expect(keyHashes([])).to.have.length(0)
  })
})

describe('meanDistances', () => {
  const distances = (...sets: ChipSetKeys[]) => Object.fromEntries(meanDistances(sets))

  it('is 0 for identical sets, 1 for disjoint ones, 1 - 1/3 for one of three keys shared', () => {
    expect(distances(setOf('x', '1', 'a', 'b'), setOf('y', '1', 'B', 'A', 'a'))).to.deep.equal({x: 0, y: 0})
    expect(distances(setOf('x', '1', 'a'), setOf('y', '1', 'b'))).to.deep.equal({x: 1, y: 1})
    expect(distances(setOf('x', '1', 'a', 'b'), setOf('y', '1', 'b', 'c'))).to.deep.equal({
      x: 1 - 1 / 3,
      y: 1 - 1 / 3,
    })
  })

  it('takes the mean over pairs, those within a group once', () => {
    // Block 1: x-x' 1, x-y 0, x'-y 0. Block 2: x-y 1/2. So x has (1 + 0 + 0 + 1/2) / 4, y has (0 + 0 + 1/2) / 3.
    const first = [setOf('x', '1', 'a'), setOf('x', '1', 'a'), setOf('y', '1', 'b')]
    const second = [setOf('x', '2', 'a'), setOf('y', '2', 'a', 'b')]
    expect(distances(...first, ...second)).to.deep.equal({x: 1 - 1.5 / 4, y: 1 - 0.5 / 3})
  })

  it('is null without pairs: alone in a block, or nothing but empty sets', () => {
    const unpaired = [setOf('x', '1', 'a'), setOf('x', '2', 'a'), setOf('y', '3'), setOf('z', '3')]
    expect(distances(...unpaired)).to.deep.equal({x: null, y: null, z: null})
    expect(distances(setOf('x', '1'), setOf('y', '1', 'a'))).to.deep.equal({x: 1, y: 1})
    expect(meanDistances([])).to.deep.equal(new Map())
  })

  const letters = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__')
  const drawn = fc.array(fc.tuple(letters, fc.constantFrom('1', '2'), fc.uniqueArray(letters)), {
    maxLength: 12,
  })

  it('agrees with every pair spelt out, in whatever order the sets come', () => {
    const both = drawn.chain((rows) => fc.tuple(fc.constant(rows), shuffled(rows)))
    fc.assert(
      fc.property(both, ([rows, others]) => {
        const means = meanDistances(others.map(([group, block, keys]) => setOf(group, block, ...keys)))
        expect([...means.keys()]).to.have.members([...new Set(rows.map(([group]) => group))])
        for (const [group, mean] of means) {
          const pairs = rows.flatMap((one, i) => rows.slice(0, i).map((other) => [one, other] as const))
          const similarities = pairs
            .filter(([[g, block], [h, other]]) => block === other && (g === group || h === group))
            .map(
              ([[, , a], [, , b]]) => a.filter((key) => b.includes(key)).length / new Set([...a, ...b]).size,
            )
            .filter((similarity) => !Number.isNaN(similarity))
          const sum = similarities.reduce((total, similarity) => total + similarity, 0)
          if (similarities.length === 0) expect(mean).to.be.null
          else
            expect(mean)
              .to.be.closeTo(1 - sum / similarities.length, 1e-12)
              .and.within(0, 1)
        }
      }),
    )
  })

  it('is symmetric for two sets', () => {
    fc.assert(
      fc.property(fc.array(text), fc.array(text), (a, b) => {
        const {x, y} = distances(setOf('x', '1', ...a), setOf('y', '1', ...b))
        expect(x).to.equal(y)
        expect(distances(setOf('x', '1', ...b), setOf('y', '1', ...a))).to.deep.equal({x, y})
        if (a.length > 0)
          expect(distances(setOf('x', '1', ...a), setOf('y', '1', ...a))).to.deep.equal({x: 0, y: 0})
      }),
    )
  })
})
