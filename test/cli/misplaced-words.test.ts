import {expect} from 'chai'
import {misplaced, pathForAddress} from '../../src/cli/misplaced-words.js'

const IDS = ['run', 'runs', 'runs:show', 'runs:delete', 'stats', 'suite', 'suite:check', 'suite:init', 'help']

describe('a command line that names no command', () => {
  const told = (id: string | undefined, ...rest: string[]) => {
    const error = misplaced(id, rest, IDS)
    return error && [error.code, error.exit, error.message, ...error.next].join(' | ')
  }

  for (const id of [...IDS, undefined, '', '-h', '--help', '-v', '--version'])
    it(`is not ${String(id)}`, () => expect(told(id)).to.equal(undefined))

  const lines: [string[], string][] = [
    [
      ['stat'],
      'UNKNOWN_COMMAND | 2 | There is no command "stat". Nothing was started or written. | Did you mean bench stats? | bench help lists all commands.',
    ],
    [
      ['leaderboard', '--json'],
      'UNKNOWN_COMMAND | 2 | There is no command "leaderboard". Nothing was started or written. | bench help lists all commands.',
    ],
    [
      ['stats:model'],
      'USAGE | 2 | bench stats takes no "model". Nothing was started or written. | bench stats --help shows what it takes.',
    ],
    [
      ['runs:shw:x'],
      'USAGE | 2 | bench runs takes no "shw". Nothing was started or written. | Did you mean bench runs show? | bench runs --help shows what it takes.',
    ],
    [
      ['suite:chek', 'x.yaml'],
      'USAGE | 2 | bench suite takes no "chek". Nothing was started or written. | Did you mean bench suite check? | bench suite --help shows what it takes.',
    ],
    [
      ['--json', 'stats', '--metrics'],
      'USAGE | 2 | The command comes first, then its flags; "--json" stands before it. Nothing was started or written. | Meant: bench stats --metrics --json',
    ],
    [
      ['--debug', '--db', 'file:my data.db', 'runs', 'show', 'x'],
      `USAGE | 2 | The command comes first, then its flags; "--debug" stands before it. Nothing was started or written. | Meant: bench runs show x --debug --db 'file:my data.db'`,
    ],
    [
      ['--db=x.db', 'stats'],
      'USAGE | 2 | The command comes first, then its flags; "--db=x.db" stands before it. Nothing was started or written. | Meant: bench stats --db=x.db',
    ],
    [
      ['--json'],
      'USAGE | 2 | The command comes first, then its flags; "--json" stands before it. Nothing was started or written. | bench help lists all commands.',
    ],
  ]
  for (const [[id, ...rest], text] of lines)
    it(`is ${[id, ...rest].join(' ')}`, () => expect(told(id, ...rest)).to.equal(text))
})

describe('a plugin named by its path', () => {
  for (const [word, address] of [
    ['./x.tgz', 'file:///home/ann/x.tgz'],
    ['/tmp/my x.tgz', 'file:///tmp/my%20x.tgz'],
    ['../acme', 'file:///home/acme'],
    ['x-1.0.0.tgz', 'file:///home/ann/x-1.0.0.tgz'],
  ] as const)
    it(`is answered with its address: ${word}`, () => {
      expect(pathForAddress([word], '/home/ann')?.next[0]).to.equal(`Meant: bench plugins install ${address}`)
    })

  for (const word of [
    'bench-plugin-x',
    '@a/b',
    'a/b',
    'file:///x.tgz',
    'https://example.org/x.tgz',
    '--force',
  ])
    it(`is none: ${word}`, () => expect(pathForAddress([word], '/home/ann')).to.equal(undefined))
})
