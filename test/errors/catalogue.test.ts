import {expect} from 'chai'
import {addressUnavailable} from '../../src/errors/catalogue.js'

describe('an address that nothing can be served at', () => {
  for (const [code, hint] of [
    ['EADDRINUSE', 'Another program is there already'],
    ['EACCES', 'above 1023'],
    ['EADDRNOTAVAIL', 'no such address'],
    ['ENOTFOUND', 'no such address'],
  ] as const)
    it(`is answered with what helps: ${code}`, () => {
      const {next} = addressUnavailable('host', 80, Object.assign(new Error('listen'), {code}))
      expect(next.join()).to.contain(hint)
      expect(next).to.have.length(1)
    })
})
