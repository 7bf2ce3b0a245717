import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js'

export interface JsonSchema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  $ref?: string
  anyOf?: JsonSchema[]
}

export interface Parameter {
  name: string
  in: 'query' | 'path' | 'header'
  required?: boolean
  schema: JsonSchema
}

interface Content {
  content?: Record<string, {schema: JsonSchema}>
}

export interface Operation {
  path: string
  method: string
  parameters: Parameter[]
  body: JsonSchema | undefined
  responses: Record<string, Content>
}

export interface OpenApi {
  paths: Record<
    string,
    Record<string, {parameters?: Parameter[]; requestBody?: Content; responses: Record<string, Content>}>
  >
  components: {schemas: Record<string, JsonSchema>}
}

export function operationsOf({paths}: OpenApi): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, {parameters = [], requestBody, responses}]) => ({
      path,
      method: method.toUpperCase(),
      parameters,
      body: requestBody?.content?.['application/json']?.schema,
      responses,
    })),
  )
}

/** Follows a reference of the document. */
export function resolved({components}: OpenApi, schema: JsonSchema): JsonSchema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : components.schemas[name]!
}

/** Holds answers against the document; each schema is compiled once. Fields that are not declared are wrong too. */
export function answerChecker(
  document: OpenApi,
): (operation: Operation, status: number, body: unknown) => string[] {
  const ajv = new Ajv2020({strict: false, allErrors: true})
  ajv.addSchema(closed(document) as object, 'api')
  const known = new Map<string, ValidateFunction | undefined>()
  return ({path, method, responses}, status, body) => {
    const name = `${method} ${path} ${status}`
    const response = responses[String(status)]
    if (!response) return [`${name} is not declared`]
    if (!known.has(name)) {
      const place = [
        'paths',
        path,
        method.toLowerCase(),
        'responses',
        status,
        'content',
        'application/json',
        'schema',
      ]
        .map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')))
        .join('/')
      known.set(name, response.content ? ajv.compile({$ref: `api#/${place}`}) : undefined)
    }

    const validate = known.get(name)
    if (!validate) return body === undefined ? [] : [`${name} has a body`]
    return validate(body)
      ? []
      : (validate.errors ?? []).map(({instancePath, message = ''}) => `${name}: ${instancePath} ${message}`)
  }
}

/** The document with objects that hold nothing but what they declare. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed)
  if (typeof part !== 'object' || part === null) return part
  const copy = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]))
  return 'properties' in part && 'type' in part ? {...copy, additionalProperties: false} : copy
}
