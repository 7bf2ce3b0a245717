import {expect} from 'chai'
import {BASELINE_MODELS} from '../../../src/providers/baseline-models.js'
import {baselines} from '../../../src/providers/baselines.js'
import {CHIP_TYPES, type Chip} from '../../../src/chips/chip.js'
import {caseKey, crossProduct, resultId, wholeSuite} from '../../../src/suite/model/case.js'
import {contentHash, suiteHash} from '../../../src/suite/model/hash.js'
import {loadBuiltInSuite, type LoadedSuite} from '../../../src/suite/files/load.js'
import {fillPrompt, placeholders} from '../../../src/suite/model/prompt.js'
import {PROMPT_NAMES, suiteSchema} from '../../../src/suite/model/suite-schema.js'
import type {Suite} from '../../../src/suite/model/suite.js'

const ALLOWED: Record<string, string[]> = {
  selectable: ['sector', 'desired_role', 'selectable_min', 'selectable_max', 'constraint'],
  final: ['sector', 'desired_role', 'chip_count', 'constraint'],
  final_with_selections: ['sector', 'desired_role', 'chip_count', 'constraint', 'selections'],
  select: ['persona', 'sector', 'desired_role', 'options', 'selected_min', 'selected_max'],
  fill: ['sector', 'desired_role', 'missing_types', 'min_per_type', 'existing_keys'],
}

/** Every term of a persona's lexicon as the chips that the lexicon baseline makes of it. */
async function lexiconChips(suite: Suite, personaId: string): Promise<Chip[]> {
  const {text} = await baselines(suite).complete(
    {
      model: 'builtin/lexicon',
      messages: [],
      temperature: 0,
      max_output_tokens: 1,
      seed: 1,
      task: {
        step: 'step2',
        case: '',
        persona_id: personaId,
        count: 1000,
        chips: [],
        missing_types: [],
        min_per_type: 0,
      },
    },
    new AbortController().signal,
  )
  return JSON.parse(text) as Chip[]
}

/** The same value with the keys of every object in it written in reverse. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, turned(each)]),
  )
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
    const {models} = loaded.suite
    const prices = models.map(({id, input_price, output_price}) => [id, input_price, output_price])
    expect(prices).to.deep.equal([
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
    const selector = {id: 'google/gemini-2.5-flash', input_price: 0.3, output_price: 2.5}
    expect(loaded.suite.selector).to.include(selector)
  })

  it('has 960 cases with keys and ids of their own', () => {
    const cases = [...crossProduct(wholeSuite(loaded.suite))]
    expect(cases).to.have.length(960)
    expect(new Set(cases.map(caseKey)).size).to.equal(960)
    expect(new Set(cases.map((one) => resultId('run', one))).size).to.equal(960)
    const id = resultId('run', cases[0]!)
    expect(id).to.equal(resultId('run', cases[0]!)).and.not.equal(resultId('other', cases[0]!))
  })

  it('describes each persona in 80 to 120 words', () => {
    for (const {id, persona} of loaded.suite.personas) {
      expect(persona.split(/\s+/).length, id).to.be.within(80, 120)
    }
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
    const variables = {
      sector: 'S',
      desired_role: 'R',
      chip_count: 15,
      selectable_min: 8,
      selectable_max: 10,
      selections: '[]',
    }
    for (const style of Object.values(loaded.suite.styles)) {
      for (const prompt of ['selectable', 'final', 'final_with_selections'] as const) {
        const [free, constrained] = ['', style.constraint].map((constraint) =>
          fillPrompt(style[prompt], {...variables, constraint}),
        )
        expect(constrained![1]!.content.length).to.be.above(free![1]!.content.length)
        expect(free![1]!.content).not.to.match(/\n{3}|\{\{/)
      }
    }
  })

  it('leaves no placeholder in any prompt that is filled with its variables', () => {
    for (const [name, style] of Object.entries(loaded.suite.styles)) {
      for (const prompt of PROMPT_NAMES) {
        const variables = Object.fromEntries(ALLOWED[prompt]!.map((each) => [each, `<${each}>`]))
        for (const {content} of fillPrompt(style[prompt], variables)) {
          expect(content, `${name} ${prompt}`).to.not.be.empty.and.not.match(/\{\{|\}\}/)
        }
      }
    }
  })

  it('says more in every guided prompt than in the terse one', () => {
    const {guided, terse} = loaded.suite.styles
    const length = ({system, user}: {system: string; user: string}) => system.length + user.length
    for (const prompt of PROMPT_NAMES) {
      expect(length(guided![prompt]), prompt).to.be.above(length(terse![prompt]))
    }
  })

  it('gives as examples only chips that no persona has in its lexicon', () => {
    const guided = loaded.suite.styles['guided']!
    const examples = [...guided.final.system.matchAll(/"([A-Z][^"]+)"/g)].map((match) => match[1]!)
    expect(examples).to.have.length.of.at.least(8)
    const terms = Object.values(loaded.suite.lexicon)
      .flatMap((entry) => CHIP_TYPES.flatMap((type) => entry[type]))
      .map((term) => term.toLowerCase())
    for (const example of examples) {
      expect(terms).not.to.include(example.toLowerCase())
      expect(example.split(' ').length, example).to.be.within(2, 4)
    }
  })

  it('has at least twelve terms of two to four words a type for every persona', () => {
    expect(Object.keys(loaded.suite.lexicon)).to.have.members(loaded.suite.personas.map(({id}) => id))
    for (const [id, entry] of Object.entries(loaded.suite.lexicon)) {
      for (const type of CHIP_TYPES) {
        expect(entry[type].length, `${id} ${type}`).to.be.at.least(12)
        for (const term of entry[type]) expect(term.split(' ').length, `${id} ${term}`).to.be.within(2, 4)
      }
    }
  })

  it('gives every term a snake_case key of its own within its persona', async () => {
    for (const {id} of loaded.suite.personas) {
      const chips = await lexiconChips(loaded.suite, id)
      const terms = CHIP_TYPES.flatMap((type) => loaded.suite.lexicon[id]![type])
      expect(
        chips.map(({display}) => display),
        id,
      ).to.have.members(terms)
      for (const {key} of chips) expect(key, id).to.match(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
      expect(new Set(chips.map(({key}) => key)).size, id).to.equal(terms.length)
    }
  })

  it('shares no key between sectors, so that the random baseline is wrong throughout', async () => {
    const sectorOfKey = new Map<string, string>()
    for (const {id, sector} of loaded.suite.personas) {
      for (const {key} of await lexiconChips(loaded.suite, id)) {
        expect(sectorOfKey.get(key) ?? sector, key).to.equal(sector)
        sectorOfKey.set(key, sector)
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
    const {suite, hash, prompt_hash} = await loadBuiltInSuite()
    expect(suiteHash(turned(suite) as object)).to.equal(hash)
    expect(contentHash(turned(suite.styles))).to.equal(prompt_hash)
    for (const style of ['terse', 'guided']) {
      for (const prompt of PROMPT_NAMES) {
        const changed = structuredClone(suite)
        changed.styles[style]![prompt].user += '!'
        expect(suiteHash(changed), `${style} ${prompt}`).not.to.equal(hash)
        expect(contentHash(changed.styles), `${style} ${prompt}`).not.to.equal(prompt_hash)
      }
    }
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
