/** Fields that every server takes: a refusal that names them is about their content. */
const ALWAYS_TAKEN = new Set(['model', 'messages'])
/** How servers say that they do not take a field, or not this value. */
const NOT_TAKEN =
  /unsupported|not support|unknown|unrecogni[sz]ed|not (?:be )?permitted|not allowed|extra (?:inputs|fields)|unexpected|invalid|deprecated|only .{0,60}(?:supported|allowed)|does not (?:take|accept)|cannot be (?:set|used)|no longer/i

/**
 * The field of a request that a server refuses, by the body of its answer: OpenAI names it as `param`; others
 * only in a sentence. Undefined where no field that was sent is named.
 * @param error the object `error` of the answer, or the answer.
 * @param body what was sent.
 */
export function refusedParameter(
  error: unknown,
  message: string,
  body: Readonly<Record<string, unknown>>,
): string | undefined {
  const sent = Object.keys(body).filter((name) => !ALWAYS_TAKEN.has(name) && body[name] !== undefined)
  const {param} = (typeof error === 'object' && error !== null ? error : {}) as {param?: unknown}
  if (typeof param === 'string' && param !== '') {
    // `reasoning.effort` is a part of `reasoning`.
    const field = param.replace(/^body\./, '').split(/[.[]/, 1)[0]!
    return sent.includes(field) ? field : undefined
  }

  if (!NOT_TAKEN.test(message)) return undefined
  const named = sent.filter((name) => new RegExp(`(?<![\\w.])${escaped(name)}(?!\\w)`).test(message))
  // `Use 'max_completion_tokens' instead`: the refused field comes first.
  return named.sort((a, b) => message.indexOf(a) - message.indexOf(b))[0]
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
}
