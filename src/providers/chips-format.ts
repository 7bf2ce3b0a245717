import {CHIP_TYPES} from '../chips/chip.js'

/**
 * The `response_format` of a request that asks for structured output: an object with a list of chips, as
 * servers take no list at the top. Strict schemas want every field named and no others.
 */
export const CHIPS_FORMAT = {
  type: 'json_schema',
  json_schema: {
    name: 'chips',
    strict: true,
    schema: {
      type: 'object',
      properties: {
        chips: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              key: {type: 'string'},
              display: {type: 'string'},
              type: {type: 'string', enum: CHIP_TYPES},
            },
            required: ['key', 'display', 'type'],
            additionalProperties: false,
          },
        },
      },
      required: ['chips'],
      additionalProperties: false,
    },
  },
} as const
