import {expect} from 'chai'
import fc from 'fast-check'
import {answerRedactor, redactor} from '../../src/providers/redact.js'

describe('redactor', () => {
  it('takes a secret out wherever it stands, as often as it stands there', () => {
    const redact = redactor(['sk-$&.*(1)'])
    expect(redact('sk-$&.*(1): bad key sk-$&.*(1)sk-$&.*(1)')).to.equal(
      '[redacted]: bad key [redacted][redacted]',
    )
  })

  it('leaves text alone where there is no secret, or one too short to be one', () => {
    for (const secrets of [[undefined], [''], ['abc']])
      expect(redactor(secrets)('abc undefined')).to.equal('abc undefined')
  })

  it('leaves nothing of a secret in any text around it', () => {
    const secret = 'sk-0123456789'
    const redact = redactor([undefined, secret])
    fc.assert(
      fc.property(fc.array(fc.string({maxLength: 8}), {minLength: 1, maxLength: 6}), (parts) => {
        const clean = redact(parts.join(secret))
        expect(clean).not.to.contain(secret)
        expect(clean).to.equal(parts.join('[redacted]'))
      }),
    )
  })
})

describe('answerRedactor', () => {
  const KEY = 'sk-or-v1-0a1b2c3d4e5f'

  it('leaves answers as they are where the key is a dummy, or a part of a longer word', () => {
    const dummies = [
      'test',
      'ollama',
      'lm-studio',
      'sk-no-key-required',
      'stakeholder_conflict',
      'aaaaaaaaaaaaaaaa1',
    ]
    const answer = `unit_test_flakiness ${dummies.join(' ')}`
    expect(answerRedactor(dummies)(answer)).to.equal(answer)
    expect(answerRedactor([KEY])(`x${KEY} ${KEY}_y`)).to.equal(`x${KEY} ${KEY}_y`)
  })

  it('takes out a long, random key that stands whole', () => {
    expect(answerRedactor([undefined, KEY])(`"${KEY}", (${KEY})\n${KEY}`)).to.equal(
      '"[redacted]", ([redacted])\n[redacted]',
    )
  })
})
