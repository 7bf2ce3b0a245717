/** Every route with a path that answers it; `id` stands for a run or result. */
export interface Route {
  path: string
  method: 'GET' | 'POST'
  /** What the route takes, where it takes something. */
  body?: unknown
  /** Whether it answers without a token. */
  open?: boolean
}

export const GENERATE = {
  model: 'builtin/lexicon',
  persona_id: 'tech_pm',
  style: 'terse',
  input_type: 'enriched',
  constraint_type: 'with_constraint',
  chip_count: 15,
}

export function routes({run, result}: {run: string; result: string}): Route[] {
  return [
    {path: '/health', method: 'GET', open: true},
    {path: '/openapi.json', method: 'GET', open: true},
    {path: '/docs', method: 'GET', open: true},
    {path: '/runs', method: 'GET'},
    {path: `/runs/${run}`, method: 'GET'},
    {path: '/results', method: 'GET'},
    {path: `/results/${result}`, method: 'GET'},
    {path: '/ratings', method: 'GET'},
    {path: '/judgements', method: 'GET'},
    {path: '/stats', method: 'GET'},
    {path: '/compare', method: 'GET'},
    {path: '/effects', method: 'GET'},
    {path: '/prompts', method: 'GET'},
    {path: '/decide', method: 'GET'},
    {path: '/options', method: 'GET'},
    {path: `/results/${result}/ratings`, method: 'POST', body: {rating: 4}},
    {path: '/generate', method: 'POST', body: GENERATE},
  ]
}
