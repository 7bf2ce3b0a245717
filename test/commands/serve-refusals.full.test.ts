import {expect} from 'chai'
import {existsSync} from 'node:fs'
import {bench} from '../support/processes.js'
import {servers} from '../support/served.js'

const SECRET = 'secret-of-the-team-0123456789'

describe('bench serve does not start', () => {
  const place = servers()

  const mistakes: [string, string[], RegExp, string?][] = [
    [
      'another address without a token',
      ['--host', '0.0.0.0'],
      /Serving on 0\.0\.0\.0 without a token would let everybody[^]*BENCH_API_TOKEN[^]*--insecure/,
    ],
    ['another address without a token', ['--host', '::'], /Serving on :: without a token/],
    ['an address that looks like this machine', ['--host', '127.0.0.1.example.com'], /without a token/],
    [
      'a short token',
      ['--token', 'short-secret'],
      /A token needs 16 characters or more, without blanks\. Nothing was started\.[^]*openssl rand/,
    ],
    [
      'a token with blanks',
      ['--token', 'secret of the team 0123'],
      /A token needs 16 characters or more, without blanks/,
    ],
    [
      'a token file that is not there',
      ['--tokens', 'none.yaml'],
      /The file none\.yaml cannot be read: .*ENOENT/,
    ],
    ['a folder as a token file', ['--tokens', '.'], /The file \. cannot be read: .*EISDIR/],
    ['a database in memory', ['--db', ':memory:'], /there is nothing to serve/, ''],
    [
      'an empty token file',
      ['--tokens', 'tokens.yaml'],
      /The token file tokens\.yaml cannot be used\. Nothing was started\.\n +It should hold lines like `TOKEN: user`\./,
      '',
    ],
    ['a token file without tokens', ['--tokens', 'tokens.yaml'], /It holds no token\./, '{}'],
    [
      'a list as a token file',
      ['--tokens', 'tokens.yaml'],
      /It should hold lines like `TOKEN: user`\./,
      `- ${SECRET}`,
    ],
    [
      'a word as a token file',
      ['--tokens', 'tokens.yaml'],
      /It should hold lines like `TOKEN: user`\./,
      SECRET,
    ],
    [
      'a token file with a short token',
      ['--tokens', 'tokens.yaml'],
      /entry 2: a token needs 16 characters or more, without blanks/,
      `${SECRET}: ana\nshort-secret: bo`,
    ],
    [
      'a token file with a bad digest',
      ['--tokens', 'tokens.yaml'],
      /entry 1: a token needs/,
      `"sha256:0123 secret": ana`,
    ],
    [
      'a token file with a user that is none',
      ['--tokens', 'tokens.yaml'],
      /entry 1: the user needs a name of 1 to 200 characters\n +entry 2: the user needs/,
      `${SECRET}: ""\n${SECRET}2: [ana]`,
    ],
    [
      'a token file with one token twice',
      ['--tokens', 'tokens.yaml'],
      /line 2: DUPLICATE_KEY/,
      `${SECRET}: ana\n${SECRET}: bo`,
    ],
    ['a token file that is no YAML', ['--tokens', 'tokens.yaml'], /line 1: \w+/, `${SECRET}: "ana`],
    [
      'an origin without a scheme',
      ['--cors-origin', 'hexweavers.io'],
      /"hexweavers\.io" is no origin\. Nothing was started\.[^]*https:\/\/hexweavers\.io/,
    ],
    ['every origin', ['--cors-origin', '*'], /"\*" is no origin/],
    ['an origin with a path', ['--cors-origin', 'https://hexweavers.io/app'], /is no origin/],
    ['an origin of files', ['--cors-origin', 'file:///x'], /is no origin/],
    [
      'an origin that is null',
      ['--cors-origin', 'http://localhost:5173', '--cors-origin', 'null'],
      /"null" is no origin/,
    ],
    ['a port that is none', ['--port', '70000'], /port/],
    [
      'a database that is not there',
      ['--db', 'file:none.db'],
      /There is no database at file:none\.db yet\. Nothing was created/,
    ],
    [
      'generating without a limit',
      ['--enable-generate'],
      /needs a limit\. Nothing was started\.[^]*--generate-budget 5[^]*builtin\/lexicon/,
    ],
    [
      'generating for nothing',
      ['--enable-generate', '--generate-budget', '0'],
      /--generate-budget must be a number above 0/,
    ],
    [
      'generating with an unknown model',
      ['--enable-generate', '--generate-budget', '1', '--generate-model', 'nope/model'],
      /Unknown model "nope\/model"/,
    ],
    [
      'generating without a key',
      ['--enable-generate', '--generate-budget', '1'],
      /OPENROUTER_API_KEY is not set/,
    ],
  ]
  for (const [what, args, sentence, tokens] of mistakes) {
    it(`with ${what} (${args.join(' ')})`, async () => {
      if (tokens !== undefined) await place.writeTokens(tokens)
      const {code, stdout, stderr} = await bench(
        ['serve', ...(args.includes('--port') ? [] : ['--port', '0']), ...args],
        {cwd: place.folder.path},
      )
      expect(stderr).to.match(sentence)
      expect([code, stdout]).to.deep.equal([2, ''])
      expect(stderr)
        .not.to.contain(SECRET)
        .and.not.to.contain('short-secret')
        .and.not.to.match(/\n\s+at /)
      expect(existsSync(place.folder.file('none.db'))).to.equal(false)
    })
  }

  it('with a weak BENCH_API_TOKEN and does not tell it', async () => {
    const {code, stdout, stderr} = await bench(['serve', '--port', '0'], {
      cwd: place.folder.path,
      env: {BENCH_API_TOKEN: 'short-secret'},
    })
    expect([code, stdout]).to.deep.equal([2, ''])
    expect(stderr)
      .to.match(/A token needs 16 characters/)
      .and.not.to.contain('short-secret')
  })
})
