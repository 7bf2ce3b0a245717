import {expect} from 'chai'
import fc from 'fast-check'
import {kindOfStatus, ProviderError, type ProviderErrorKind} from '../../../src/providers/provider.js'
import {isRetryable, retryDelayMs} from '../../../src/run/executor/retry-policy.js'

const ofStatus = (status: number) => new ProviderError('x', {kind: kindOfStatus(status), status})

describe('retries, by HTTP status', () => {
  it('are made for 408, 409, 429 and 5xx, for no other refusal', () => {
    const again = [408, 409, 429]
    for (let status = 400; status < 600; status++) {
      expect(isRetryable(ofStatus(status)), String(status)).to.equal(again.includes(status) || status >= 500)
    }
  })

  it('wait between half and all of base × 2^(attempt - 1), and a minute at most', () => {
    const unit = fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true})
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 2000}),
        fc.integer({min: 1, max: 5000}),
        unit,
        (attempt, base, random) => {
          const ceiling = Math.min(60_000, base * 2 ** (attempt - 1))
          expect(retryDelayMs(ofStatus(500), attempt, base, () => random)).to.be.within(ceiling / 2, ceiling)
        },
      ),
    )
  })

  it('spread callers over the whole upper half', () => {
    const delays = [0, 0.5, 1].map((random) => retryDelayMs(ofStatus(503), 2, 1000, () => random))
    expect(delays).to.deep.equal([1000, 1500, 2000])
  })
})

describe('retries', () => {
  const error = (kind: ProviderErrorKind, retryAfter?: number) =>
    new ProviderError('x', {kind, retryAfterMs: retryAfter})

  it('are made for what may pass, never for a refusal', () => {
    const kinds: [ProviderErrorKind, boolean][] = [
      ['rate_limit', true],
      ['server', true],
      ['network', true],
      ['timeout', true],
      ['auth', false],
      ['credit', false],
      ['forbidden', false],
      ['not_found', false],
      ['rejected', false],
    ]
    for (const [kind, expected] of kinds) expect(isRetryable(error(kind)), kind).to.equal(expected)
  })

  it('wait twice as long each time, half of it random, a minute at most', () => {
    expect(retryDelayMs(error('server'), 1, 1000, () => 0)).to.equal(500)
    expect(retryDelayMs(error('server'), 3, 1000, () => 1)).to.equal(4000)
    expect(retryDelayMs(error('server'), 50, 1000, () => 1)).to.equal(60_000)
  })

  it('obey Retry-After to the millisecond, however long', () => {
    expect(retryDelayMs(error('rate_limit', 123_456), 1, 1000)).to.equal(123_456)
  })

  it('wait at least the back-off where Retry-After is nought or shorter', () => {
    expect(retryDelayMs(error('rate_limit', 0), 1, 1000, () => 0)).to.equal(500)
    expect(retryDelayMs(error('rate_limit', 0), 3, 1000, () => 1)).to.equal(4000)
    expect(retryDelayMs(error('server', 900), 2, 1000, () => 0)).to.equal(1000)
  })
})
