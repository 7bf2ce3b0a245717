import type {RunConfig} from '../../src/records/run.js'
import {casesOf, configure, type RunRequest} from '../../src/run/setup/setup.js'
import {withHashes} from '../../src/suite/files/load.js'
import {suiteSchema} from '../../src/suite/model/suite-schema.js'
import type {Suite} from '../../src/suite/model/suite.js'

const prompt = (text: string) => ({system: 'You make chips.', user: text})
const style = {
  constraint: 'At least {{min_per_type}} of each type.',
  selectable: prompt(
    'Offer {{selectable_min}} to {{selectable_max}} chips: {{sector}}, {{desired_role}}. {{constraint}}',
  ),
  final: prompt('Make {{chip_count}} chips: {{sector}}, {{desired_role}}. {{constraint}}'),
  final_with_selections: prompt(
    'Make {{chip_count}} more than {{selections}}: {{sector}}, {{desired_role}}. {{constraint}}',
  ),
  select: prompt(
    'You are {{persona}}, {{sector}}, {{desired_role}}. Pick {{selected_min}} to {{selected_max}} of {{options}}',
  ),
  fill: prompt(
    'Make {{min_per_type}} of each: {{missing_types}}. {{sector}}, {{desired_role}}. Not {{existing_keys}}',
  ),
}
const terms = (word: string) => ({
  situation: Array.from({length: 12}, (_, i) => `${word} Situation ${i}`),
  jargon: Array.from({length: 12}, (_, i) => `${word} Jargon ${i}`),
  role_task: Array.from({length: 12}, (_, i) => `${word} Task ${i}`),
  environment: Array.from({length: 12}, (_, i) => `${word} Place ${i}`),
})

/** A suite of two models and two personas, small enough to read. */
export const tinySuite: Suite = suiteSchema.parse({
  id: 'tiny',
  title: 'Tiny',
  prices_as_of: '2026-11-01',
  models: [
    {id: 'lab/one', name: 'One', input_price: 1, output_price: 2},
    {id: 'lab/two', name: 'Two', input_price: 3, output_price: 4},
  ],
  selector: {id: 'lab/selector', name: 'Selector', input_price: 1, output_price: 1},
  personas: [
    {id: 'cook', sector: 'Kitchen', desired_role: 'Cook', persona: 'somebody who cooks'},
    {id: 'pilot', sector: 'Aviation', desired_role: 'Pilot', persona: 'somebody who flies'},
  ],
  factors: {
    style: ['terse', 'guided'],
    input_type: ['basic', 'enriched'],
    constraint_type: ['with_constraint', 'no_constraint'],
    chip_count: [15, 35],
  },
  generation: {temperature: 0.7, max_output_tokens: 1000},
  thresholds: {min_per_type: 2, selectable: {min: 8, max: 10}, selected: {min: 3, max: 5}},
  styles: {terse: style, guided: style},
  lexicon: {cook: terms('Kitchen'), pilot: terms('Flight')},
})

/** A run of one model over all of the tiny suite. */
export const REQUEST: RunRequest = {
  models: ['lab/one'],
  all: false,
  customModels: [],
  trials: 1,
  concurrency: 4,
  budgetUsd: null,
  maxRetries: 2,
  timeoutS: 5,
  caseTimeoutS: 60,
  temperature: undefined,
  seed: 1,
  baseUrl: 'http://127.0.0.1:1/v1',
}

/** Config and cases of a run over the tiny suite. */
export function tinyRun(request: Partial<RunRequest> = {}, limits: Partial<RunConfig> = {}) {
  const loaded = withHashes(tinySuite)
  const config = {...configure({...REQUEST, ...request}, loaded, '0.0.0'), ...limits}
  return {config, suite: tinySuite, cases: casesOf(config, tinySuite)}
}
