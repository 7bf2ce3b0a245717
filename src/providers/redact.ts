/**
 * A function that takes secrets out of text: servers echo keys in their error messages.
 * Secrets shorter than four characters are left alone, as every text would match.
 */
export function redactor(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = secrets.filter((secret): secret is string => secret !== undefined && secret.length >= 4)
  return (text) => known.reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text)
}

/** The values of an environment that are secrets by the names of their variables. */
export function allSecrets(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /(KEY|TOKEN|SECRET|PASSWORD)$/i.test(name) && value !== undefined && value.length >= 8 ? [value] : [],
  )
}
