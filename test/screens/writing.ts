/** A step of the story that writes; the next step finds what it left. */
export interface Step {
  name: string
  args: string[]
}

const FRESH = 'run -m builtin/lexicon -m builtin/random --persona pilot --style terse --chip-count 15'
const RATED = 'be929596'

const step = (name: string, args: string): Step => ({name, args: args.split(' ')})

/**
 * Commands that write, in this order, on a stored database of their own. Baselines with a seed answer the same
 * everywhere; a case at a time, so that lines come in one order.
 */
export const STEPS: readonly Step[] = [
  step('run', `${FRESH} --seed 1 -c 1 --run-id fresh`),
  step('run-again', `${FRESH} --seed 1 -c 1 --run-id fresh`),
  step('run-json', `${FRESH} --seed 2 -c 1 --run-id fresh-json --json`),
  step('run-made', 'results --run fresh --model builtin/lexicon --input-type enriched --open 1'),
  step('run-dry', 'run --all -m builtin/random --dry-run --trials 2 --run-id planned'),
  step('run-dry-json', 'run -m lab/aspen --dry-run --run-id planned-json --json'),
  step('resume', 'resume 20261124-080000 -c 1'),
  step('resume-made', 'export results --run 20261124-080000-cccc --chip-count 15 --format json'),
  step('resume-done', 'resume 20261124-080000'),
  step('rate-score', `rate ${RATED} --score 4 --note Concrete. --flag`),
  step('rate-score-json', `rate ${RATED} --score 2 --user new@example.com --json`),
  step('rate-score-failed', 'rate 00000000 --score 2'),
  step('rate-import', 'rate --import ratings.csv'),
  step('rate-import-again', 'rate --import ratings.csv --json'),
  step('rate-import-wrong', 'rate --import wrong.csv'),
  step('rate-made', 'export ratings --run 20261120-090000-aaaa --model lab/aspen --persona cook'),
  step('stats-after', 'stats --model lab/aspen --agreement'),
  step('report-json', 'report --out report.html --json'),
  step('export-file', 'export ratings --out ratings.jsonl'),
  step('runs-delete', 'runs delete 20261123-140000-bbbb'),
  step('runs-delete-yes', 'runs delete 20261123-140000-bbbb --yes'),
  step('runs-after', 'runs --json'),
  step('suite-init', 'suite init new-suite.yaml'),
  step('serve-invite', 'serve invite ana@example.com --tokens tokens.yaml'),
]
