import {expect} from 'chai'
import {decisionRecord} from '../../src/decide/record.js'
import {aCandidateRow, anAnswer} from '../support/decision-answer.js'
import {aStyle} from '../support/versioned.js'

const STYLE = aStyle('guided', 'Give chips.\n````\n# Not a heading of the record\n<script>')
const row = aCandidateRow('openai/gpt-5-mini', {state: 'leader', reasons: [], style_version: STYLE.id})
const OTHER = aStyle('terse', 'Short.')

describe('the record of a decision', () => {
  const record = decisionRecord(anAnswer([row, aCandidateRow('lab/|<b>pipe', {style_version: OTHER.id})]), {
    definitions: new Map([STYLE, OTHER].map((style) => [style.id, style])),
    command: 'bench decide --margin 0.25',
    version: '1.2.3',
  })

  it('holds the sentence, what it rests on, the command and the digest', () => {
    expect(record).to.match(/^# Decision\n\nShip gpt-5-mini with guided@9c01: for these 4 raters/)
    expect(record).to.include('| rated at least | no limit |').and.include('| p95 at most | no limit |')
    expect(record).to.include('212 ratings by 4 raters on 38 of 48 configurations')
    const commands = `bench decide --margin 0.25\nbench prompts show guided@${STYLE.id}`
    expect(record).to.include(`\`\`\`text\n${commands}\n\`\`\``).and.include('d1'.repeat(32))
  })

  it('quotes the prompts of what is shipped alone, in blocks that they cannot leave', () => {
    expect(record).to.include(`### guided@${STYLE.id}`).and.not.include('Short.')
    expect(record).to.include('`````text\nGive chips.\n````\n# Not a heading of the record\n<script>\n`````')
  })

  it('quotes all styles in question while nothing is decided', () => {
    const open = decisionRecord(anAnswer([row], {state: 'not_linked', decision: null}), {
      definitions: new Map([STYLE, OTHER].map((style) => [style.id, style])),
      command: 'bench decide',
      version: '1.2.3',
    })
    expect(open).to.include('## Prompts').and.include('Short.')
  })

  it('holds the limits that were asked', () => {
    const limits = {max_cost_usd: 0.002, max_p95_s: 8, min_rating: 3.5}
    const limited = decisionRecord(anAnswer([row], {limits}), {
      definitions: new Map(),
      command: '',
      version: '1',
    })
    expect(limited).to.include('| at most per usable answer | $0.002 |').and.include('| p95 at most | 8 s |')
    expect(limited).to.include('| rated at least | 3.5 |').and.not.include('## The prompt')
  })

  it('lets no name break the table', () => {
    expect(record).to.include(String.raw`lab/\|&lt;b>pipe`)
  })
})
