/** A value in one line of YAML. */
export function flowYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowYaml).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, member]) => `${plainText(key)}: ${flowYaml(member)}`)
      .join(', ')}}`
  return typeof value === 'string' ? plainText(value) : JSON.stringify(value)
}

/** Without quotes where YAML reads the text as it stands. */
function plainText(text: string): string {
  const isWord = /^[A-Za-z_][\w.-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  return isWord ? text : JSON.stringify(text)
}
