import {expect} from 'chai'
import stringWidth from 'string-width'
import type {DecisionAnswer} from '../../../../src/decide/answer.js'
import {decideView} from '../../../../src/terminal/views/figures/decide-view.js'
import {aCandidateRow, anAnswer} from '../../../support/decision-answer.js'

const LEADER = aCandidateRow('openai/gpt-5-mini', {state: 'leader', reasons: [], better_by_at_most: null})
const EVEN = aCandidateRow('deepseek/deepseek-v3.2', {
  state: 'settled',
  reasons: [],
  better_by_at_most: 0.22,
  cost_usd: 0.00031,
})

function view(answer: DecisionAnswer, {all = false} = {}): string {
  return decideView({answer, database: 'file:bench.db', all, width: 80}).replaceAll(/\u001B\[\d+m/g, '')
}

describe('the screen of a decision', () => {
  it('begins with the sentence, and fits 80 columns with long names', () => {
    const long = aCandidateRow(`vendor/${'a-long-name-'.repeat(6)}`)
    const text = view(
      anAnswer([LEADER, EVEN, long], {
        cheaper: {ratings: 180, configurations: 0},
        not_asked: ['builtin/lexicon'],
      }),
    )
    expect(text).to.match(
      /^Ship gpt-5-mini with guided@9c01: for these 4 raters nothing else is better by\nmore than 0.25 points. Nearest: deepseek-v3.2, at most 0.22 better, 4.8 ×\ncheaper.\n\(margin 0.25 · 212 ratings on 38 of 48 configurations · file:bench.db\)\n/,
    )
    for (const line of text.split('\n')) expect(stringWidth(line), line).to.be.at.most(80)
    expect(text).to.match(/^ship {2}gpt-5-mini +- +1\.48 +4\.0$/m)
    expect(text).to.match(/^even {2}deepseek-v3\.2 +0\.22 +0\.31 +4\.0$/m)
    expect(text).to.include('About 180 more ratings would tell: bench decide --prefer cost')
    expect(text).to.include('not asked: builtin/lexicon')
    expect(text).to.include('bench prompts show guided@9c01')
  })

  it('counts what is out beyond the first three, unless all is asked for', () => {
    const out = Array.from({length: 6}, (_, at) => aCandidateRow(`lab/out-${at}`))
    expect(view(anAnswer([LEADER, ...out])))
      .to.include('3 more out: --all')
      .and.not.include('out-4')
    expect(view(anAnswer([LEADER, ...out]), {all: true}))
      .to.include('out-5')
      .and.not.include('more out')
  })

  it('keeps vendors apart whose systems have the same name', () => {
    const text = view(anAnswer([LEADER, aCandidateRow('other/gpt-5-mini', {state: 'settled', reasons: []})]))
    expect(text).to.include('Ship openai/gpt-5-mini with').and.include('other/gpt-5-mini')
  })

  it('names styles where they differ', () => {
    const terse = aCandidateRow('openai/gpt-5-mini', {name: 'openai/gpt-5-mini with terse@e410'})
    expect(view(anAnswer([LEADER, terse]))).to.match(/^out {3}gpt-5-mini with terse@e410/m)
  })

  it('puts the command that runs more on lines of its own, as a shell takes them', () => {
    const run = `bench run ${Array.from({length: 9}, (_, at) => `--persona person_${at}`).join(' ')}`
    const text = view(
      anAnswer([{...LEADER}, {...EVEN, state: 'open'}], {
        state: 'everything_rated',
        decision: null,
        missing: {ratings: 56, minutes: null, configurations: 14, cost_usd: 0.21, run},
      }),
    )
    expect(text.replaceAll(/ \\\n +/g, ' ')).to.include(`\n  ${run}\n`)
    expect(text.replaceAll('\n', ' ')).to.include(
      'cannot tell them apart within 0.25 (now 0.22). About 14 more configurations would, $0.210 and 56 ratings:',
    )
  })

  it('says how many minutes ratings take, where that was measured', () => {
    const missing = {ratings: 36, minutes: 12, configurations: 0, cost_usd: null, run: null}
    const answer = anAnswer([{...LEADER}, {...EVEN, state: 'open'}], {state: 'open', decision: null, missing})
    expect(view(answer)).to.match(
      /^Open: gpt-5-mini or deepseek-v3.2. About 36 more ratings, about 12 min:\n? ?/,
    )
    expect(view(answer)).to.include('bench rate --decide')
  })

  it('lets no name steer the terminal', () => {
    const evil = aCandidateRow('lab/\u001B[2Jevil', {
      name: 'lab/\u001B[2Jevil with guided@9c01',
      state: 'settled',
      reasons: [],
    })
    const text = decideView({
      answer: anAnswer([LEADER, evil], {not_asked: ['builtin/\u009B31m']}),
      database: 'file:b.db',
      all: true,
      width: 80,
    })
    expect(text.replaceAll(/\u001B\[\d+m/g, '')).to.not.match(/[\u001B\u009B]/)
  })
})
