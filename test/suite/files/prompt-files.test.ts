import {expect} from 'chai'
import {mkdir, symlink, writeFile} from 'node:fs/promises'
import {examineSuite, findSuite} from '../../../src/suite/files/find.js'
import {tempFolder} from '../../support/processes.js'

const PROMPT = 'Write {{chip_count}} chips for a {{desired_role}} in {{sector}}.\n{{constraint}}\n'

describe('prompts as files', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
    await mkdir(folder.file('suite/prompts'), {recursive: true})
    await writeFile(folder.file('suite/prompts/final.md'), PROMPT)
  })
  afterEach(() => folder.remove())

  const suite = (value: string) =>
    writeFile(
      folder.file('suite/suite.yaml'),
      `extends: chips\nid: own\nstyles:\n  terse:\n    final:\n      user: ${value}\n`,
    )
  const find = () => findSuite('suite/suite.yaml', {folder: folder.path})
  const refusal = async (value: string) => {
    await suite(value)
    const {problems, loaded} = await examineSuite('suite/suite.yaml', {folder: folder.path})
    expect(loaded).to.equal(null)
    expect(problems).to.have.length(1)
    expect(problems[0]!.line).to.equal(6)
    return `${problems[0]!.message} ${problems[0]!.hint ?? ''}`
  }

  it('are their text: path, line ends and a mark at the beginning leave no trace in the hash', async () => {
    await suite('{file: prompts/final.md}')
    const fromFile = await find()
    await suite(`|\n${PROMPT.replaceAll(/^/gm, '        ').trimEnd()}`)
    const inline = await find()
    expect(fromFile.hash).to.equal(inline.hash)
    expect(fromFile.suite.styles['terse']!.final.user).to.equal(PROMPT)
    await writeFile(folder.file('suite/other.txt'), `\uFEFF${PROMPT.replaceAll('\n', '\r\n')}`)
    await suite('{file: other.txt}')
    expect((await find()).hash).to.equal(inline.hash)
    await writeFile(folder.file('suite/other.txt'), `${PROMPT}Be brief.\n`)
    expect((await find()).hash).not.to.equal(inline.hash)
  })

  it('may be the constraint too, and are inherited as text from a suite in another folder', async () => {
    await writeFile(folder.file('suite/demand.md'), 'At least {{min_per_type}} of each.')
    await writeFile(
      folder.file('suite/suite.yaml'),
      'extends: chips\nid: own\nstyles:\n  terse: {constraint: {file: demand.md}, final: {user: {file: prompts/final.md}}}\n',
    )
    await writeFile(folder.file('heir.yaml'), 'extends: suite/suite.yaml\nid: heir\n')
    const {suite: merged} = await findSuite('heir.yaml', {folder: folder.path})
    expect(merged.styles['terse']).to.deep.include({constraint: 'At least {{min_per_type}} of each.'})
    expect(merged.styles['terse']!.final.user).to.equal(PROMPT)
  })

  it('are judged as text: the problem stands on the line of the file’s name', async () => {
    await writeFile(folder.file('suite/prompts/final.md'), `${PROMPT}{{sektor}}`)
    expect(await refusal('{file: prompts/final.md}')).to.contain('{{sektor}}')
  })

  it('that are missing, empty or no text are named, each once', async () => {
    await writeFile(folder.file('suite/empty.md'), ' \n')
    await writeFile(folder.file('suite/latin.md'), Buffer.from([0x4a, 0x6f, 0x73, 0xe9]))
    expect(await refusal('{file: prompts/fnial.md}')).to.contain('There is no file prompts/fnial.md')
    expect(await refusal('{file: empty.md}')).to.contain('is empty')
    expect(await refusal('{file: latin.md}')).to.contain('no text in UTF-8')
    expect(await refusal('{file: prompts}')).to.contain('is no file')
    expect(await refusal('{file: 7}')).to.contain('"file" must be a path')
    expect(await refusal('{file: prompts/final.md, encoding: latin1}')).to.contain('Unknown key "encoding"')
  })

  it('cannot be other files of the reader: those are not sent to a model', async () => {
    await writeFile(folder.file('secret.txt'), 'the secret')
    await writeFile(folder.file('suite/.env'), 'LAB_API_KEY=secret')
    await symlink(folder.file('secret.txt'), folder.file('suite/prompts/link.md'))
    for (const [path, sentence] of [
      ['../secret.txt', 'not in the folder of the suite'],
      ['prompts/../../secret.txt', 'not in the folder of the suite'],
      [folder.file('secret.txt'), 'not in the folder of the suite'],
      ['prompts/link.md', 'not in the folder of the suite'],
      ['.env', 'is hidden'],
      ['prompts/./../.env', 'is hidden'],
    ] as const)
      expect(await refusal(JSON.stringify({file: path})), path).to.contain(sentence)
  })

  it('are nothing for a suite of a plugin, which has no folder', async () => {
    const {problems} = await examineSuite('acme', {
      folder: folder.path,
      registry: () =>
        Promise.resolve([
          {
            id: 'acme',
            summary: 's',
            load: () =>
              Promise.resolve({
                extends: 'chips',
                id: 'acme',
                styles: {terse: {final: {user: {file: 'suite/prompts/final.md'}}}},
              }),
            plugin: {name: 'bench-plugin-acme', version: '1.0.0'},
          },
        ]),
    })
    expect(problems.map(({message}) => message)).to.deep.equal([
      'A suite that is no file has no folder to find prompts in.',
    ])
  })
})
