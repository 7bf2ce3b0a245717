import {sanitizeJson} from './sanitize.js'

/** JSON that no terminal takes for commands: the same value, with every harmful character as an escape. */
export function safeJson(value: unknown, indent?: number): string {
  return sanitizeJson(JSON.stringify(value, null, indent))
}
