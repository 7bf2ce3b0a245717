import {expect} from 'chai'
import {readdir, readFile} from 'node:fs/promises'
import {basename, join} from 'node:path'
import ts from 'typescript'

const SOURCES = join(import.meta.dirname, '../../src')

/** Names that need a second look; the glossary of docs/architecture.md has the terms of the field. */
const VAGUE = new Set(
  `lane lanes seats modelGate parked caller journal sitting desk handIn act ticket tickets perform said told
  remembered overviews resultDirectory spool delivery bringsHome applying bringIn takeIn exchanged exchange
  harmless safeText wording wordings words remark remarks parts patience inTime one own each given`
    .split(/\s+/)
    .map((name) => name.toLowerCase()),
)
const VAGUE_TYPES = new Set(['Question', 'Answered', 'Seen', 'Told', 'Given', 'Part'])

/** Fields of what others read: the interface of plugins, recordings, `bench run --json`, `bench runs show --json`. */
const INTERFACES = [
  'providers/provider.ts remark',
  'providers/recording/recorded-exchange.ts remark',
  'providers/recording/record.ts remark',
  'run/case/outcome.ts parked',
  'commands/runs/show.ts parts',
  'terminal/views/runs/run-views.ts parts',
]

/** Comments declare nothing, and take two thirds of the time. */
const HOW_READ: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.Latest,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
}

describe('names in the sources', () => {
  it('are terms of the field, and nouns', async () => {
    const files = (await readdir(SOURCES, {recursive: true})).filter((name) => name.endsWith('.ts'))
    expect(files.length).to.be.greaterThan(300)
    const vague: string[] = []
    for (const file of files) {
      const stem = basename(file, '.ts').replaceAll('-', '')
      if (VAGUE.has(stem)) vague.push(file)
      const text = await readFile(join(SOURCES, file), 'utf8')
      for (const name of declaredNames(text, file)) if (isVague(name)) vague.push(`${file} ${name}`)
    }
    expect(vague.filter((entry) => !INTERFACES.includes(entry))).to.deep.equal([])
  }).timeout(60_000)

  it('are found wherever a name is declared', () => {
    const text = `
      import {one} from './elsewhere.js'
      type Given = string
      interface Told { said: string }
      class Lane { #desk = 1; act() {} }
      const {sitting, other: spool} = {sitting: 1, other: 2}
      function perform(words: string, [parts]: string[]) { for (const each of parts) void each }
      const used = {remark: one}`
    const names = declaredNames(text, 'example.ts').filter(isVague)
    expect(names).to.have.members(
      'Given Told said Lane desk act sitting spool perform words parts each'.split(' '),
    )
  })
})

function isVague(name: string): boolean {
  return VAGUE_TYPES.has(name) || VAGUE.has(name.toLowerCase())
}

/** The names that a file with a vague word declares itself; those of objects are as free as texts. */
function declaredNames(text: string, file: string): string[] {
  // Most of the time goes into reading a file, and what has no such word at all declares none.
  if (!text.match(/\w+/g)?.some(isVague)) return []
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    const isDeclaration =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isPropertySignature(node)
    const name = isDeclaration ? node.name : undefined
    if (name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)))
      names.push(name.text.replace(/^#/, ''))
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, HOW_READ))
  return names
}
