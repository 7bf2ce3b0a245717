/** What the parser of command lines says, in the words of bench: a sentence that names the flag first. */
export function parserSentence(message: string): string {
  const [text, ...others] = message.replace(/\nSee more help with --help$/, '').split('\n')
  const sentences = /^(The following|Missing)/.test(text!)
    ? others.filter((line) => line.trim() !== '').map((line) => reworded(line.trim(), text!))
    : [reworded([text, ...others].join(' '), '')]
  return `${sentences.map((sentence) => `${sentence}.`).join(' ')} Nothing was started or written.`
}

/** `heading`: the line above, which says of what kind the lines below are. */
function reworded(line: string, heading: string): string {
  if (heading.startsWith('Missing')) return line.replace(/^(\S+)\s*(.*)$/, missing)
  for (const [pattern, message] of MESSAGES) if (pattern.test(line)) return line.replace(pattern, message)
  return line
}

function missing(_: string, name: string, description: string): string {
  return `${name.toUpperCase()} is missing${description === '' ? '' : ` (${description})`}`
}

const MESSAGES: readonly [RegExp, string][] = [
  [/^Flag (\S+) expects a value$/, '$1 needs a value'],
  [/^Parsing (\S+)\s+Expected (.+) but received: (.*)$/, '$1 takes $2, not "$3"'],
  [/^Expected (--[\w-]+)=(.*) to be one of: (.*)$/s, '$1 takes one of $3; not "$2"'],
  [/^Expected (.*) to be one of: (.*)$/s, '"$1" is none of $2'],
  [/^(--[\w-]+)(?:=.*)? cannot also be provided when using (--[\w-]+)$/s, '$1 and $2 exclude each other'],
  [/^All of the following must be provided when using (\S+): (.*)$/, '$1 needs $2'],
]
