import {expect} from 'chai'
import {metricChange, percent, pValue, rankText, signed, usd} from '../../src/text/numbers.js'

describe('numbers', () => {
  it('are written as people read them', () => {
    expect([0, 1e-19, 0.0002, 0.00123, 0.5, 12.345, 1234.5].map((value) => usd(value))).to.deep.equal([
      '$0',
      '$0',
      '$0.0002',
      '$0.0012',
      '$0.500',
      '$12.35',
      '$1235',
    ])
    expect([0.123, -0.123, -0.001, 0].map((value) => signed(value))).to.deep.equal([
      '+0.12',
      '-0.12',
      '0.00',
      '0.00',
    ])
    expect([0.0004, 0.034, 1, null].map(pValue)).to.deep.equal(['<.001', '.034', '1.000', '–'])
    expect([
      rankText(1, {low: 1, high: 1}),
      rankText(2, {low: 1, high: 3}),
      rankText(null, null),
    ]).to.deep.equal(['1', '2 (1–3)', '–'])
    expect([
      percent(0.125),
      percent(null),
      metricChange('latency_ms', -1500),
      metricChange('cost_usd', 1e-12),
    ]).to.deep.equal(['13 %', '–', '-1.5 s', '$0'])
  })
})
