/** A run of 64 cases, long enough to be interrupted. */
export function interruptedRun(baseUrl: string): string[] {
  const models = ['openai/gpt-5-mini', 'mistralai/mistral-nemo'].flatMap((model) => ['--model', model])
  const personas = ['tech_pm', 'tech_swe'].flatMap((persona) => ['--persona', persona])
  return ['run', ...models, ...personas, '--seed', '3', '--concurrency', '4', '--base-url', baseUrl]
}
