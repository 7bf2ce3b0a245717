type Rule = (value: unknown) => boolean

const text: Rule = (value) => typeof value === 'string' && value !== ''
const whole =
  (min: number, max: number): Rule =>
  (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
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
  budget: (value) => Number.isFinite(value) && Number(value) > 0,
  base_url: text,
  api_key_env: (value) => /_(?:API_KEY|TOKEN)$/.test(String(value)) && typeof value === 'string',
  api: map({
    host: text,
    port: whole(0, 65_535),
    cors: (value) => Array.isArray(value) && value.every(text),
  }),
})
