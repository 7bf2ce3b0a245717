import {costOf} from '../suite/prices/price.js'
import type {PassConfig} from './pass-config.js'
import type {JudgeTask} from './tasks.js'

/** English prose and JSON take about four characters a token. */
const CHARACTERS_A_TOKEN = 4
/** Two or three sentences, some numbers and the score. */
const OUTPUT_TOKENS = {low: 70, high: 220}

/** What the open judgements of a judge may cost; no model is called. */
export interface JudgeEstimate {
  judge: string
  judgements: number
  input_tokens: number
  output_tokens: {low: number; high: number}
  /**
   * US dollars; null where the price is unknown. Thinking models can cost more: their thoughts are output.
   */
  cost_usd: {low: number; high: number} | null
}

/** @param characters of a question, on average. */
export function estimateJudging(
  config: PassConfig,
  open: readonly JudgeTask[],
  characters: number,
): JudgeEstimate[] {
  return config.models.map((judge) => {
    const judgements = open.filter((task) => task.judge === judge.id).length
    const input_tokens = Math.round((judgements * characters) / CHARACTERS_A_TOKEN)
    const output_tokens = {low: judgements * OUTPUT_TOKENS.low, high: judgements * OUTPUT_TOKENS.high}
    const [low, high] = [output_tokens.low, output_tokens.high].map((output) =>
      costOf(judge, input_tokens, output),
    )
    return {
      judge: judge.id,
      judgements,
      input_tokens,
      output_tokens,
      cost_usd: low === null || high === null || low === undefined || high === undefined ? null : {low, high},
    }
  })
}
