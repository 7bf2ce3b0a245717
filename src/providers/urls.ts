/** Where OpenRouter answers. */
export const OPENROUTER_URL = 'https://openrouter.ai/api/v1'
