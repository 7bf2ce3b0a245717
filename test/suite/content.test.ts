import {expect} from 'chai'
import {BASELINE_MODELS} from '../../src/providers/baselines.js'
import {CHIP_TYPES} from '../../src/chips/chip.js'
import {caseKey, crossProduct, resultId, wholeSuite} from '../../src/suite/case.js'
import {contentHash} from '../../src/suite/hash.js'
import {loadBuiltInSuite, type LoadedSuite} from '../../src/suite/load.js'
import {fillPrompt, placeholders} from '../../src/suite/prompt.js'
import {PROMPT_NAMES, suiteSchema} from '../../src/suite/suite-schema.js'

const ALLOWED: Record<string, string[]> = {
  selectable: ['sector', 'desired_role', 'selectable_min', 'selectable_max', 'constraint'],
  final: ['sector', 'desired_role', 'chip_count', 'constraint'],
  final_with_selections: ['sector', 'desired_role', 'chip_count', 'constraint', 'selections'],
  select: ['persona', 'sector', 'desired_role', 'options', 'selected_min', 'selected_max'],
  fill: ['sector', 'desired_role', 'missing_types', 'min_per_type', 'existing_keys'],
}

describe('the suite chips', () => {
  let loaded: LoadedSuite
  before(async () => {
    loaded = await loadBuiltInSuite()
  })

  it('agrees with the schema, to the last field', () => {
    expect(suiteSchema.parse(loaded.suite)).to.deep.equal(loaded.suite)
  })

  it('has the ten models and the selector at their prices', () => {
    expect(loaded.suite.models.map(({id, input_price, output_price}) => [id, input_price, output_price])).to.deep.equal([
      ['anthropic/claude-haiku-4.5', 1, 5],
      ['openai/gpt-5-mini', 0.15, 0.6],
      ['meta-llama/llama-scout-4-12b', 0.05, 0.1],
      ['google/gemini-3-flash-preview', 0.075, 0.3],
      ['google/gemini-2.5-flash-lite', 0.02, 0.08],
      ['qwen/qwen3-next-80b-a3b-instruct', 0.2, 0.6],
      ['minimax/minimax-m2.1', 0.1, 0.3],
      ['deepseek/deepseek-v3.2', 0.14, 0.28],
      ['x-ai/grok-4.1-fast', 5, 15],
      ['mistralai/mistral-nemo', 0.03, 0.1],
    ])
    expect(loaded.suite.selector).to.include({id: 'google/gemini-2.5-flash', input_price: 0.3, output_price: 2.5})
  })

  it('has 960 cases with keys and ids of their own', () => {
    const cases = [...crossProduct(wholeSuite(loaded.suite))]
    expect(cases).to.have.length(960)
    expect(new Set(cases.map(caseKey)).size).to.equal(960)
    expect(new Set(cases.map((one) => resultId('run', one))).size).to.equal(960)
    expect(resultId('run', cases[0]!)).to.equal(resultId('run', cases[0]!)).and.not.equal(resultId('other', cases[0]!))
  })

  it('describes each persona in 80 to 120 words', () => {
    for (const {id, persona} of loaded.suite.personas) expect(persona.split(/\s+/).length, id).to.be.within(80, 120)
  })

  it('uses in every prompt exactly the variables that the prompt gets', () => {
    for (const [name, style] of Object.entries(loaded.suite.styles)) {
      for (const prompt of PROMPT_NAMES) {
        const used = placeholders(`${style[prompt].system}\n${style[prompt].user}`)
        expect(used, `${name} ${prompt}`).to.have.members(ALLOWED[prompt]!)
      }

      expect(placeholders(style.constraint)).to.deep.equal(['min_per_type'])
    }
  })

  it('demands something more under the constraint, in step 1 and step 2', () => {
    const variables = {sector: 'S', desired_role: 'R', chip_count: 15, selectable_min: 8, selectable_max: 10, selections: '[]'}
    for (const style of Object.values(loaded.suite.styles)) {
      for (const prompt of ['selectable', 'final', 'final_with_selections'] as const) {
        const [free, constrained] = ['', style.constraint].map((constraint) => fillPrompt(style[prompt], {...variables, constraint}))
        expect(constrained![1]!.content.length).to.be.above(free![1]!.content.length)
        expect(free![1]!.content).not.to.match(/\n{3}|\{\{/)
      }
    }
  })

  it('has at least twelve terms a type for every persona, all with keys of their own', () => {
    expect(Object.keys(loaded.suite.lexicon)).to.have.members(loaded.suite.personas.map(({id}) => id))
    for (const [id, entry] of Object.entries(loaded.suite.lexicon)) {
      for (const type of CHIP_TYPES) expect(entry[type].length, `${id} ${type}`).to.be.at.least(12)
      const terms = CHIP_TYPES.flatMap((type) => entry[type].map((term) => term.toLowerCase()))
      expect(new Set(terms).size, id).to.equal(terms.length)
    }
  })

  it('shares no term between sectors, so that the random baseline is wrong throughout', () => {
    const sectorOf = new Map(loaded.suite.personas.map(({id, sector}) => [id, sector]))
    const seen = new Map<string, string>()
    for (const [id, entry] of Object.entries(loaded.suite.lexicon)) {
      for (const term of CHIP_TYPES.flatMap((type) => entry[type])) {
        const other = seen.get(term)
        if (other !== undefined) expect(other, term).to.equal(sectorOf.get(id))
        seen.set(term, sectorOf.get(id)!)
      }
    }
  })

  it('keeps the baselines apart from its models', () => {
    const ids = loaded.suite.models.map(({id}) => id)
    for (const {id} of BASELINE_MODELS) expect(ids).not.to.include(id)
  })
})

describe('contentHash', () => {
  it('does not depend on the order of keys, and changes with any text', async () => {
    const {suite, hash} = await loadBuiltInSuite()
    const turned = Object.fromEntries(Object.entries(suite).reverse())
    expect(contentHash(turned)).to.equal(hash)
    const changed = structuredClone(suite)
    changed.styles['terse']!.final.user += '!'
    expect(contentHash(changed)).not.to.equal(hash)
  })
})

describe('suiteSchema', () => {
  it('refuses unknown fields and ids that would break a case key', async () => {
    const {suite} = await loadBuiltInSuite()
    expect(suiteSchema.safeParse({...suite, extra: 1}).success).to.equal(false)
    const models = [{...suite.models[0]!, id: 'a|b'}]
    expect(suiteSchema.safeParse({...suite, models}).success).to.equal(false)
  })
})
