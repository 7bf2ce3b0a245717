import {expect} from 'chai'
import {namedWaitMs, retryAfterMs} from '../../src/providers/named-wait.js'

const NOW = Date.parse('2026-11-23T12:00:00Z')

describe('retryAfterMs', () => {
  const of = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), NOW)
  it('reads seconds, dates, milliseconds, and nothing else', () => {
    expect(of({'retry-after': '0'})).to.equal(0)
    expect(of({'retry-after': '1.5'})).to.equal(1500)
    expect(of({'retry-after': 'Mon, 23 Nov 2026 12:00:10 GMT'})).to.equal(10_000)
    expect(of({'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT'})).to.equal(0)
    expect(of({'retry-after-ms': '250', 'retry-after': '9'})).to.equal(250)
    expect(of({'retry-after': 'soon'})).to.equal(undefined)
    expect(of({})).to.equal(undefined)
  })
})

describe('the wait that a refusal names', () => {
  const of = (headers: Record<string, string>, error?: unknown) =>
    namedWaitMs(new Headers(headers), error, NOW)
  const examples: [string, number | undefined, Record<string, string>, unknown?][] = [
    ['Retry-After before everything', 7000, {'retry-after': '7', 'x-ratelimit-reset': '99'}],
    ['a reset in milliseconds since the epoch', 60_000, {'x-ratelimit-reset': String(NOW + 60_000)}],
    ['a reset in seconds since the epoch', 60_000, {'x-ratelimit-reset': String(NOW / 1000 + 60)}],
    ['a reset in seconds', 12_000, {'ratelimit-remaining': '0', 'ratelimit-reset': '12'}],
    ['a reset in hours and minutes', 5_400_000, {'x-ratelimit-reset-requests': '1h30m0s'}],
    ['a reset in milliseconds', 350, {'x-ratelimit-reset-requests': '350ms'}],
    [
      'the reset of the limit that has nothing left, as a time',
      3_600_000,
      {
        'anthropic-ratelimit-requests-remaining': '0',
        'anthropic-ratelimit-requests-reset': '2026-11-23T13:00:00Z',
        'anthropic-ratelimit-tokens-remaining': '900',
        'anthropic-ratelimit-tokens-reset': '2026-11-24T12:00:00Z',
      },
    ],
    [
      'no reset of a limit that has something left',
      undefined,
      {'x-ratelimit-remaining': '9', 'x-ratelimit-reset': '99'},
    ],
    ['a reset that is over', 0, {'x-ratelimit-reset': String(NOW - 60_000)}],
    ['a Retry-After of nothing beside a reset', 99_000, {'retry-after': '0', 'x-ratelimit-reset': '99'}],
    [
      'headers within the error',
      60_000,
      {},
      {metadata: {headers: {'X-RateLimit-Reset': String(NOW + 60_000)}}},
    ],
    ['a delay in the details', 34_000, {}, {details: [{'@type': 'x'}, {retryDelay: '34s'}]}],
    [
      'a duration in the sentence',
      432_000,
      {},
      {message: 'Limit reached. Please try again in 7m12s. Visit …'},
    ],
    ['seconds in the sentence', 20_000, {}, {message: 'Please retry after 20 seconds.'}],
    ['a time in the sentence', 43_200_000, {}, {message: 'Daily limit; resets at 2026-11-24T00:00:00Z.'}],
    [
      'nothing that is no wait',
      undefined,
      {},
      {message: 'try again in a moment', details: 'none', metadata: null},
    ],
    ['nothing at all', undefined, {}],
    ['a Retry-After of nothing', 0, {'retry-after': '0'}],
  ]
  for (const [name, wait, headers, error] of examples) {
    it(name, () => expect(of(headers, error)).to.equal(wait))
  }
})
