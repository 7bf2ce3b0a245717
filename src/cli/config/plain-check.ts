import {FACTOR_COLUMNS} from '../../suite/model/factors.js'

type Rule = (value: unknown) => boolean

const text: Rule = (value) => typeof value === 'string' && value !== ''
const whole =
  (min: number, max: number): Rule =>
  (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
const above0: Rule = (value) => Number.isFinite(value) && Number(value) > 0
const list =
  (rule: Rule, least = 0): Rule =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.every(rule)
const oneOf =
  (values: readonly string[]): Rule =>
  (value) =>
    values.includes(value as string)
const map =
  (rules: Record<string, Rule>): Rule =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(([key, inner]) => Object.hasOwn(rules, key) && rules[key]!(inner))

/**
 * Whether a config is plainly right, so that no start has to load the schema library (a sixth of its time)
 * only to learn that nothing is wrong. False means: let the schema judge. A test compares this check with the
 * schema.
 */
export const isPlainlyRight: Rule = map({
  $schema: (value) => typeof value === 'string',
  suite: text,
  database: text,
  user: (value) => text(value) && String(value).length <= 200,
  concurrency: whole(1, 512),
  budget: above0,
  base_url: text,
  api_key_env: (value) => /_(?:API_KEY|TOKEN)$/.test(String(value)) && typeof value === 'string',
  decision: map({
    by: list(oneOf(FACTOR_COLUMNS), 1),
    margin: above0,
    max_cost: above0,
    max_p95: above0,
    min_rating: (value) => Number.isFinite(value) && Number(value) >= 1 && Number(value) <= 5,
    prefer: oneOf(['rating', 'cost', 'latency']),
    leave_out: list(text),
  }),
  judge: map({
    min_alpha: (value) => Number.isFinite(value) && Number(value) >= -1 && Number(value) <= 1,
  }),
  api: map({
    host: text,
    port: whole(0, 65_535),
    cors: list(text),
  }),
})
