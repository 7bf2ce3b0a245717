import type {ReasonGroup, TaggedGroup, WorstChip} from '../../records/reasons.js'
import type {Database} from '../database/database.js'
import {json, listLength, number, text} from '../database/rows.js'
import {levelledResults, ratingsOf, type ResultFilter} from '../results.js'

/** Ratings of completed results with what their raters said besides. */
function ratingsWithNotes(filter: ResultFilter): {
  from: string
  args: ReturnType<typeof levelledResults>['args']
} {
  const {sql, args} = levelledResults({...filter, status: 'completed'})
  return {
    from: `FROM ${sql} JOIN ratings ON ratings.result_id = results.id AND ${ratingsOf(filter)}
      LEFT JOIN notes ON notes.result_id = ratings.result_id AND notes.user_id = ratings.user_id`,
    args,
  }
}

/** Why answers are poor, in the words of their raters. */
export class ReasonRepository {
  constructor(private readonly database: Database) {}

  /** By system and prompt: ratings, and how many of them have each tag. */
  async tags(filter: ResultFilter): Promise<TaggedGroup[]> {
    const {from, args} = ratingsWithNotes(filter)
    const [groups, tags] = await Promise.all([
      this.database.queryAll(
        `SELECT model, style, count(*) AS ratings, coalesce(sum(notes.tags <> '[]'), 0) AS tagged ${from}
         GROUP BY model, style ORDER BY model, style`,
        args,
      ),
      this.database.queryAll(
        `SELECT model, style, tag.value AS tag, count(*) AS times ${from}
           JOIN json_each(CASE WHEN json_valid(notes.tags) THEN notes.tags ELSE '[]' END) AS tag
         GROUP BY model, style, tag.value ORDER BY times DESC, tag.value`,
        args,
      ),
    ])
    return groups.map((row) => {
      const group = {model: text(row, 'model'), style: text(row, 'style')}
      const tagsOfGroup = tags.filter(
        (tag) => text(tag, 'model') === group.model && text(tag, 'style') === group.style,
      )
      return {
        ...group,
        ratings: number(row, 'ratings'),
        tagged: number(row, 'tagged'),
        tags: Object.fromEntries(tagsOfGroup.map((tag) => [text(tag, 'tag'), number(tag, 'times')])),
      }
    })
  }

  /** By system and prompt: chips that raters saw, each as often as it was rated, and those marked as bad. */
  async badChips(filter: ResultFilter): Promise<ReasonGroup[]> {
    const {from, args} = ratingsWithNotes(filter)
    const rows = await this.database.queryAll(
      `SELECT model, style, count(*) AS ratings, sum(${listLength('results.final_chips')}) AS chips,
         coalesce(sum(${listLength('notes.bad_chips')}), 0) AS bad ${from}
       GROUP BY model, style ORDER BY model, style`,
      args,
    )
    return rows.map((row) => ({
      model: text(row, 'model'),
      style: text(row, 'style'),
      ratings: number(row, 'ratings'),
      chips: number(row, 'chips'),
      bad: number(row, 'bad'),
    }))
  }

  /** The chips that were marked most often, with where they came from. */
  async worstChips(filter: ResultFilter, limit: number): Promise<WorstChip[]> {
    const {from, args} = ratingsWithNotes(filter)
    const rows = await this.database.queryAll(
      `SELECT lower(shown) AS name, min(shown) AS display, type, sum(marks) AS marks, count(*) AS results,
         json_group_array(json_object('model', model, 'style', style, 'result_id', id, 'marks', marks)) AS origins
       FROM (SELECT results.id, model, style, chip.value ->> 'display' AS shown, chip.value ->> 'type' AS type, count(*) AS marks
         ${from} JOIN json_each(CASE WHEN json_valid(notes.bad_chips) THEN notes.bad_chips ELSE '[]' END) AS bad
           JOIN json_each(CASE WHEN json_valid(results.final_chips) THEN results.final_chips ELSE '[]' END) AS chip
             ON chip.value ->> 'key' = bad.value
         GROUP BY results.id, chip.value ->> 'key' ORDER BY marks DESC, results.id)
       GROUP BY lower(shown), type ORDER BY marks DESC, name, type LIMIT ${limit}`,
      args,
    )
    return rows.map((row) => ({
      display: text(row, 'display'),
      type: text(row, 'type'),
      marks: number(row, 'marks'),
      results: number(row, 'results'),
      from: json<WorstChip['from']>(row, 'origins', []),
    }))
  }
}
