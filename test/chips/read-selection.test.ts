import {expect} from 'chai'
import fc from 'fast-check'
import type {Chip} from '../../src/chips/chip.js'
import {readSelection} from '../../src/chips/read-selection.js'
import {anyCharacter} from '../support/any-character.js'
import {draws} from '../support/draws.js'

const OFFER: Chip[] = [
  {key: 'sprint_review', display: 'Sprint Review', type: 'situation'},
  {key: 'okr', display: 'OKRs', type: 'jargon'},
  {key: 'write_spec', display: 'Write a Spec', type: 'role_task'},
  {key: 'open_office', display: 'Open Office', type: 'environment'},
]
const keys = (answer: string) => readSelection(answer, OFFER).chips.map(({key}) => key)

describe('readSelection', () => {
  it('reads a list of keys in the order of picking', () => {
    expect(readSelection('["okr","sprint_review"]', OFFER)).to.deep.equal({
      chips: [OFFER[1], OFFER[0]],
      problems: [],
    })
  })

  it('forgives case, separators and display names', () => {
    expect(keys('["OKR", "Sprint-Review", "write a spec"]')).to.deep.equal([
      'okr',
      'sprint_review',
      'write_spec',
    ])
  })

  it('reads fences, objects, and chips instead of keys', () => {
    expect(keys('```json\n["okr"]\n```')).to.deep.equal(['okr'])
    expect(keys('{"selected": ["okr", "write_spec"]}')).to.deep.equal(['okr', 'write_spec'])
    expect(keys(JSON.stringify(OFFER.slice(0, 2)))).to.deep.equal(['sprint_review', 'okr'])
  })

  it('ignores and names what was not on offer', () => {
    const read = readSelection('["okr","juggling"]', OFFER)
    expect(read.chips).to.deep.equal([OFFER[1]])
    expect(read.problems).to.deep.equal(['not on offer and ignored: juggling'])
  })

  it('takes each chip once', () => {
    expect(keys('["okr","OKR","okr"]')).to.deep.equal(['okr'])
  })

  it('repairs a list that was cut off', () => {
    expect(keys('["okr","sprint_review"')).to.deep.equal(['okr', 'sprint_review'])
  })

  it('reads keys from prose and says so', () => {
    const read = readSelection('I would take write_spec and then okr.', OFFER)
    expect(read.chips.map(({key}) => key)).to.deep.equal(['write_spec', 'okr'])
    expect(read.problems[0]).to.contain('read from the text')
  })

  it('says that nothing was picked', () => {
    expect(readSelection('None of them.', OFFER).problems).to.deep.equal([
      'none of the offered chips was picked',
    ])
    expect(readSelection('', OFFER).problems).to.deep.equal(['the answer is empty'])
  })

  const picks: Record<string, [answer: string, picked: string[]]> = {
    'false is no pick': ['{"okr": true, "sprint_review": false}', ['okr']],
    'false alone': ['{"okr": false}', []],
    'false below a property': ['{"picks": {"okr": false, "write_spec": true}}', ['write_spec']],
    'marked chips': ['[{"key":"okr","selected":false},{"key":"write_spec","selected":true}]', ['write_spec']],
    'a list of what was not picked': ['{"selected":["okr"],"rejected":["write_spec"]}', ['okr']],
    'a reason that names another': ['{"selected":["okr"],"reason":"write_spec"}', ['okr']],
    'but not': ['I pick okr, but not write_spec.', ['okr']],
    'do not': ["I don't want okr. I take write_spec.", ['write_spec']],
    'not a list of keys': ['I choose open_office. Not okr, write_spec or sprint_review.', ['open_office']],
    'instead of': ['open_office instead of okr', ['open_office']],
    except: ['okr and open_office; everything except write_spec', ['okr', 'open_office']],
    'denied afterwards': ['okr is not for me. sprint_review is.', ['sprint_review']],
    'taken back': ['okr? No, not okr. write_spec', ['write_spec']],
    boxes: ['- [x] okr\n- [ ] write_spec\n- [x] open_office', ['okr', 'open_office']],
    'thoughts before a list': ['<think>["okr"] or okr?</think>["write_spec"]', ['write_spec']],
    'thoughts before prose': ['<thinking>Not okr… okr!</thinking>I take write_spec.', ['write_spec']],
    'thoughts alone': ['<think>I could take okr and write_spec', []],
    'gpt-oss': [
      '<|channel|>analysis<|message|>okr ["okr"]<|end|><|start|>assistant<|channel|>final<|message|>["write_spec"]',
      ['write_spec'],
    ],
    'a tool call': ['[{"function":{"name":"pick","arguments":"{\\"keys\\":[\\"okr\\"]}"}}]', ['okr']],
    'a draft and the final list': [
      'Draft: ["okr"] Final: ["write_spec","open_office"]',
      ['write_spec', 'open_office'],
    ],
    'brackets without end': ['['.repeat(2500), []],
    'objects without end': ['{"a":'.repeat(100_000), []],
  }
  for (const [name, [answer, picked]] of Object.entries(picks)) {
    it(`picks ${picked.join(', ') || 'nothing'}: ${name}`, () => {
      expect(keys(answer)).to.deep.equal(picked)
    })
  }

  it('never throws and never picks what was not offered', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({unit: anyCharacter}), fc.json()), (answer) => {
        for (const chip of readSelection(answer, OFFER).chips) expect(OFFER).to.include(chip)
      }),
      draws(1000),
    )
  })
})
