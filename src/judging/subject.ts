import {createHash} from 'node:crypto'
import {v5} from 'uuid'
import {CHIP_TYPES, type Chip} from '../chips/chip.js'
import {seededShare} from '../rating/queue/seeded.js'

/** What a judge sees of a result: what people see, and no more. */
export interface Subject {
  sector: string
  desired_role: string
  persona_id: string
  /** The paragraph about the person, where it is known. */
  persona: string | undefined
  /** What was asked for, in the sentence that people read. */
  asked: string
  chip_count: number
  chips: readonly Chip[]
}

const NAMESPACE = '0f6c6f3e-5b1d-5f0a-8a53-7f2d1c9a4be6'

/** UUIDv5 of result, judge, rubric and repeat: the same judgement is the same row everywhere. */
export function judgementId(result: string, judge: string, rubric: string, repeat: number): string {
  return v5([result, judge, rubric, String(repeat)].join('|'), NAMESPACE)
}

/**
 * The chips as a judge reads them: by type, within a type in an order that follows from the chips and the
 * repeat alone. So equal answers are the same question in every run, and a repeat shows another order.
 */
export function orderedChips({chips, persona_id, chip_count}: Subject, repeat: number): Chip[] {
  const content = createHash('sha256')
    .update(JSON.stringify([persona_id, chip_count, chips.map(({key}) => key).sort(), repeat]))
    .digest('hex')
  const place = new Map(chips.map((chip) => [chip, seededShare(content, chip.key, chip.display)]))
  return [...chips].sort(
    (a, b) => CHIP_TYPES.indexOf(a.type) - CHIP_TYPES.indexOf(b.type) || place.get(a)! - place.get(b)! || 0,
  )
}
