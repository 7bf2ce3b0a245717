import type {Database} from './database.js'
import {number} from './rows.js'

const SCORES = [1, 2, 3, 4, 5]
const COUNTED = `SELECT result_id, count(*) AS rating_count, sum(rating) AS rating_sum,
    ${SCORES.map((score) => `count(*) FILTER (WHERE rating = ${score}) AS rated_${score}`).join(', ')}
  FROM ratings GROUP BY result_id`
const TOTALS = ['rating_count', 'rating_sum', ...SCORES.map((score) => `rated_${score}`)]
const WRONG = `results LEFT JOIN (${COUNTED}) AS counted ON counted.result_id = results.id
  WHERE (${TOTALS.map((column) => `results.${column}`).join(', ')})
    IS NOT (${TOTALS.map((column) => `coalesce(counted.${column}, 0)`).join(', ')})`

/** How many results have totals that differ from the sums of their ratings. */
export async function countWrongTotals(database: Database): Promise<number> {
  const [row] = await database.query(`SELECT count(*) AS wrong FROM ${WRONG}`)
  return row ? number(row, 'wrong') : 0
}

/** Computes all totals again. @returns how many results had wrong totals. */
export async function recountTotals(database: Database): Promise<number> {
  const [counted] = await database.write([
    {sql: `SELECT count(*) AS wrong FROM ${WRONG}`},
    {sql: `INSERT INTO recounted_results SELECT results.id FROM ${WRONG}`},
  ])
  const [row] = counted?.rows ?? []
  return row ? number(row, 'wrong') : 0
}
