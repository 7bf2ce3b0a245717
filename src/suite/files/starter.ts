import {SETTING_COLUMNS} from '../model/factors.js'
import type {Suite} from '../model/suite.js'

/**
 * A suite file to begin with: it extends the built-in suite as it is, and shows in comments what could be
 * changed. Lines with `#` and no single space after it are YAML that works once the `#` is gone.
 *
 * @param schema where an editor finds the JSON Schema
 */
export function starterText(
  chips: Suite,
  {id, schema, today}: {id: string; schema: string; today: string},
): string {
  const {models, personas, factors, thresholds, generation} = chips
  return `# yaml-language-server: $schema=${schema}
#
# A suite of your own. It extends bench's own suite and says only what differs from it: maps merge key by key,
# lists replace the inherited list, and an entry of models or personas that gives an inherited id takes from
# there what it leaves out. Take the # away from what you need.
# Try it: bench suite check FILE, bench suite show FILE, bench run --suite FILE --all --dry-run
extends: chips
id: ${id}
title: Chips, as we ask for them

# Exactly these models, in this order; US dollars per one million tokens.
#prices_as_of: "${today}"
#models:
${models.map((model) => `#  - ${model.id}`).join('\n')}
#  - {id: lab/own-model, name: Own Model, input_price: 0.10, output_price: 0.40}
# The same model with other parameters is a system of its own; null takes a field out of what is sent.
#  - id: gpt-5-mini-low
#    name: GPT-5 Mini, low effort
#    model: openai/gpt-5-mini
#    parameters: {reasoning: {effort: low}, temperature: null}
# A server of its own; its key is in a variable that ends in _API_KEY or _TOKEN, never here.
#  - {id: lab/local, name: Local, model: llama3.2, base_url: "http://localhost:11434/v1", input_price: 0, output_price: 0}

# Plays the user in enriched cases.
#selector: ${chips.selector.id}

# Exactly these personas.
#personas:
${personas.map((persona) => `#  - ${persona.id}`).join('\n')}
#  - id: baker
#    sector: Food
#    desired_role: Baker
#    persona: >-
#      Two or three sentences about one concrete person's working days: tools by name, rituals, pressures, setting.

# The levels of each factor; every case is one of each.
#factors:
${SETTING_COLUMNS.map((column) => {
  const levels: readonly (string | number)[] = factors[column]
  return `#  ${column}: [${[...levels, ...(column === 'style' ? ['plain'] : [])].join(', ')}]`
}).join('\n')}

#generation:
#  temperature: ${generation.temperature}
#  max_output_tokens: ${generation.max_output_tokens}

#thresholds:
#  min_per_type: ${thresholds.min_per_type}
#  selectable: {min: ${thresholds.selectable.min}, max: ${thresholds.selectable.max}}
#  selected: {min: ${thresholds.selected.min}, max: ${thresholds.selected.max}}

# Another prompt style, begun from one that is there. \`bench suite show --format yaml\` prints all prompts.
#styles:
#  plain:
#    extends: terse
#    final:
#      user: |
#        Write {{chip_count}} chips for a {{desired_role}} in {{sector}}.
#        {{constraint}}
#    # Or as a file beside this one; what it says counts, not its name.
#    #selectable:
#    #  user: {file: prompts/plain-selectable.md}
# While you write them: bench run --suite FILE --try --style plain

# Terms for the offline baseline builtin/lexicon, for personas of your own.
#lexicon:
#  baker:
#    situation: [Oven Fails at Dawn, Flour Delivery Late]
#    jargon: [Bulk Fermentation, Oven Spring]
#    role_task: [Feed the Starter, Scale the Dough]
#    environment: [Night Shift Bakery, Market Stall]

# What raters and judges go by; a change of it changes no run.
#rating:
#  question: ${chips.rating?.question ?? 'Is this any good?'}
#  guidelines: |
#    What to look at, and what each score means.
#  # Or as a file beside this one.
#  #guidelines: {file: guidelines.md}
#  anchors: {1: useless, 5: excellent}
#  # Exactly these; the letter is the key.
#  tags:
#    - {letter: g, label: generic}
#    - {letter: o, label: other}
`
}
