/**
 * Tokens and cost of a call. Null where the provider did not report a value, or reported an impossible value.
 */
export interface Usage {
  input_tokens: number | null
  /** Thoughts included: they are billed as output. */
  output_tokens: number | null
  /** The thoughts among them. */
  reasoning_tokens: number | null
  /** Tokens of the input that the provider had cached. */
  cached_tokens: number | null
  /** US dollars. */
  cost_usd: number | null
}

/**
 * The `usage` of a completion, believed only where it adds up:
 * - Output is total − prompt where the total is more than the sum of the parts: some servers report
 *   thoughts in the total alone, others beside the completion instead of within it.
 * - No tokens for a text, or for a prompt, is unknown: every answered call took tokens.
 * - With a key of the user at the model's provider (`is_byok`) the gateway's cost is its fee; the
 *   provider's bill comes on top of the fee, and only then.
 *
 * Numbers may come as text.
 * @param text the answer.
 */
export function readUsage(usage: unknown, text: string): Usage {
  const fields = fieldsOf(usage)
  const input = moreThanNone(inputTokens(fields))
  const output = outputTokens(fields, input)
  const output_tokens = text.trim() === '' ? output : moreThanNone(output)
  return {
    input_tokens: input,
    output_tokens,
    reasoning_tokens: partOf(output_tokens, reasoningTokens(fields)),
    cached_tokens: partOf(input, cachedTokens(fields)),
    cost_usd: costOf(fields, input ?? output_tokens),
  }
}

/** Whole tokens from a number or its text; null for every other value. */
export function countOf(value: unknown): number | null {
  const number = numberOf(value)
  return Number.isSafeInteger(number) ? number : null
}

/** A number that is not below zero, or the text of such a number; null for every other value. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\s*\d+(\.\d+)?(e[+-]?\d+)?\s*$/i.test(value) ? +value : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null
}

/** Anthropic counts what was cached beside the rest of the input. */
function inputTokens(fields: Record<string, unknown>): number | null {
  const prompt = countOf(fields['prompt_tokens'])
  if (prompt !== null) return prompt
  const rest = countOf(fields['input_tokens'])
  const cached = ['cache_read_input_tokens', 'cache_creation_input_tokens'].map(
    (name) => countOf(fields[name]) ?? 0,
  )
  return rest === null ? null : rest + cached[0]! + cached[1]!
}

function outputTokens(fields: Record<string, unknown>, input: number | null): number | null {
  const completion = countOf(fields['completion_tokens'] ?? fields['output_tokens'])
  const total = countOf(fields['total_tokens'])
  const reasoning = reasoningTokens(fields) ?? 0
  // Thoughts that are more than the completion's tokens cannot be a part of the completion.
  const reported = completion !== null && reasoning > completion ? completion + reasoning : completion
  if (input === null || total === null || total <= input) return reported
  return Math.max(reported ?? 0, total - input)
}

/** Thoughts stand among the details of the output: under the name of either API of OpenAI. */
function reasoningTokens(fields: Record<string, unknown>): number | null {
  const details = fieldsOf(fields['completion_tokens_details'] ?? fields['output_tokens_details'])
  return countOf(details['reasoning_tokens'] ?? fields['reasoning_tokens'])
}

/**
 * OpenAI and OpenRouter name cached tokens among the details of the input, DeepSeek and Anthropic beside it.
 */
function cachedTokens(fields: Record<string, unknown>): number | null {
  const details = fieldsOf(fields['prompt_tokens_details'] ?? fields['input_tokens_details'])
  return countOf(
    details['cached_tokens'] ?? fields['prompt_cache_hit_tokens'] ?? fields['cache_read_input_tokens'],
  )
}

/**
 * A part is believed only where it fits into the whole: a discount must not be had for more than was sent.
 */
function partOf(whole: number | null, part: number | null): number | null {
  return whole !== null && part !== null && part > whole ? null : part
}

function costOf(fields: Record<string, unknown>, tokens: number | null): number | null {
  // Perplexity lists the parts of a cost with their total.
  const cost = numberOf(fieldsOf(fields['cost'])['total_cost'] ?? fields['cost'])
  if (String(fields['is_byok']) === 'true') {
    const upstream = upstreamCost(fieldsOf(fields['cost_details']))
    return upstream === null ? null : (cost ?? 0) + upstream
  }

  return cost === 0 && tokens === null ? null : cost
}

/** The bill of the model's provider, as a sum or in its two parts. */
function upstreamCost(details: Record<string, unknown>): number | null {
  const cost = numberOf(details['upstream_inference_cost'])
  if (cost !== null) return cost
  const prompt = numberOf(details['upstream_inference_prompt_cost'])
  const completion = numberOf(details['upstream_inference_completions_cost'])
  return prompt === null || completion === null ? null : prompt + completion
}

function moreThanNone(tokens: number | null): number | null {
  return tokens === 0 ? null : tokens
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
