/**
 * The `response_format` of a request for a judgement; the reasons first, so that the score follows from them.
 */
export const JUDGEMENT_FORMAT = {
  type: 'json_schema',
  json_schema: {
    name: 'judgement',
    strict: true,
    schema: {
      type: 'object',
      properties: {
        reasons: {type: 'string'},
        bad_chips: {type: 'array', items: {type: 'integer'}},
        score: {type: 'integer', enum: [1, 2, 3, 4, 5]},
      },
      required: ['reasons', 'bad_chips', 'score'],
      additionalProperties: false,
    },
  },
} as const
