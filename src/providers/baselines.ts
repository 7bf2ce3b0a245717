import {CHIP_TYPES, type Chip, type ChipType} from '../chips/chip.js'
import {Random} from '../statistics/random.js'
import type {LexiconEntry, Suite} from '../suite/model/suite.js'
import {ProviderError, type CompletionRequest, type Provider, type Task} from './provider.js'

/**
 * The offline baselines: `builtin/lexicon` draws from the persona's lexicon, `builtin/random` from the
 * lexicons of other sectors. Equal requests get equal answers. They are floors and controls, no LLMs.
 */
export function baselines(suite: Pick<Suite, 'lexicon' | 'personas'>): Provider {
  return {
    id: 'builtin',
    // A thrown error becomes a rejection here, as with any provider.
    complete: (request) =>
      Promise.resolve().then(() => ({
        text: JSON.stringify(answer(suite, request)),
        finish_reason: 'stop',
        input_tokens: 0,
        output_tokens: 0,
        cost_usd: 0,
      })),
  }
}

function answer(suite: Pick<Suite, 'lexicon' | 'personas'>, request: CompletionRequest): unknown {
  const {task} = request
  const random = new Random(request.seed ?? 0)
  if (task.step === 'selection')
    return shuffled(task.chips, random)
      .slice(0, task.count)
      .map(({key}) => key)
  const entry =
    request.model === 'builtin/random' ? foreignEntry(suite, task, random) : suite.lexicon[task.persona_id]
  if (!entry) {
    throw new ProviderError(`the suite has no lexicon for ${request.model} and persona ${task.persona_id}`, {
      kind: 'rejected',
    })
  }

  return draw(entry, task, random)
}

/** All terms of the other sectors, as one lexicon. */
function foreignEntry(
  suite: Pick<Suite, 'lexicon' | 'personas'>,
  task: Task,
  random: Random,
): LexiconEntry | undefined {
  const sectorOf = new Map(suite.personas.map(({id, sector}) => [id, sector]))
  const otherPersonas = Object.keys(suite.lexicon).filter(
    (id) => sectorOf.get(id) !== sectorOf.get(task.persona_id),
  )
  const chosen = otherPersonas.length > 0 ? otherPersonas[random.below(otherPersonas.length)] : undefined
  return chosen === undefined ? undefined : suite.lexicon[chosen]
}

function draw(entry: LexiconEntry, task: Task, random: Random): Chip[] {
  const taken = new Set(task.chips.map(({key}) => key))
  const pools = new Map<ChipType, Chip[]>()
  for (const type of CHIP_TYPES) {
    const chips = entry[type].map((display) => ({key: snakeCase(display), display, type}))
    pools.set(
      type,
      shuffled(
        chips.filter(({key}) => !taken.has(key)),
        random,
      ),
    )
  }

  if (task.step === 'fill')
    return task.missing_types.flatMap((type) => pools.get(type)?.slice(0, task.count) ?? [])
  const guaranteed = [...pools.values()].flatMap((pool) => pool.splice(0, task.min_per_type))
  const leftover = shuffled([...pools.values()].flat(), random)
  return shuffled([...guaranteed, ...leftover].slice(0, task.count), random)
}

function snakeCase(display: string): string {
  return display
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
}

/** Fisher–Yates. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = [...items]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const [a, b] = [copy[i] as T, copy[j] as T]
    copy[i] = b
    copy[j] = a
  }

  return copy
}
