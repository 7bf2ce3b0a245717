import {expect} from 'chai'
import fc from 'fast-check'
import {readFile, writeFile} from 'node:fs/promises'
import {BenchError} from '../../../src/errors/bench-error.js'
import {examineSuite, findSuite} from '../../../src/suite/files/find.js'
import {loadBuiltInSuite} from '../../../src/suite/files/load.js'
import {PROMPT_PLACEHOLDERS} from '../../../src/suite/model/placeholders.js'
import {starterText} from '../../../src/suite/files/starter.js'
import {suiteFileSchema} from '../../../src/suite/files/suite-file-schema.js'
import {parse} from 'yaml'
import {draws} from '../../support/draws.js'
import {tempFolder} from '../../support/processes.js'

/** Ten mistakes, each with the line it is on and what is said about it. */
const TEN_MISTAKES: [string, RegExp | null][] = [
  ['extends: chips', null],
  ['id: my suite', /"id" must not contain spaces/],
  ['titel: Mine', /Unknown key "titel"\. Did you mean title\?/],
  ['prices_as_of: 24.11.2026', /must be a date such as/],
  ['models:', null],
  ['  - openai/gpt-5-mini', null],
  ['  - {id: lab/own, name: Own, input_price: -1, output_price: 2}', /"input_price" must not be negative/],
  ['  - openai/gpt-5-mini', /stands twice in models\. The first is models\[0\]/],
  ['personas:', null],
  ['  - {id: baker, sector: Food, desired_role: Baker}', /"persona" is missing/],
  ['factors:', null],
  ['  style: [terse, gided]', /no style "gided"\. Did you mean guided\?/],
  ['  input_type: [basic, enrichd]', /"enrichd" is not possible here\. Did you mean enriched\?/],
  ['thresholds:', null],
  ['  selectable: {min: 12, max: 10}', /min must not be above max/],
  ['styles:', null],
  ['  terse:', null],
  ['    final:', null],
  [
    '      user: "{{sektor}} {{desired_role}} {{chip_count}} {{constraint}}"',
    /\{\{sektor\}\} has no value in this prompt\. Did you mean \{\{sector\}\}\?/,
  ],
]

/** One line of YAML under `extends: chips`, and what is wrong with it. */
const SINGLE: [string, string, RegExp][] = [
  [
    'a placeholder that is missing',
    'styles: {terse: {fill: {user: "More for {{desired_role}} in {{sector}}"}}}',
    /does not use \{\{missing_types\}\}/,
  ],
  [
    'braces that are no placeholder',
    'styles: {terse: {constraint: "At least {{min-per-type}}"}}',
    /no placeholder, and would be sent/,
  ],
  ['a style that extends nothing there', 'styles: {terse: {extends: tense}}', /no style "tense" to extend/],
  ['styles in a circle', 'styles: {terse: {extends: guided}, guided: {extends: terse}}', /in a circle/],
  [
    'a baseline as a model',
    'models: [{id: builtin/lexicon, name: L, input_price: 0, output_price: 0}]',
    /the baselines are always there/,
  ],
  [
    'a selector at another price',
    'selector: {id: openai/gpt-5-mini, input_price: 9}',
    /one of the models too, at another input_price/,
  ],
  ['a level twice', 'factors: {chip_count: [15, 15]}', /"15" stands twice in chip_count/],
  ['more chips than anybody can rate', 'factors: {chip_count: [500]}', /more than anybody can rate/],
  [
    'more chips of each type than chips',
    'thresholds: {min_per_type: 5}',
    /5 chips of each of 4 types cannot be had from 15/,
  ],
  ['more picked than offered', 'thresholds: {selected: {min: 3, max: 20}}', /cannot pick 20 of at most 10/],
  [
    'a lexicon of nobody',
    'lexicon: {tech_pn: {situation: [], jargon: [], role_task: [], environment: []}}',
    /no persona "tech_pn"\. Did you mean tech_pm/,
  ],
  ['a text where a number belongs', 'generation: {temperature: warm}', /"temperature" must be a number/],
  ['a list where a map belongs', 'factors: [style]', /"factors" must be a map/],
  ['a model that is a number', 'models: [7]', /"models\[0\]" must be a map/],
  [
    'an entry of a list that is no number',
    'factors: {chip_count: [15, 2.5]}',
    /"chip_count\[1\]" must be a whole number/,
  ],
  ['an empty list', 'models: []', /must not be an empty list/],
  ['half a model', 'models: [{id: lab/new, name: New, input_price: 1}]', /"output_price" is missing/],
  [
    'a persona that is not inherited',
    'personas: [tech_p]',
    /The extended suite has no persona "tech_p"\. Did you mean tech_pm/,
  ],
  [
    'a model that is not inherited',
    'models: [{id: openai/gpt-5-mimi}]',
    /The extended suite has no model "openai\/gpt-5-mimi"\. Did you mean openai\/gpt-5-mini/,
  ],
  [
    'a new model of an id alone',
    'models: [lab/new]',
    /The extended suite has no model "lab\/new"\. If it is a new one, give it name/,
  ],
  [
    'an anchor that is too long',
    'rating: {anchors: {3: thirteen sign}}',
    /"3" must have at most 12 characters/,
  ],
  ['an anchor of no score', 'rating: {anchors: {6: best}}', /Unknown key "6"/],
  ['a question of two lines', 'rating: {question: "A\\nB?"}', /"question" must be a text of one line/],
  [
    'a tag of two letters',
    'rating: {tags: [{letter: ab, label: generic}]}',
    /"letter" must be a letter from a to z/,
  ],
  [
    'a letter of two tags',
    'rating: {tags: [{letter: a, label: one}, {letter: a, label: two}]}',
    /The letter "a" stands twice in tags\. The first is tags\[0\]/,
  ],
  [
    'a label of two tags',
    'rating: {tags: [{letter: a, label: one}, {letter: b, label: One}]}',
    /The label "One" stands twice/,
  ],
  [
    'an example without chips',
    'rating: {examples: [{sector: A, desired_role: B, chips: {}, score: 1, why: none}]}',
    /The example has no chips/,
  ],
  [
    'an example with a score that nobody can give',
    'rating: {examples: [{sector: A, desired_role: B, chips: {jargon: [X]}, score: 6, why: none}]}',
    /"score" must be at most 5/,
  ],
]

describe('the check of a suite', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>
  beforeEach(async () => {
    folder = await tempFolder()
  })
  afterEach(() => folder.remove())

  const check = async (text: string, name = 'suite.yaml') => {
    await writeFile(folder.file(name), text)
    return examineSuite(name, {folder: folder.path})
  }
  const refusal = async (name: string) => {
    const error: unknown = await findSuite(name, {folder: folder.path}).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(BenchError)
    return error as BenchError
  }

  it('names ten mistakes in one go, each on its line', async () => {
    const {problems} = await check(TEN_MISTAKES.map(([line]) => line).join('\n'))
    const expected = TEN_MISTAKES.flatMap(([, sentence], at) => (sentence ? [{line: at + 1, sentence}] : []))
    expect(expected).to.have.length(10)
    expect(problems.map(({line}) => line)).to.deep.equal(expected.map(({line}) => line))
    for (const [at, {sentence}] of expected.entries())
      expect(`${problems[at]!.message} ${problems[at]!.hint}`).to.match(sentence)
  })

  for (const [what, yaml, sentence] of SINGLE) {
    it(`finds ${what}`, async () => {
      const {problems, loaded} = await check(`extends: chips\nid: own\n${yaml}\n`)
      expect(problems.map(({message, hint}) => `${message} ${hint ?? ''}`).join('\n')).to.match(sentence)
      expect(problems.every(({line}) => line !== null)).to.equal(true)
      expect(loaded).to.equal(null)
    })
  }

  it('says one thing of each entry that is not inherited', async () => {
    const {problems, notes} = await check(
      'extends: chips\nid: own\npersonas:\n  - tech_p\n  - {id: tech_sw}\nmodels:\n  - openai/gpt-5\n',
    )
    expect(problems.map(({line}) => line)).to.deep.equal([4, 5, 7])
    expect(notes).to.deep.equal([])
    const alone = await check('id: own\npersonas: [tech_p]\n')
    expect(alone.problems.map(({message}) => message)).to.include('"sector" is missing.')
  })

  it('finds nothing wrong with a suite that only says its name', async () => {
    const {problems, notes, loaded} = await check('extends: chips\nid: own\n')
    expect({problems, notes}).to.deep.equal({problems: [], notes: []})
    const {suite} = await loadBuiltInSuite()
    expect(loaded!.suite).to.deep.equal({...suite, id: 'own'})
    expect(loaded!.file).to.equal(folder.file('suite.yaml'))
  })

  it('wants an id of its own', async () => {
    expect((await check('extends: chips\n')).problems[0]!.message).to.equal('"id" is missing.')
    expect((await check('extends: chips\nid: chips\n')).problems[0]!.message).to.contain("bench's own suite")
  })

  it('notes a style that no case uses, and lets terms of other personas stay', async () => {
    const {problems, notes} = await check(
      'extends: chips\nid: own\npersonas: [tech_pm]\nstyles: {plain: {extends: terse}}\nlexicon: {baker: {situation: [], jargon: [], role_task: [], environment: []}}\n',
    )
    expect(problems).to.deep.equal([])
    expect(notes.map(({line, message}) => `${line} ${message}`)).to.deep.equal([
      '4 No case uses the style "plain".',
    ])
  })

  it('notes a persona that the lexicon baseline cannot answer for', async () => {
    const {problems, notes} = await check(
      'extends: chips\nid: own\npersonas: [{id: baker, sector: Food, desired_role: Baker, persona: Bakes.}]\n',
    )
    expect(problems).to.deep.equal([])
    expect(notes[0]!.message).to.contain('"baker" has no lexicon')
  })

  it('accepts a suite that is complete by itself, in JSON, with a $schema', async () => {
    const {suite} = await loadBuiltInSuite()
    const {problems, loaded} = await check(JSON.stringify({$schema: 'x', ...suite, id: 'own'}), 'own.json')
    expect(problems).to.deep.equal([])
    expect(loaded!.suite).to.deep.equal({...suite, id: 'own'})
  })

  it('names what a suite lacks that extends nothing', async () => {
    const {problems} = await check('id: own\n')
    expect(problems.map(({path}) => path)).to.include.members(['models', 'personas', 'styles', 'lexicon'])
  })

  it('follows files that extend each other, and names a base that has problems', async () => {
    await writeFile(folder.file('team.yaml'), 'extends: chips\nid: team\nmodels: [openai/gpt-5-mini]\n')
    const {loaded} = await check('extends: ./team.yaml\nid: own\nfactors: {chip_count: [12]}\n')
    expect(loaded!.suite.models.map(({id}) => id)).to.deep.equal(['openai/gpt-5-mini'])
    expect(loaded!.suite.factors.chip_count).to.deep.equal([12])
    await writeFile(folder.file('team.yaml'), 'extends: chips\nid: team\nmodles: []\n')
    expect(await refusal('suite.yaml'))
      .to.have.property('message')
      .that.contains('./team.yaml')
  })

  it('ends at a circle of files', async () => {
    await writeFile(folder.file('a.yaml'), 'extends: ./b.yaml\nid: a\n')
    await writeFile(folder.file('b.yaml'), 'extends: ./a.yaml\nid: b\n')
    expect(
      JSON.stringify(
        await examineSuite('a.yaml', {folder: folder.path}).catch(
          (error: unknown) => (error as BenchError).next,
        ),
      ),
    ).to.contain('circle')
  })

  it('judges the rest although the base is mistyped', async () => {
    const {problems} = await check('extends: chps\nid: own\ntitel: x\n')
    expect(problems.map(({line, hint}) => `${line} ${hint}`)).to.deep.equal([
      '1 Did you mean chips?',
      '3 Did you mean title?',
    ])
  })

  it('does not invent problems when a base file is not there', async () => {
    const {problems} = await check('extends: ./none.yaml\nid: own\n')
    expect(problems).to.have.length(1)
    expect(problems[0]).to.include({line: 1, path: 'extends'})
  })

  it('refuses what is no suite at all, with a sentence', async () => {
    for (const text of ['', '- a\n', '42', 'id: [\n']) expect((await check(text)).problems).to.have.length(1)
    expect(await refusal('none.yaml')).to.include({code: 'UNREADABLE_FILE', exit: 2})
    const unknown = await refusal('chps')
    expect(unknown).to.include({code: 'UNKNOWN_SUITE', exit: 2})
    expect(unknown.next.join()).to.contain('chips')
  })

  it('refuses to load a suite with problems, and names them all', async () => {
    await writeFile(folder.file('suite.yaml'), TEN_MISTAKES.map(([line]) => line).join('\n'))
    const error = await refusal('suite.yaml')
    expect(error).to.include({code: 'BAD_SUITE', exit: 2})
    expect(error.next).to.have.length(10)
    expect(error.next[0]).to.match(/^suite\.yaml:2:5: /)
  })
})

describe('the check of anything', () => {
  it('ends with problems and never with an error, whatever was done to a file or a value', async () => {
    const text = starterText((await loadBuiltInSuite()).suite, {
      id: 'mine',
      schema: 's.json',
      today: '2026-11-24',
    }).replaceAll(/^#(?=\S| {2})/gm, '')
    const damage = fc.record({
      at: fc.nat(text.length),
      drop: fc.nat(12),
      add: fc.constantFrom(
        '',
        ' ',
        '\n',
        '*',
        '&a',
        ': ',
        '- ',
        '{',
        '}',
        '[',
        '"',
        '{{',
        '!!',
        '~',
        '1',
        '#',
        '\t',
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(damage, {minLength: 1, maxLength: 3}), async (all) => {
        const damaged = all.reduce(
          (now, {at, drop, add}) => now.slice(0, at) + add + now.slice(at + drop),
          text,
        )
        const error: unknown = await examineSuite('x.yaml', {folder: '/nowhere'}, damaged).catch(
          (thrown: unknown) => thrown,
        )
        if (error instanceof Error) expect(error).to.be.instanceOf(BenchError)
      }),
      draws(150),
    )
    const keys = fc.constantFrom(
      'models',
      'personas',
      'selector',
      'styles',
      'factors',
      'thresholds',
      'lexicon',
      'generation',
      'terse',
      'style',
      'final',
      'id',
      'extends',
      'min',
    )
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        {depthSize: 'small'},
        fc.constantFrom(null, 0, -1, '', 'terse', '{{', true),
        fc.array(tie('any'), {maxLength: 2}),
        fc.dictionary(keys, tie('any'), {maxKeys: 3}),
      ),
    })).any
    await fc.assert(
      fc.asyncProperty(fc.dictionary(keys, value, {maxKeys: 4}), async (own) => {
        const {problems} = await examineSuite(
          'x.yaml',
          {folder: '/nowhere'},
          JSON.stringify({...own, extends: 'chips', id: 7}),
        )
        expect(problems.length).to.be.above(0)
      }),
      draws(150),
    )
  })
})

describe('the starter of a suite', () => {
  const starter = async () =>
    starterText((await loadBuiltInSuite()).suite, {id: 'mine', schema: 'schema.json', today: '2026-11-24'})
  const uncommented = async () => (await starter()).replaceAll(/^#(?=\S| {2})/gm, '')

  it('is a valid suite, as it is and with every comment put to use', async () => {
    const folder = await tempFolder()
    for (const [name, text] of [
      ['plain.yaml', await starter()],
      ['whole.yaml', await uncommented()],
    ] as const) {
      await writeFile(folder.file(name), text)
      const {problems} = await examineSuite(name, {folder: folder.path})
      expect(problems, name).to.deep.equal([])
      expect(suiteFileSchema.safeParse(parse(text)).success, name).to.equal(true)
    }

    const {loaded} = await examineSuite('whole.yaml', {folder: folder.path})
    expect(loaded!.suite.personas.map(({id}) => id)).to.include('baker')
    expect(loaded!.suite.styles['plain']!.final.user).to.contain('Write {{chip_count}} chips')
    await folder.remove()
  })
})

describe('the documentation of suites', () => {
  it('lists the placeholders of each prompt, those in bold that must be used', async () => {
    const text = await readFile(new URL('../../../docs/suites.md', import.meta.url), 'utf8')
    for (const [name, {allowed, required}] of Object.entries(PROMPT_PLACEHOLDERS)) {
      const [row] = new RegExp(`^\\| \`${name}\` \\|.*$`, 'm').exec(text) ?? ['']
      const told = row.includes('as `final`') ? `${/^\| `final` .*$/m.exec(text)![0]} ${row}` : row
      const names = (pattern: RegExp) => [...told.matchAll(pattern)].map(([, each]) => each)
      expect(names(/\{\{(\w+)\}\}/g), name).to.have.members([...allowed])
      expect(names(/\*\*`\{\{(\w+)\}\}`\*\*/g), name).to.have.members([...required])
    }
  })
})
