import {randomUUID} from 'node:crypto'
import {define} from '../../src/records/definitions.js'
import type {ResultRecord} from '../../src/records/result.js'
import type {DefinitionRecord} from '../../src/records/version.js'
import type {Store} from '../../src/store/store.js'
import {aResult, aRun} from './records.js'

/** A style of one prompt, as runs define it. */
export function aStyle(name: string, text: string): DefinitionRecord {
  const prompt = {system: 'You make chips.', user: text}
  return define('style', name, {
    constraint: 'At least 2 of each.',
    prompts: {final: prompt, fill: prompt, select: prompt, selectable: prompt, final_with_selections: prompt},
    selector: 'none',
    thresholds: {min_per_type: 2, selectable: {min: 8, max: 10}, selected: {min: 3, max: 5}},
  })
}

export const aSystem = (name: string, temperature = 0.7) => define('system', name, {model: name, temperature})
export const PERSONA = define('persona', 'cook', {persona: 'somebody who cooks'})

export interface VersionedRun {
  style: DefinitionRecord
  /** The score that one rater gave to each trial, by model; null: not rated. */
  scores: Record<string, readonly (number | null)[]>
  day?: string
  change?: Partial<ResultRecord>
}

/** A run whose results name their versions. @returns its id */
export async function addRun(
  store: Store,
  {style, scores, day = '2026-11-23', change}: VersionedRun,
): Promise<string> {
  const id = `run-${randomUUID()}`
  const systems = Object.keys(scores).map((model) => aSystem(model))
  const versions = {
    style: {[style.name]: style.id},
    persona: {cook: PERSONA.id},
    system: Object.fromEntries(systems.map((system) => [system.name, system.id])),
  }
  await store.runs.create(aRun({id, config: {cases: 3, versions}}), [style, PERSONA, ...systems])
  for (const [model, given] of Object.entries(scores)) {
    for (const [at, rating] of given.entries()) {
      const result = aResult(id, {
        model,
        style: style.name,
        trial: 1,
        chip_count: 10 + at,
        created_at: `${day}T10:00:01.000Z`,
        style_version: style.id,
        persona_version: PERSONA.id,
        system_version: versions.system[model] ?? null,
        ...change,
      })
      await store.results.save(result)
      if (rating !== null)
        await store.ratings.save({
          result_id: result.id,
          user_id: 'ann',
          rating,
          created_at: `${day}T12:00:00.000Z`,
          blind: true,
        })
    }
  }

  return id
}

/** A suite file whose style `terse` asks with this text. */
export const suiteAsking = (text: string) => `extends: chips
id: mine
styles:
  terse:
    final: {system: Be short., user: "${text} {{sector}} {{desired_role}} {{chip_count}} {{constraint}}"}
`

/** Flags of a run of two cases that such a suite makes. */
export const FEW_CASES = [
  ...['-m', 'builtin/lexicon', '-p', 'tech_pm', '--style', 'terse'],
  ...['--input-type', 'basic', '--chip-count', '15'],
]
