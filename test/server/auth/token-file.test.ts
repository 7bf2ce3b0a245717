import {expect} from 'chai'
import fc from 'fast-check'
import {writeFile} from 'node:fs/promises'
import type {BenchError} from '../../../src/errors/bench-error.js'
import {parseTokens, readTokenFile, readTokensAgain} from '../../../src/server/auth/token-file.js'
import {findToken, tokenOf} from '../../../src/server/auth/tokens.js'
import {tempFolder} from '../../support/processes.js'

describe('parseTokens', () => {
  it('reads tokens of any characters, from YAML and from JSON', () => {
    const secret = fc
      .string({unit: 'grapheme-ascii', minLength: 16, maxLength: 80})
      .filter((text) => !/\s/.test(text) && !text.startsWith('sha256:'))
    fc.assert(
      fc.property(secret, fc.constantFrom('ana', 'Zoë 🍟', null), (token, user) => {
        const {tokens, problems} = parseTokens(JSON.stringify({[token]: user}))
        expect(problems).to.deep.equal([])
        expect(findToken(token, tokens)?.user).to.equal(user ?? undefined)
        expect(findToken(`${token}x`, tokens)).to.equal(undefined)
      }),
    )
  })

  it('gives a user one name, however it is written', () => {
    const {tokens} = parseTokens(JSON.stringify({'0123456789abcdef': ' Jose\u0301\u200B '}))
    expect(findToken('0123456789abcdef', tokens)?.user).to.equal('José')
    expect(parseTokens(JSON.stringify({'0123456789abcdef': '\u200B'})).problems).to.have.length(1)
  })

  it('says who makes a file that is not there', async () => {
    const error = (await readTokenFile('no such.yaml').catch((reason: unknown) => reason)) as BenchError
    expect(error.next).to.deep.equal([
      "One with a first person in it: bench serve invite NAME --tokens 'no such.yaml'",
    ])
  })

  const plain = [
    '12345678901234567890',
    '0123456789012345',
    '0x1234567890abcdef1234',
    '1234567890123456e789',
    '0b10101010101010101',
    '1_000_000_000_000_000',
    '2026-11-23T10:00:00Z',
    '12345678901234567890.50',
    '0o12345670123456701234',
  ]
  for (const token of plain) {
    it(`takes ${token} as it stands, though YAML could read it otherwise`, () => {
      const {tokens, problems} = parseTokens(`${token}: ana\n`)
      expect(problems).to.deep.equal([])
      expect(findToken(token, tokens)?.user).to.equal('ana')
    })
  }

  it('says each thing once, and opens to nobody when a file that was read before is empty or gone', async () => {
    expect(parseTokens('{"a": 1,\n"b" "c" "d"').problems).to.satisfy(
      (problems: string[]) => problems.length > 0 && new Set(problems).size === problems.length,
    )
    const folder = await tempFolder()
    const file = folder.file('tokens.yaml')
    for (const text of ['', '# nobody any more\n']) {
      await writeFile(file, text)
      expect(await readTokensAgain(file)).to.deep.equal([])
    }

    expect(await readTokensAgain(folder.file('never.yaml'))).to.deep.equal([])
    await writeFile(file, 'short: bob\n')
    let refusal: unknown
    await readTokensAgain(file).catch((error: unknown) => (refusal = error))
    expect(refusal).to.include({code: 'BAD_TOKENS'})
    await folder.remove()
  })

  it('finds the token that fits, whichever it is', () => {
    const secrets = Array.from({length: 20}, (_, at) => `secret-number-${at}-0123456789`)
    const tokens = secrets.map((secret, at) => tokenOf(secret, `user-${at}`))
    for (const [at, secret] of secrets.entries())
      expect(findToken(secret, tokens)?.user).to.equal(`user-${at}`)
    expect(findToken('', tokens)).to.equal(undefined)
    expect(findToken('secret-number-0-0123456789', [])).to.equal(undefined)
  })

  it('names no token, whatever is wrong', () => {
    const part = fc.string({unit: 'grapheme-ascii', minLength: 1, maxLength: 30})
    fc.assert(
      fc.property(
        part,
        part,
        fc.constantFrom(': ', ':', ' ', ': [', ': "', ' # '),
        (left, right, between) => {
          const secret = `verysecret${left.replaceAll(/\W/g, '')}`
          for (const problem of parseTokens(`${secret}${between}${right}\n${secret}: bo`).problems)
            expect(problem).not.to.contain('verysecret')
        },
      ),
    )
  })
})
