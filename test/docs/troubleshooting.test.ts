import {expect} from 'chai'
import {readdir, readFile} from 'node:fs/promises'
import {existsSync} from 'node:fs'
import {dirname, resolve} from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

describe('the documents', () => {
  it('explain every error that has a name', async () => {
    const text = await readFile(`${ROOT}/docs/troubleshooting.md`, 'utf8')
    const files = await readdir(`${ROOT}/src/errors`)
    const sources = await Promise.all(files.map((name) => readFile(`${ROOT}/src/errors/${name}`, 'utf8')))
    const codes = new Set(
      sources.flatMap((source) =>
        [...source.matchAll(/'([A-Z]+(?:_[A-Z]+)+|USAGE|UNDELIVERED)'/g)].map(([, code]) => code!),
      ),
    )
    expect(codes.size).to.be.above(30)
    expect([...codes].filter((code) => !text.includes(`\`${code}\``))).to.deep.equal([])
  })

  it('lead nowhere that is not there', async () => {
    const names = (await readdir(`${ROOT}/docs`, {recursive: true}))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`)
    const dead: string[] = []
    for (const name of [
      ...names,
      'README.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      'CHANGELOG.md',
      'examples/bench-plugin-example/README.md',
    ]) {
      const file = `${ROOT}/${name}`
      if (!existsSync(file)) continue
      const text = (await readFile(file, 'utf8')).replaceAll(/```[\s\S]*?```/g, '')
      for (const [, target] of text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)) {
        if (!existsSync(resolve(dirname(file), target!))) dead.push(`${name}: ${target}`)
      }
    }

    expect(dead).to.deep.equal([])
  })
})
