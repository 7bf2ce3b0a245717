import type {OpenAPIHono, z} from '@hono/zod-openapi'
import {Html, html} from '../../text/html.js'

export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

type Paths = NonNullable<OpenApiDocument['paths']>
type Operation = NonNullable<Paths[string]['get']>
type Schema = z.core.JSONSchema.BaseSchema

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --dim: #5b6675; --line: #d8dee6; --paper: #fff; --accent: #0b63c5; --band: #f4f6f9 }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9f0; --dim: #9aa6b5; --line: #343d4a; --paper: #151a21; --accent: #6cb2ff; --band: #1d242e } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
h1 { font-size: 1.9rem; margin: 0 } h2 { font-size: 1.15rem; margin: 2.5rem 0 .4rem; padding-top: 1rem; border-top: 1px solid var(--line); overflow-wrap: anywhere }
h3 { font-size: .9rem; margin: 1.2rem 0 .2rem; color: var(--dim); font-weight: 600 }
a { color: var(--accent) } nav ul { list-style: none; padding: 0; columns: 18rem } code, pre { font: .88em/1.5 ui-monospace, monospace }
pre { background: var(--band); padding: .7rem 1rem; overflow-x: auto; border-radius: 4px }
.method { color: var(--accent); font-weight: 700; margin-right: .4rem } .dim { color: var(--dim) }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line) } th { font-weight: 600 }
`

/** The documentation of the API as one page that loads nothing else. */
export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    (['get', 'post'] as const).flatMap((method) =>
      item[method] ? [{path, method, operation: item[method]}] : [],
    ),
  )
  const schemas = Object.entries(document.components?.schemas ?? {}) as [string, Schema][]
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${document.info.title} API</title><style>${new Html(STYLE)}</style></head><body><main>
<h1>${document.info.title} API</h1>
<p>${document.info.description} Version ${document.info.version}. The same as a document for programs: <a href="openapi.json">openapi.json</a>.</p>
<p class="dim">A server that was started with tokens wants <code>Authorization: Bearer TOKEN</code>, but for /health, /docs and /openapi.json. Times are ISO 8601 in UTC, money is US dollars.</p>
<nav aria-label="Routes"><ul>${operations.map(({path, method, operation}) => html`<li><a href="#${idOf(operation)}"><code><span class="method">${method.toUpperCase()}</span>${path}</code></a></li>`)}</ul></nav>
${operations.map((operation) => operationSection(operation))}
<h2 id="shapes">Shapes</h2>
${schemas.map(([name, schema]) => html`<h3 id="shape-${name}">${name}</h3>${schema.description === undefined ? null : html`<p>${schema.description}</p>`}${propertyTable(schema)}`)}
</main></body></html>`.text
  }\n`
}

function operationSection({
  path,
  method,
  operation,
}: {
  path: string
  method: string
  operation: Operation
}): Html {
  const parameters = (operation.parameters ?? []).flatMap((parameter) =>
    'name' in parameter ? [parameter] : [],
  )
  const body =
    operation.requestBody && 'content' in operation.requestBody
      ? (operation.requestBody.content['application/json']?.schema as Schema | undefined)
      : undefined
  return html`<section><h2 id="${idOf(operation)}"><code><span class="method">${method.toUpperCase()}</span>${path}</code></h2>
<p>${operation.summary}. ${operation.description}</p>
${
  parameters.length === 0
    ? null
    : table(
        ['Parameter', 'In', 'Value', 'Meaning'],
        parameters.map(({name, in: place, schema, required, description}) => [
          html`<code>${name}</code>${required === true ? ' (required)' : null}`,
          html`${place}`,
          typeOf(schema as Schema),
          html`${description ?? (schema as Schema).description}`,
        ]),
      )
}
${body ? html`<h3>Body</h3><p>${typeOf(body)}</p>` : null}
<h3>Answers</h3>
${table(
  ['Status', 'Body', 'When'],
  Object.entries(operation.responses ?? {}).flatMap(([status, answer]) => {
    const {description, content} = answer as {
      description: string
      content?: Record<string, {schema?: unknown}>
    }
    return [
      [
        html`${status}`,
        typeOf(content?.['application/json']?.schema as Schema | undefined),
        html`${description}`,
      ],
    ]
  }),
)}
<pre>${example(path, method, body)}</pre></section>`
}

function idOf({operationId}: Operation): string {
  return operationId ?? ''
}

function example(path: string, method: string, body: Schema | undefined): string {
  const url = `http://127.0.0.1:8000${path.replace('{id}', 'ID')}`
  if (method === 'get') return `curl '${url}'`
  const user = path.endsWith('/ratings') ? ` -H 'X-User-Id: ana'` : ''
  return `curl -X POST '${url}'${user} -H 'Content-Type: application/json' -d '${body?.$ref?.endsWith('NewRating') === true ? '{"rating": 4}' : '{…}'}'`
}

function table(headers: string[], rows: Html[][]): Html {
  return html`<div class="scroll"><table><thead><tr>${headers.map((header) => html`<th scope="col">${header}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`
}

function propertyTable({properties = {}, required = []}: Schema): Html {
  return table(
    ['Field', 'Value', 'Meaning'],
    Object.entries(properties).map(([name, property]) => {
      const schema = property as Schema
      return [
        html`<code>${name}</code>${required.includes(name) ? null : html` <span class="dim">(may be missing)</span>`}`,
        typeOf(schema),
        html`${schema.description}`,
      ]
    }),
  )
}

/** The type of a value, in a few words. */
function typeOf(schema: Schema | undefined): Html {
  if (!schema) return html`<span class="dim">none</span>`
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1)
    return html`<a href="#shape-${name}">${name}</a>`
  }

  if (schema.enum) return html`${schema.enum.map((value) => String(value)).join(', ')}`
  if (schema.anyOf)
    return html`${schema.anyOf.map((alternative, at) => html`${at > 0 ? ' or ' : null}${typeOf(alternative)}`)}`
  if (schema.items && !Array.isArray(schema.items)) return html`list of ${typeOf(schema.items as Schema)}`
  if (schema.properties)
    return html`object: ${Object.entries(schema.properties).map(([name, value], at) => html`${at > 0 ? ', ' : null}<code>${name}</code> ${typeOf(value as Schema)}`)}`
  const type =
    [schema.type]
      .flat()
      .filter((type) => type !== undefined)
      .join(' or ') || 'anything'
  const from = schema.minimum === undefined ? null : ` from ${schema.minimum}`
  const to =
    schema.maximum === undefined || schema.maximum === Number.MAX_SAFE_INTEGER
      ? null
      : ` to ${schema.maximum}`
  const preset = schema.default === undefined ? null : html`, default ${JSON.stringify(schema.default)}`
  return html`${type}${from}${to}${preset}`
}
