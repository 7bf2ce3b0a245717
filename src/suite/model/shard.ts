import {createHash} from 'node:crypto'
import {caseKey, type Case} from './case.js'

/** One of several parts of a run, numbered from 1. */
export interface Shard {
  index: number
  count: number
}

/** The shard with all cases. */
export const WHOLE_RUN: Shard = {index: 1, count: 1}

export const MOST_SHARDS = 1000

/**
 * The number of the shard of a case, by the hash of the case's key alone: the same on every machine and in
 * every order, with any other cases in the run.
 */
export function shardNumber(testCase: Case, count: number): number {
  return shardOfKey(caseKey(testCase), count)
}

export function shardOfKey(key: string, count: number): number {
  return (createHash('sha256').update(key).digest().readUInt32BE(0) % count) + 1
}

/** The shard that `2/4` stands for; undefined for any other text. */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? []
  if (index === undefined || count === undefined) return undefined
  return index >= 1 && index <= count && count <= MOST_SHARDS ? {index, count} : undefined
}

/** `2/4`. */
export function shardText({index, count}: Shard): string {
  return `${index}/${count}`
}
