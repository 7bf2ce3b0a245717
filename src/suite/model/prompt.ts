import type {Prompt} from './suite.js'

/** One message of a chat. */
export interface Message {
  role: 'system' | 'user'
  content: string
}

export type Variables = Record<string, string | number>

export const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g

/** The names of a template's placeholders. */
export function placeholders(template: string): string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map((match) => match[1]!))]
}

/**
 * The text of a template. Values are put in as they are and never read as templates themselves;
 * lines that an empty value leaves blank close up.
 * @throws Error for a placeholder without a value: the suite check finds those before a run.
 */
export function fillTemplate(template: string, variables: Variables): string {
  const text = template.replaceAll(PLACEHOLDER, (_whole, name: string) => {
    const value = variables[name]
    if (value === undefined) throw new Error(`the prompt uses {{${name}}}, which has no value here`)
    return String(value)
  })
  return text.replaceAll(/\n{3,}/g, '\n\n').trim()
}

export function fillPrompt(prompt: Prompt, variables: Variables): Message[] {
  return [
    {role: 'system', content: fillTemplate(prompt.system, variables)},
    {role: 'user', content: fillTemplate(prompt.user, variables)},
  ]
}
