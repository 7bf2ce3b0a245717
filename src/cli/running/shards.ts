import {usage} from '../../errors/catalogue.js'
import {runExists, runWasDeleted} from '../../errors/remote.js'
import {definitionsOf} from '../../records/definitions.js'
import {TRY_PREFIX, type RunConfig} from '../../records/run.js'
import type {Store} from '../../store/store.js'
import type {Case} from '../../suite/model/case.js'
import {SETTING_COLUMNS, SETTINGS} from '../../suite/model/factors.js'
import type {Suite} from '../../suite/model/suite.js'
import {MOST_SHARDS, parseShard, shardNumber, WHOLE_RUN, type Shard} from '../../suite/model/shard.js'

/**
 * The shard that `--shard` asks for.
 * @throws BenchError (exit 2) for a text unlike `2/4`.
 */
export function shardFlag(text: string | undefined): Shard {
  if (text === undefined) return WHOLE_RUN
  const shard = parseShard(text)
  if (shard) return shard
  throw usage(
    `--shard must be like 2/4, with up to ${MOST_SHARDS} shards, not "${text}". Nothing was started or written.`,
  )
}

export function casesOfShard(cases: readonly Case[], {index, count}: Shard): Case[] {
  return count === 1 ? [...cases] : cases.filter((testCase) => shardNumber(testCase, count) === index)
}

/** @throws BenchError (exit 2) for an id that is no plain word. */
export function checkedRunId(id: string): string {
  if (id.startsWith(TRY_PREFIX))
    throw usage(
      `Ids that begin with ${TRY_PREFIX} are those of bench run --try. Nothing was started or written.`,
    )
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)) return id
  throw usage(
    `--run-id takes up to 64 letters, digits, - and _, not "${id}". Nothing was started or written.`,
  )
}

/** What must be equal for two machines to work on one run. */
const COMMON = [
  ...(['models', 'selector', 'persona_ids'] as const),
  ...SETTING_COLUMNS.map((column) => SETTINGS[column].plural),
  ...(['trials', 'budget_usd', 'shards', 'temperature', 'max_output_tokens', 'seed', 'base_url'] as const),
] satisfies readonly (keyof RunConfig)[]

/**
 * Makes a run with a chosen id. Where the run exists already, a shard joins it, if both ask for the same
 * cases. The stored row counts, as another machine may begin at the same moment.
 * @throws BenchError (exit 2) when the ids are equal but the runs differ, when work would be done twice, or
 *   when the run was deleted.
 */
export async function joinRun(
  store: Store,
  {runId: id, config, suite}: {runId: string; config: RunConfig; suite: Suite},
  shard: Shard,
): Promise<void> {
  const definitions = definitionsOf(config, suite)
  const [entry] = await store.sync.entriesOf('', 'run', [id])
  if (entry?.deleted) throw runWasDeleted(id)
  if (shard.count === 1 && (await store.runs.get(id))) throw runExists(id, '')
  await store.runs.create(
    {id, started_at: new Date().toISOString(), completed_at: null, status: 'running', config},
    definitions,
  )
  const run = await store.runs.get(id)
  const theirs = run?.config as Partial<RunConfig> | null | undefined
  const isOtherSuite = theirs?.suite?.hash !== config.suite.hash
  const different = isOtherSuite
    ? 'suite'
    : COMMON.find((key) => JSON.stringify(theirs[key]) !== JSON.stringify(config[key]))
  if (different !== undefined) throw runExists(id, `, with another ${different.replaceAll('_', ' ')}`)
}
