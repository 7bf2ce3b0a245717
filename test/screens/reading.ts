/** A command that only reads, and where its screen is taken. */
export interface Screen {
  name: string
  args: string[]
  /** A terminal of 80 columns, or two pipes (the default), which have no width. */
  terminal?: true
}

/** Of the stored database: two completed runs, an interrupted one, and a dry run. */
const FIRST = '20261120-090000-aaaa'
const SECOND = '20261123-140000-bbbb'
const INTERRUPTED = '20261124-080000'
/** A result with a note, one with chips that try to be more than text, and a failed one. */
const NOTED = '5cb3bc4f'
const HOSTILE = 'f8fa9e7b'
const FEW = ['--run', SECOND, '--model', 'lab/birch', '--persona', 'cook', '--chip-count', '15']

/** `json` adds the document of `--json` under the same name. */
function screens(name: string, args: string, kinds: ('pipe' | 'json' | 'terminal')[] = ['pipe']): Screen[] {
  const words = args.split(' ')
  return kinds.map((kind) => {
    if (kind === 'terminal') return {name: `${name}.terminal`, args: words, terminal: true}
    return kind === 'json' ? {name: `${name}.json`, args: [...words, '--json']} : {name, args: words}
  })
}

/** A process a screen: a name stands for something that no other screen shows. */
export const SCREENS: readonly Screen[] = [
  ...screens('runs', 'runs', ['json', 'terminal']),
  ...screens('runs-show', `runs show ${SECOND}`, ['pipe', 'json']),
  ...screens('runs-show-interrupted', `runs show ${INTERRUPTED} --shards 3`),
  ...screens('runs-page', 'runs --limit 2'),
  ...screens('runs-show-unknown', 'runs show nothing', ['json']),
  ...screens('results', 'results', ['terminal']),
  ...screens('results-dearest', 'results --model lab/aspen --sort cost --limit 3', ['json']),
  ...screens('results-flagged', 'results --flagged --style guided'),
  ...screens('results-rated-by', 'results --rated-by bob --unrated-by cem --sort worst --limit 5'),
  ...screens('results-unknown-model', 'results --model lab/aspn'),
  ...screens('result-noted', `results ${NOTED}`, ['json', 'terminal']),
  ...screens('result-hostile', `results ${HOSTILE}`),
  ...screens('result-failed', 'results --status failed --sort oldest --open 1'),
  ...screens('stats', 'stats', ['pipe', 'json', 'terminal']),
  ...screens('stats-groups', 'stats --group-by model --group-by style --run 20261120', ['pipe', 'terminal']),
  ...screens(
    'stats-filtered',
    'stats --group-by persona_id --input-type enriched --constraint with_constraint',
  ),
  ...screens('stats-metrics', 'stats --metrics', ['json', 'terminal']),
  ...screens('stats-agreement', 'stats --agreement', ['json', 'terminal']),
  ...screens('stats-adjust', 'stats --adjust --seed 2', ['json']),
  ...screens('stats-csv', 'stats --format csv'),
  ...screens('stats-markdown', 'stats --format markdown --agreement'),
  ...screens('stats-gate', 'stats --min-rating 3.2 --min-alpha 0.9'),
  ...screens('decide', 'decide', ['pipe', 'json', 'terminal']),
  ...screens('decide-cost', 'decide --by model --prefer cost --max-p95 30 --all'),
  ...screens('decide-nobody', 'decide --max-cost 0.000001'),
  ...screens('compare', 'compare lab/aspen lab/birch', ['json', 'terminal']),
  ...screens('compare-styles', 'compare terse guided --model lab/cedar'),
  ...screens('compare-runs', `compare ${FIRST} ${SECOND}`, ['pipe', 'terminal']),
  ...screens('compare-markdown', 'compare lab/aspen lab/birch --format markdown'),
  ...screens('compare-alone', 'compare', ['pipe', 'json']),
  ...screens('compare-half', 'compare terse'),
  ...screens('compare-all', 'compare --all --by model', ['json', 'terminal']),
  ...screens('effects', 'effects', ['json', 'terminal']),
  ...screens('effects-markdown', 'effects --metric rating --format markdown'),
  ...screens('effects-metric', 'effects --metric near_duplicates --model lab/aspen'),
  ...screens('models', 'models', ['pipe', 'json', 'terminal']),
  ...screens('models-chips', 'models --suite chips'),
  ...screens('personas', 'personas', ['pipe', 'json']),
  ...screens('suite-show', 'suite show', ['pipe', 'json', 'terminal']),
  ...screens('suite-show-yaml', 'suite show --format yaml'),
  ...screens('suite-check', 'suite check'),
  ...screens('suite-check-wrong', 'suite check wrong.yaml', ['pipe', 'json']),
  ...screens('export-results', ['export results', ...FEW].join(' '), ['pipe', 'json']),
  ...screens('export-results-jsonl', ['export results --format jsonl', ...FEW].join(' ')),
  ...screens('export-ratings', `export ratings --run ${SECOND}`),
  ...screens('export-ratings-json', `export ratings --run ${FIRST} --model lab/cedar --format json`),
  ...screens('export-calls', `export calls --run ${FIRST} --persona pilot`),
  ...screens('doctor', 'doctor', ['pipe', 'json']),
  ...screens('report', 'report --out report.html --title Kitchens'),
  ...screens('run-nothing', 'run'),
  ...screens('rate-without-terminal', 'rate'),
  ...screens('stray-word', 'stats lab/aspen', ['pipe', 'json']),
  ...screens('flag-first', '--run 20261120 stats'),
  ...screens('unknown-command', 'leaderbord'),
  ...screens('no-database', 'stats --db file:none.db', ['json']),
]
