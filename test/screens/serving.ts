/** A request to `bench serve` over the stored database. */
export interface Request {
  name: string
  path: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** As a person who has signed in on the page. */
  signedIn?: true
}

const RESULT = '5cb3bc4f-9289-59fb-ab0a-6c827cb616d7'
const HOSTILE = 'f8fa9e7b-37f7-5706-9bc9-499250261f69'
const RUN = '20261123-140000-bbbb'
const ANN = {'x-user-id': 'ann@example.com'}
const JSON_BODY = {...ANN, 'content-type': 'application/json'}

/** In this order; the ratings come last, so that they change no answer before them. */
export const REQUESTS: readonly Request[] = [
  {name: 'health', path: '/health'},
  {name: 'runs', path: '/runs'},
  {name: 'runs-page', path: '/runs?limit=1&offset=1'},
  {name: 'run', path: `/runs/${RUN}`},
  {name: 'run-unknown', path: '/runs/nothing'},
  {name: 'results', path: '/results?limit=3'},
  {
    name: 'results-filtered',
    path: `/results?run_id=${RUN}&model=lab/aspen&persona_id=cook&input_type=enriched&unrated_by=bob`,
    headers: ANN,
  },
  {name: 'results-wrong', path: '/results?limit=0&chip_count=many'},
  {name: 'result', path: `/results/${RESULT}`, headers: ANN},
  {name: 'result-hostile', path: `/results/${HOSTILE}`},
  {name: 'result-unknown', path: '/results/nothing'},
  {name: 'ratings', path: '/ratings?limit=3'},
  {name: 'ratings-of', path: `/ratings?result_id=${RESULT}`},
  {name: 'stats', path: '/stats'},
  {name: 'stats-style', path: `/stats?group_by=style&run_id=${RUN}`},
  {name: 'stats-wrong', path: '/stats?group_by=colour'},
  {name: 'decide', path: '/decide?by=model&margin=0.5'},
  {name: 'decide-wrong', path: '/decide?margin=0&by=colour'},
  {name: 'options', path: '/options'},
  {name: 'unknown-route', path: '/nowhere'},
  {
    name: 'generate-off',
    path: '/generate',
    method: 'POST',
    headers: JSON_BODY,
    body: '{"model": "builtin/lexicon"}',
  },
  {name: 'page-sign-in', path: '/'},
  {name: 'page-leaderboard', path: '/app/leaderboard', signedIn: true},
  {name: 'page-runs', path: '/app/runs', signedIn: true},
  {name: 'page-run', path: `/app/runs/${RUN}`, signedIn: true},
  {name: 'page-result', path: `/app/results/${RESULT}`, signedIn: true},
  {name: 'page-result-unrated', path: `/app/results/${HOSTILE}`, signedIn: true},
  {name: 'page-mine', path: '/app/mine', signedIn: true},
  {name: 'page-unknown', path: '/app/nowhere', signedIn: true},
  {
    name: 'rating-wrong',
    path: `/results/${RESULT}/ratings`,
    method: 'POST',
    headers: JSON_BODY,
    body: '{"rating": 6}',
  },
  {
    name: 'rating',
    path: `/results/${RESULT}/ratings`,
    method: 'POST',
    headers: JSON_BODY,
    body: '{"rating": 5}',
  },
]
