import {expect} from 'chai'
import {writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {BenchError} from '../../../src/errors/bench-error.js'
import {databaseLocation, isWritable} from '../../../src/store/database/location.js'
import {tempFolder} from '../../support/processes.js'

function refusal(url: string): BenchError {
  try {
    databaseLocation(url, {})
  } catch (error) {
    expect(error).to.be.instanceOf(BenchError)
    return error as BenchError
  }

  throw new Error('a refusal was expected')
}

describe('databaseLocation', () => {
  it('prefers the flag to BENCH_DATABASE_URL to TURSO_DATABASE_URL to bench.db here', () => {
    const env = {BENCH_DATABASE_URL: 'file:bench-env.db', TURSO_DATABASE_URL: 'libsql://team.turso.io'}
    expect(databaseLocation('file:flag.db', env).display).to.equal('file:flag.db')
    expect(databaseLocation(undefined, env).display).to.equal('file:bench-env.db')
    expect(databaseLocation(undefined, {...env, BENCH_DATABASE_URL: ''}).display).to.equal(
      'libsql://team.turso.io',
    )
    expect(databaseLocation(undefined, {}).path).to.equal(resolve('bench.db'))
  })

  it('takes a file by URL or by plain path, with any characters', () => {
    for (const name of ['file:a b#ü%.db', 'a b#ü%.db', pathToFileURL(resolve('a b#ü%.db')).href]) {
      const location = databaseLocation(name, {})
      expect(location).to.include({kind: 'local', path: resolve('a b#ü%.db')})
      expect(location.url).to.equal(pathToFileURL(resolve('a b#ü%.db')).href)
    }
  })

  it('knows memory', () => {
    for (const name of [':memory:', 'file::memory:'])
      expect(databaseLocation(name, {})).to.include({kind: 'memory', path: undefined})
  })

  it('takes the token of a remote database from its URL, else from the environment', () => {
    const env = {TURSO_AUTH_TOKEN: 'from-env'}
    expect(databaseLocation('libsql://team.turso.io', env)).to.include({
      kind: 'remote',
      authToken: 'from-env',
    })
    const own = databaseLocation('libsql://team.turso.io?authToken=from-url', env)
    expect(own.authToken).to.equal('from-url')
    expect(own.url).not.to.contain('from-url')
    expect(databaseLocation('libsql://team.turso.io', {TURSO_AUTH_TOKEN: ''}).authToken).to.equal(undefined)
  })

  it('refuses a token that no header can carry, and shows one sign of it alone', () => {
    for (const [token, why] of [
      ['\u201Csecret\u201D', 'it has \u201C in it'],
      ['"secret"', 'it has " in it'],
      ['secret\u200B', 'it has a blank or an invisible character in it'],
    ] as const)
      expect(() => databaseLocation('libsql://team.turso.io', {TURSO_AUTH_TOKEN: token}))
        .to.throw(`TURSO_AUTH_TOKEN is no token: ${why}. Nothing was opened.`)
        .and.not.to.match(/secret/)
    expect(databaseLocation('libsql://team.turso.io', {TURSO_AUTH_TOKEN: ' secret\n'}).authToken).to.equal(
      'secret',
    )
  })

  it('gives no token to a file', () => {
    expect(databaseLocation('file:x.db', {TURSO_AUTH_TOKEN: 'secret'}).authToken).to.equal(undefined)
  })

  it('never shows the secret of a query or a fragment', () => {
    for (const url of [
      'https://host/db?authToken=secret',
      'https://host/db#secret',
      'https://host/db?authToken=se@secret',
    ])
      expect(databaseLocation(url, {}).display).to.equal('https://host/db')
  })

  for (const url of [
    'https://user:secret@host/db',
    'https://user:an@secret@host/db',
    'https://secret@host/db?x=1',
    'libsql://secret@host',
    'libsql://:secret@host',
  ]) {
    it(`refuses ${url}, names the variable and does not repeat the secret`, () => {
      const error = refusal(url)
      expect(error).to.include({code: 'USAGE', exit: 2})
      expect(error.next.join()).to.contain('TURSO_AUTH_TOKEN')
      expect(JSON.stringify([error.message, error.next])).not.to.contain('secret')
    })
  }

  it('refuses other kinds of URL, without repeating their secrets', () => {
    for (const url of [
      'postgres://user:secret@host/db',
      'mysql://user:an@secret@host/db?password=secret',
      'mailto:somebody',
      'https://user:a/secret@host',
      'https://user:a#secret@host',
      'libsql:user:secret@host',
    ]) {
      const error = refusal(url)
      expect(error).to.include({code: 'USAGE', exit: 2})
      expect(JSON.stringify([error.message, error.next])).not.to.contain('secret')
    }
  })

  it('refuses an empty flag, though an empty variable is none', () => {
    for (const url of ['', '  ']) expect(refusal(url).message).to.match(/empty/)
    expect(databaseLocation(undefined, {BENCH_DATABASE_URL: '', TURSO_DATABASE_URL: ''}).display).to.equal(
      'file:bench.db',
    )
  })

  for (const [url, advice] of [
    ['name.turso.io', /libsql:\/\/name\.turso\.io/],
    ['bench-team-acme.aws-eu-west-1.turso.io', /libsql:\/\//],
    ['//name.turso.io', /libsql:\/\/name\.turso\.io/],
    ['db.example.com/bench', /https:/],
    ['localhost:8080', /http/],
    ['10.0.0.7:8080', /http/],
    ['sqld:8080', /http/],
    ['"file:bench.db"', /Leave them out/],
    ["'bench.db'", /Leave them out/],
    ['“bench.db”', /Leave them out/],
    ['file:bench.db\r', /LF/],
    ['libsql://team.turso.io\r\n', /LF/],
    [' bench.db', /LF/],
    ['bench.db?mode=ro', /read-only place/],
    ['file:bench.db?immutable=1', /read-only place/],
    ['file:', /file:bench\.db/],
    ['.', /file:bench\.db/],
  ] as const) {
    it(`refuses ${JSON.stringify(url)} with advice`, () => {
      const error = refusal(url)
      expect(error).to.include({code: 'USAGE', exit: 2})
      expect(error.message).to.match(/Nothing was opened/)
      expect(error.next.join()).to.match(advice)
    })
  }

  it('takes names that only look a little like something else', () => {
    for (const name of [
      'bench.db',
      'my.bench.sqlite',
      'runs/2026.db',
      'file:name.turso.io',
      'bench',
      'what?.db',
      "ann's.db",
    ])
      expect(databaseLocation(name, {}), name).to.include({kind: 'local'})
  })
})

describe('whether a database can be written', () => {
  it('is known of its file and folder; memory and servers can', async () => {
    const folder = await tempFolder()
    const path = folder.file('bench.db')
    expect(isWritable({path: undefined})).to.equal(true)
    expect(isWritable({path}), 'to be made').to.equal(true)
    await writeFile(path, '')
    expect(isWritable({path})).to.equal(true)
    expect(isWritable({path: folder.file('nowhere/bench.db')})).to.equal(false)
    await folder.remove()
  })
})
