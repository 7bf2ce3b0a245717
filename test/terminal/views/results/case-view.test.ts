import {expect} from 'chai'
import stringWidth from 'string-width'
import {chipShares} from '../../../../src/chips/chip-shares.js'
import type {SameCase} from '../../../../src/versions/same-case.js'
import {caseView} from '../../../../src/terminal/views/results/case-view.js'

/** Answers of some systems; every system has the chip `Shared`. */
function aCase(systems: number, display = (at: number) => `Only of ${at}`): SameCase {
  const chips = Array.from({length: systems}, (_, at) => [
    {key: 'shared', display: 'Shared', type: 'jargon' as const},
    {key: `own_${at}`, display: display(at), type: 'situation' as const},
  ])
  const shares = chipShares(chips)
  return {
    case: {
      persona_id: 'cook',
      style: 'terse',
      input_type: 'basic',
      constraint_type: 'with_constraint',
      chip_count: 15,
      sector: 'Kitchen',
      desired_role: 'Cook',
      style_version: null,
      persona_version: null,
    },
    answers: shares.map((final_chips, at) => ({
      id: `${at}2345678-rest`,
      run_id: 'run',
      model: `some-laboratory/with-a-long-name-${at}`,
      trial: 1,
      status: at === 1 ? 'failed' : 'completed',
      avg_rating: at === 0 ? 4.25 : null,
      rating_count: at === 0 ? 4 : 0,
      cost_usd: 0.1,
      latency_ms: 10,
      final_chips,
    })),
  }
}

describe('answers to one case', () => {
  it('stand side by side, with what only one has marked', () => {
    const lines = caseView(aCase(4), 80).split('\n')
    expect(lines[0]).to.equal('Cook, Kitchen · cook · terse · basic · constrained · 15')
    expect(lines[2]).to.match(/^some\S*…\S*name-0 +some\S*…\S*name-1 +some\S*…\S*name-2$/)
    expect(lines[3]).to.match(/^02345678 rated 4.3 \(4\) +12345678 failed +22345678 not rated$/)
    expect(lines[4]).to.match(/^SITUATION \(1\) +SITUATION \(1\) +SITUATION \(1\)$/)
    expect(lines[5]).to.match(/^\+ Only of 0 +\+ Only of 1 +\+ Only of 2$/)
    expect(lines.filter((line) => line.startsWith('· Shared'))).to.have.length(2)
    expect(lines.slice(-2).join(' ')).to.contain('more than half of the 4 have it')
    expect(caseView(aCase(1), 80)).to.contain('No other system')
  })

  it('fit any screen, whatever a model wrote', () => {
    const hostile = (at: number) => `\u001B[2J\u202E${'漢字 '.repeat(9)}\u001B]0;x\u0007${at}\n<script>`
    for (const width of [20, 40, 80, 200]) {
      for (const systems of [1, 2, 3, 10]) {
        const text = caseView(aCase(systems, hostile), width)
        expect(text).not.to.match(/\u001B\[2J|\u001B\]|\u0007|\u202E/)
        for (const line of text.split('\n')) expect(stringWidth(line), line).to.be.at.most(width)
      }
    }
  })
})
