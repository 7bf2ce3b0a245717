/** The address of OpenRouter's API. */
export const OPENROUTER_URL = 'https://openrouter.ai/api/v1'
