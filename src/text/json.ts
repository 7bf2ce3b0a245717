import {harmlessJson} from './sanitize.js'

/** JSON that no terminal takes for commands: the same value, with every harmful character as an escape. */
export function safeJson(value: unknown, indent?: number): string {
  return harmlessJson(JSON.stringify(value, null, indent))
}
