/** The offline baselines, apart from their code: modules that only list them load nothing else. */
export const BASELINE_MODELS = [
  {id: 'builtin/lexicon', name: 'Lexicon (baseline)', input_price: 0, output_price: 0},
  {id: 'builtin/random', name: 'Random (baseline)', input_price: 0, output_price: 0},
] as const

/** Whether an id names one of the offline baselines. */
export function isBaseline(modelId: string): boolean {
  return BASELINE_MODELS.some(({id}) => id === modelId)
}
