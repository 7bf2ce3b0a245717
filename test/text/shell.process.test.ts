import {execFileSync} from 'node:child_process'
import {expect} from 'chai'
import fc from 'fast-check'
import {shellWord} from '../../src/text/shell.js'

describe('a word for a shell', () => {
  it('is read back as it was, whatever is in it', () => {
    const words = fc.array(
      fc.string({unit: fc.constantFrom(...Array.from(`ab~/$'"\\ \`!*;&|<>#(){}=@\n`))}),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    fc.assert(
      fc.property(words, (list) => {
        const script = `printf '%s\\0' ${list.map(shellWord).join(' ')}`
        const printed = execFileSync('sh', ['-c', script], {env: {HOME: '/elsewhere'}, encoding: 'utf8'})
        expect(printed.split('\0').slice(0, -1)).to.deep.equal(list)
      }),
      {numRuns: 30},
    )
  })

  it('is plain where it can be', () => {
    expect(['openai/gpt-5-mini~low', 'guided@9c01', '--margin', '0.25'].map(shellWord)).to.deep.equal([
      'openai/gpt-5-mini~low',
      'guided@9c01',
      '--margin',
      '0.25',
    ])
    expect(shellWord('~root')).to.equal("'~root'")
  })
})
