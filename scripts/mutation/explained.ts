import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {z} from 'zod'
import type {Mutant} from './mutant.js'

/** Where the mutants stand that no test can tell from the original, each with the reason. */
export const EXPLAINED = 'scripts/mutants-explained.json'

const Explained = z.array(
  z.strictObject({
    file: z.string(),
    /** The whole line, trimmed: it stays when lines move. */
    context: z.string(),
    before: z.string(),
    after: z.string(),
    reason: z.string().min(20),
  }),
)
type Explanation = z.infer<typeof Explained>[number]

/** The explanations of the project; throws when the file is not in order. */
export function readExplanations(root: string): Explanation[] {
  return Explained.parse(JSON.parse(readFileSync(join(root, EXPLAINED), 'utf8')))
}

/** Whether an explanation speaks of this mutant. */
export function explains(explanation: Explanation, mutant: Mutant): boolean {
  return (
    explanation.file === mutant.file &&
    explanation.context === mutant.context &&
    explanation.before === mutant.before &&
    explanation.after === mutant.after
  )
}
