import {expect} from 'chai'
import {execFileSync} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const read = (name: string) => readFile(join(ROOT, name), 'utf8')

describe('the package', function () {
  this.timeout(120_000)
  let files: string[]
  let size: number
  before(() => {
    const out = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {cwd: ROOT})
    const [pack] = JSON.parse(out.toString()) as [{files: {path: string}[]; size: number}]
    files = pack.files.map(({path}) => path)
    ;({size} = pack)
  })

  it('says where it comes from, as a release with provenance needs it', async () => {
    const pack = JSON.parse(await read('package.json')) as Record<string, unknown>
    expect(pack['repository']).to.deep.equal({
      type: 'git',
      url: 'git+https://github.com/hexweavers/bench.git',
    })
    expect(pack['bugs']).to.deep.equal({url: 'https://github.com/hexweavers/bench/issues'})
    expect(pack['homepage']).to.match(/^https:\/\/github\.com\/hexweavers\/bench/)
    expect(pack['keywords']).to.be.an('array').with.length.above(4)
  })

  it('has every document that its documents and errors name', async () => {
    const missing: string[] = []
    for (const name of files.filter((file) => file.endsWith('.md'))) {
      const text = (await read(name)).replaceAll(/```[\s\S]*?```/g, '')
      for (const [, target] of text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)) {
        const path = resolve('/', name, '..', target!).slice(1)
        // Pictures are shown by the registry, from the repository.
        const isThere = files.includes(path) || files.some((file) => file.startsWith(`${path}/`))
        if (!isThere && !path.startsWith('docs/pictures/')) missing.push(`${name}: ${target}`)
      }
    }

    expect(missing).to.deep.equal([])
    for (const name of ['docs/team.md', 'docs/troubleshooting.md', 'SECURITY.md', 'CHANGELOG.md', 'LICENSE'])
      expect(files).to.include(name)
  })

  it('is small, and holds no secret, database, test or source', () => {
    expect(size).to.be.below(1_400_000)
    const wrong =
      /(^|\/)(\.env|\.npmrc|\.git|tokens\.ya?ml|test|src|node_modules)(\/|$)|\.(db|tgz|pem|key|map)$|\.db-/
    expect(files.filter((file) => wrong.test(file))).to.deep.equal([])
    expect(files).to.include.members(['bin/run.js', 'dist/lambda.js', 'oclif.manifest.json', 'schema.sql'])
  })
})
