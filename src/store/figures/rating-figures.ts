import type {Blindness, FactoredRating, RepeatedRating} from '../../records/rating.js'
import {CASE_COLUMNS} from '../../records/result.js'
import type {Database} from '../database/database.js'
import {factors, number, text} from '../database/rows.js'
import type {Sql} from './levels.js'
import {levelledResults, ratingsOf, whereOf, type ResultFilter} from '../results.js'

const FACTORS = CASE_COLUMNS.join(', ')

/** Every rating within the filter with the factors of its result, in a fixed order. */
export async function factoredRatings(database: Database, filter: ResultFilter): Promise<FactoredRating[]> {
  const {sql, args} = levelledResults({...filter, status: 'completed'})
  const rows = await database.queryAll(
    `SELECT results.id AS result_id, ratings.user_id, ratings.rating, ${FACTORS}
     FROM ${sql} JOIN ratings ON ratings.result_id = results.id AND ${ratingsOf(filter)}
     ORDER BY results.id, ratings.user_id`,
    args,
  )
  return rows.map((row) => ({
    ...factors(row),
    result_id: text(row, 'result_id'),
    user_id: text(row, 'user_id'),
    rating: number(row, 'rating'),
  }))
}

/** First and second ratings of results that were shown twice. */
export async function repeatedRatings(database: Database, filter: ResultFilter): Promise<RepeatedRating[]> {
  const {where, args} = whereOf(filter, {inFigures: true})
  const rows = await database.queryAll(
    `SELECT first.user_id AS user_id, first.rating AS first, again.rating AS second
     FROM rating_repeats AS again
     JOIN ratings AS first ON first.result_id = again.result_id AND first.user_id = again.user_id
       AND ${ratingsOf(filter, 'first')}
     JOIN results ON results.id = again.result_id ${where} ORDER BY first.user_id, again.id`,
    args,
  )
  return rows.map((row) => ({
    user_id: text(row, 'user_id'),
    first: number(row, 'first'),
    second: number(row, 'second'),
  }))
}

/**
 * How many ratings of completed results are not blind, and for how many that is unknown.
 * @param known how many ratings there are within the filter, where that is known.
 */
export async function blindnessOf(
  database: Database,
  filter: ResultFilter,
  known?: number,
): Promise<Blindness> {
  const {sql, args} = levelledResults({...filter, status: 'completed'})
  const ratings = known ?? (await ratingsWithin(database, {sql, args}))
  const plain = plainBlindness(filter.blind_only === true ? NONE : await allBlindness(database), ratings)
  if (plain) return plain
  // Most ratings are blind, so only the others are looked up among the results.
  const [row] = await database.query(
    `SELECT coalesce(sum(blind = 0), 0) AS not_blind, coalesce(sum(blind IS NULL), 0) AS unknown
     FROM (SELECT result_id, blind FROM ratings WHERE blind IS NOT 1 AND ${ratingsOf(filter)}) AS rated
       CROSS JOIN ${sql} ON results.id = rated.result_id`,
    args,
  )
  return {ratings, not_blind: number(row!, 'not_blind'), unknown: number(row!, 'unknown')}
}

const NONE: Blindness = {ratings: 0, not_blind: 0, unknown: 0}

/**
 * What holds within a filter because it holds of all ratings: to look up the result of each rating takes many
 * times as long as to count them. Undefined where it has to be looked up.
 */
function plainBlindness(all: Blindness, ratings: number): Blindness | undefined {
  const {not_blind, unknown} = all
  if (ratings === all.ratings) return all
  if (not_blind === 0 && unknown === 0) return {...NONE, ratings}
  if (unknown === all.ratings) return {ratings, not_blind: 0, unknown: ratings}
  return undefined
}

async function allBlindness(database: Database): Promise<Blindness> {
  const [row] = await database.query(
    `SELECT count(*) AS ratings, count(*) FILTER (WHERE blind = 0) AS not_blind,
       count(*) FILTER (WHERE blind IS NULL) AS unknown FROM ratings`,
  )
  return {
    ratings: number(row!, 'ratings'),
    not_blind: number(row!, 'not_blind'),
    unknown: number(row!, 'unknown'),
  }
}

async function ratingsWithin(database: Database, {sql, args}: Sql): Promise<number> {
  const [all] = await database.query(`SELECT coalesce(sum(rating_count), 0) AS ratings FROM ${sql}`, args)
  return number(all!, 'ratings')
}
