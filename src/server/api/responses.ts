import type {z} from '@hono/zod-openapi'
import {errorSchema, validationErrorSchema} from './schemas.js'

/** How OpenAPI describes an answer in JSON. */
export function jsonOf<Schema extends z.ZodType>(schema: Schema, description: string) {
  return {content: {'application/json': {schema}}, description}
}

const COMMON = {
  401: jsonOf(errorSchema, 'The server wants a token, and none or a wrong one came'),
  403: jsonOf(errorSchema, 'The token, the host or the origin does not allow this'),
  422: jsonOf(validationErrorSchema, 'The request is not as it should be'),
  503: jsonOf(errorSchema, 'The database does not answer'),
}

/** The answer of a route, with the answers that every route may give. */
export function answers<Schema extends z.ZodType>(schema: Schema, description: string) {
  return {200: jsonOf(schema, description), ...COMMON}
}

/** As `answers`, for answers that are kept until the data change. */
export function keptAnswers<Schema extends z.ZodType>(schema: Schema, description: string) {
  return {
    ...answers(schema, description),
    304: {description: 'The answer whose ETag stands in If-None-Match still holds'},
  }
}

/** Over HTTP, a result without errors has null there. */
export function withNullErrors<Result extends {errors: string[]}>(result: Result) {
  return {...result, errors: result.errors.length > 0 ? result.errors : null}
}

export const notFound = (what: string) => ({404: jsonOf(errorSchema, `${what} not found`)})
