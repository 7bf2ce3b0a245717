import {expect} from 'chai'
import fc from 'fast-check'
import {redactor} from '../../src/providers/redact.js'

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
