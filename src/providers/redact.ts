/**
 * A function that takes secrets out of servers' messages about a call: servers echo keys in their error
 * messages. Secrets shorter than four characters are left alone, as every text would match.
 */
export function redactor(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = secrets.filter((secret): secret is string => secret !== undefined && secret.length >= 4)
  return (text) => known.reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text)
}

/**
 * The same for the answers of models, which are data and stay as they are: only a long, random secret is
 * taken out, and only as a whole word. A dummy key such as `test` or `no-key-required` is a word like others.
 */
export function answerRedactor(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = secrets.filter((secret) => secret !== undefined && isRandom(secret))
  if (known.length === 0) return (text) => text
  const whole = new RegExp(
    `(?<![\\p{L}\\p{N}_-])(?:${known.map((secret) => escaped(secret!)).join('|')})(?![\\p{L}\\p{N}_-])`,
    'gu',
  )
  return (text) => text.replaceAll(whole, '[redacted]')
}

/** Long, of many different characters, letters and digits among them: no word of a language, and no dummy. */
function isRandom(secret: string): boolean {
  return secret.length >= 16 && new Set(secret).size >= 8 && /\d/.test(secret) && /[a-z]/i.test(secret)
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}

/** The values of an environment that are secrets by the names of their variables. */
export function allSecrets(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /(KEY|TOKEN|SECRET|PASSWORD)$/i.test(name) && value !== undefined && value.length >= 8 ? [value] : [],
  )
}
