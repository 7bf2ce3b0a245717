import fc from 'fast-check'
import {resolved, type JsonSchema, type OpenApi, type Operation, type Parameter} from './openapi.js'
import {anyCharacter} from './any-character.js'

/** A request as it goes over the wire. */
export interface FuzzedRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: string | undefined
}

/** Texts that break those who trust them. */
const HOSTILE = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1.5',
    '1e309',
    '-0',
    '9007199254740993',
    '99999999999999999999',
    '0x1F',
    'NaN',
    'true',
    'null',
    'undefined',
    '[]',
    '{}',
  ],
  ...[
    "' OR '1'='1",
    "'; DROP TABLE ratings; --",
    '" UNION SELECT * FROM runs --',
    '%',
    '_',
    '*',
    'a%b_c',
    '\\',
    '../',
    '../../etc/passwd',
    '/etc/passwd',
    '..%2f',
  ],
  ...[
    '<script>alert(1)</script>',
    '{{7*7}}',
    '${7*7}',
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    'a\u0000b',
    '\u001b[31m',
    '\r\nX-Evil: 1',
    '\u2028',
    '\u202E',
    '﷽',
    '🍟',
    'İ',
    'ß',
    '\uFFFF',
    'e\u0301',
    'x'.repeat(3000),
  ],
]
/** What no encoder would write into a URL. */
const BROKEN = [
  '%',
  '%2',
  '%zz',
  '%00',
  '%FF',
  '%C0%AE',
  '%ED%A0%80',
  '%u0041',
  '+',
  '&',
  '=',
  '%26limit%3D1',
  ';',
  '%0d%0a',
  '[]',
  '|',
  '%25',
  '"',
  '%5C',
]

const text = fc.oneof(
  {weight: 4, arbitrary: fc.constantFrom(...HOSTILE)},
  {weight: 1, arbitrary: fc.string({unit: 'grapheme', maxLength: 30})},
  {weight: 1, arbitrary: fc.string({unit: anyCharacter, maxLength: 10})},
)

/** A value, encoded or broken on purpose. */
const encoded = fc.oneof(
  {weight: 4, arbitrary: text.map(urlSafe)},
  {weight: 1, arbitrary: fc.constantFrom(...BROKEN)},
)

/** Requests that a document allows, and such as it does not. `ids`: of rows that are there. */
export function requestsOf(
  document: OpenApi,
  operation: Operation,
  ids: readonly string[],
): fc.Arbitrary<FuzzedRequest> {
  const of = (place: Parameter['in']) => operation.parameters.filter((parameter) => parameter.in === place)
  const path = fc
    .tuple(...of('path').map((parameter) => pathValue(parameter, ids)))
    .map((values) =>
      of('path').reduce((filled, {name}, at) => filled.replace(`{${name}}`, values[at]!), operation.path),
    )
  const query = fc
    .tuple(...of('query').map((parameter) => queryPart(parameter, ids)), strayQuery)
    .map((parts) => parts.filter((part) => part !== '').join('&'))
  const headers = fc
    .tuple(...of('header').map(headerPart), strayHeader)
    .map((parts) => Object.assign({}, ...parts) as Record<string, string>)
  const method = fc.oneof(
    {weight: 30, arbitrary: fc.constant(operation.method)},
    {
      weight: 1,
      arbitrary: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'),
    },
  )
  return fc
    .tuple(method, path, query, headers, bodyOf(document, operation))
    .map(([chosen, filled, asked, sent, [type, body]]) => ({
      method: chosen,
      path: asked === '' ? filled : `${filled}?${asked}`,
      headers: {...(body !== undefined && {'content-type': type}), ...sent},
      body,
    }))
}

function pathValue(_: Parameter, ids: readonly string[]): fc.Arbitrary<string> {
  // An empty part, or one of dots, would be another route.
  const other = encoded.filter((value) => !/^(\.|%2e)*$/i.test(value) && !/[?#/]/.test(value))
  return fc.oneof(
    {weight: 3, arbitrary: fc.constantFrom(...ids.map(encodeURIComponent))},
    {weight: 1, arbitrary: other},
  )
}

/** Left out, valid, hostile, or given twice. */
function queryPart({name, schema}: Parameter, ids: readonly string[]): fc.Arbitrary<string> {
  const value = fc.oneof(
    {weight: 4, arbitrary: validText(schema, ids).map(urlSafe)},
    {weight: 1, arbitrary: encoded},
  )
  const once = value.map((one) => `${name}=${one}`)
  return fc.oneof(
    {weight: 5, arbitrary: fc.constant('')},
    {weight: 4, arbitrary: once},
    {weight: 1, arbitrary: fc.tuple(value, value).map((two) => two.map((one) => `${name}=${one}`).join('&'))},
  )
}

const strayQuery = fc.oneof(
  {weight: 8, arbitrary: fc.constant('')},
  {weight: 1, arbitrary: fc.tuple(encoded, encoded).map((pair) => pair.join('='))},
)

function headerPart({name, schema, required = false}: Parameter): fc.Arbitrary<Record<string, string>> {
  const value = fc
    .oneof({weight: 5, arbitrary: validText(schema, ['ana', 'bo'])}, {weight: 1, arbitrary: text})
    .map(headerSafe)
  const given = value.map((one) => ({[name]: one}))
  return fc.oneof({weight: required ? 1 : 4, arbitrary: fc.constant({})}, {weight: 8, arbitrary: given})
}

const strayHeader: fc.Arbitrary<Record<string, string>> = fc.oneof(
  {weight: 8, arbitrary: fc.constant({})},
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'if-none-match',
          'origin',
          'accept',
          'accept-encoding',
          'cookie',
          'referer',
          'x-forwarded-host',
          'x-http-method-override',
          'authorization',
          'content-type',
          'range',
          'expect',
        ),
        text,
      )
      .filter(([name]) => name !== 'expect')
      .map(([name, value]) => ({[name]: headerSafe(value)})),
  },
)

function bodyOf(
  document: OpenApi,
  {body}: Operation,
): fc.Arbitrary<[type: string, body: string | undefined]> {
  const none = fc.constant<[string, undefined]>(['', undefined])
  if (!body) return none
  const {properties = {}, required = []} = resolved(document, body)
  const values = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, validValue(schema)]),
  )
  const whole = fc.record(values, {requiredKeys: required}) as fc.Arbitrary<object>
  // What a schema allows besides, a server may refuse with reason: most bodies ask for as little as they can.
  const least = fc.record(
    Object.fromEntries(required.map((name) => [name, values[name]!])),
  ) as fc.Arbitrary<object>
  const valid = fc.oneof({weight: 2, arbitrary: least}, {weight: 1, arbitrary: whole})
  const spoiled = fc
    .tuple(
      valid,
      fc.constantFrom(...Object.keys(properties), 'extra', '__proto__'),
      fc.oneof(text, fc.jsonValue()),
    )
    .map(([value, name, wrong]) => ({...value, [name]: wrong}))
  const json = fc
    .oneof(
      {weight: 4, arbitrary: valid},
      {weight: 3, arbitrary: spoiled},
      {weight: 1, arbitrary: fc.jsonValue({maxDepth: 5})},
    )
    .map((value) => JSON.stringify(value))
  const damaged = fc.tuple(json, fc.nat(100), text).map(([value, at, junk]) => value.slice(0, at) + junk)
  const type = fc.oneof(
    {weight: 10, arbitrary: fc.constant('application/json')},
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'text/plain',
        'application/json;charset=utf-16',
        '',
        'multipart/form-data',
        'application/x-www-form-urlencoded',
        '*/*',
      ),
    },
  )
  return fc.oneof(
    {weight: 12, arbitrary: fc.tuple(type, json)},
    {weight: 3, arbitrary: fc.tuple(type, damaged)},
    {weight: 1, arbitrary: none},
    {
      weight: 1,
      arbitrary: fc.tuple(
        type,
        fc.integer({min: 16_000, max: 60_000}).map((length) => ' '.repeat(length)),
      ),
    },
  )
}

function validText(schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<string> {
  return validValue(schema.type === 'string' && !schema.enum ? {enum: [...ids]} : schema).map(String)
}

/** A value within the bounds, at the bounds more often. */
function validValue({
  enum: values,
  const: only,
  type,
  minimum = -100,
  maximum = 100,
  anyOf,
}: JsonSchema): fc.Arbitrary<unknown> {
  if (only !== undefined) return fc.constant(only)
  if (values) return fc.constantFrom(...values)
  if (anyOf) return fc.oneof(...anyOf.map(validValue))
  if (type === 'integer')
    return fc.oneof(fc.constantFrom(minimum, maximum), fc.integer({min: minimum, max: maximum}))
  return text
}

/** As a browser would send it; lone surrogates have no encoding. */
function urlSafe(value: string): string {
  return encodeURIComponent(value.replaceAll(/\p{Cs}/gu, '\uFFFD'))
}

/** Bytes that Node's client lets into a header. */
function headerSafe(value: string): string {
  return Buffer.from(value)
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')
}
