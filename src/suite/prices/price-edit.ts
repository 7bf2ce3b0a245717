import {isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type YAMLMap} from 'yaml'

/** A model and its new price, in US dollars per one million tokens. */
export interface PriceChange {
  id: string
  input_price: number
  output_price: number
}

export interface PriceEdit {
  /** The models in the order of the suite, whether their price changes or not. */
  modelIds: readonly string[]
  selectorId: string
  changes: readonly PriceChange[]
  /** YYYY-MM-DD */
  pricesAsOf: string
}

type Item = Pair<Node, Node | null>
type Splice = {at: number; end: number; text: string}

/**
 * The text of a suite file with other prices. Only the prices are rewritten: comments, order, quotes and line
 * breaks stay as they are, in YAML and in JSON.
 */
export function withPrices(text: string, edit: PriceEdit): string {
  const root = parseDocument(text).contents
  if (!isMap<Node, Node | null>(root)) return text
  const style = root.flow === true && /^\s*["{]/.test(text) ? JSON_STYLE : YAML_STYLE
  const splices: Splice[] = []
  const added: [string, string][] = []
  const prices = new Map(edit.changes.map((change) => [change.id, change]))

  const models = valueOf(root, 'models')
  if (isSeq<Node>(models))
    for (const item of models.items) splices.push(...itemSplices(item, prices, {text, style}))
  else if (edit.modelIds.some((id) => prices.has(id)))
    added.push(['models', style.list(edit.modelIds.map((id) => style.entry(id, prices.get(id))))])

  const selectorPrice = prices.get(edit.selectorId)
  const selector = valueOf(root, 'selector')
  if (selector) splices.push(...(selectorPrice ? entrySplices(selector, selectorPrice, {text, style}) : []))
  else if (selectorPrice) added.push(['selector', style.entry(undefined, selectorPrice)])

  const date = valueOf(root, 'prices_as_of')
  if (date?.range)
    splices.push({at: date.range[0], end: date.range[1], text: JSON.stringify(edit.pricesAsOf)})
  else added.push(['prices_as_of', JSON.stringify(edit.pricesAsOf)])
  return appended(applied(text, splices), added, style, root.flow === true)
}

function itemSplices(item: Node, prices: ReadonlyMap<string, PriceChange>, source: Source): Splice[] {
  const id = isScalar(item)
    ? item.value
    : isMap<Node, Node | null>(item)
      ? scalarValue(valueOf(item, 'id'))
      : undefined
  const price = typeof id === 'string' ? prices.get(id) : undefined
  return price ? entrySplices(item, price, source) : []
}

function entrySplices(node: Node, price: PriceChange, source: Source): Splice[] {
  if (isScalar(node) && node.range)
    return [{at: node.range[0], end: node.range[1], text: source.style.entry(price.id, price)}]
  if (!isMap<Node, Node | null>(node)) return []
  const missing: [string, string][] = []
  const splices: Splice[] = []
  for (const key of ['input_price', 'output_price'] as const) {
    const value = valueOf(node, key)
    if (value?.range) splices.push({at: value.range[0], end: value.range[1], text: String(price[key])})
    else missing.push([key, String(price[key])])
  }

  return missing.length > 0 ? [...splices, insertion(node, missing, source)] : splices
}

/** Behind the last pair of a map: on a separate line in block style, after a comma in flow style. */
function insertion(
  map: YAMLMap<Node, Node | null>,
  pairs: readonly [string, string][],
  {text, style}: Source,
): Splice {
  const at = endOf(map)
  const lines = pairs.map(([key, value]) => `${style.key(key)}: ${value}`)
  if (map.flow === true) return {at, end: at, text: `${map.items.length > 0 ? ', ' : ''}${lines.join(', ')}`}
  // A comment behind the last value stays there.
  const lineEnd = text.slice(at).search(/\n|$/) + at
  const indent = ' '.repeat(columnOf(text, map.items[0]?.key.range?.[0] ?? 0))
  return {at: lineEnd, end: lineEnd, text: lines.map((line) => `\n${indent}${line}`).join('')}
}

/** Where the last pair ends; behind the bracket of an empty map. */
function endOf(map: YAMLMap<Node, Node | null>): number {
  const last = map.items.at(-1)
  return last?.value?.range?.[1] ?? last?.key.range?.[1] ?? (map.range?.[0] ?? 0) + 1
}

/** From the end to the beginning, so that no splice moves the place of another. */
function applied(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.at - a.at)
    .reduce((edited, {at, end, text: piece}) => edited.slice(0, at) + piece + edited.slice(end), text)
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1)
}

function appended(text: string, added: readonly [string, string][], style: Style, isFlow: boolean): string {
  if (added.length === 0) return text
  const lines = added.map(([key, value]) => `${style.key(key)}: ${value}`)
  if (!isFlow) return `${text.replace(/\n*$/, '\n')}\n${lines.join('\n')}\n`
  const close = text.lastIndexOf('}')
  return `${text.slice(0, close).trimEnd()},\n${lines.map((line) => `  ${line}`).join(',\n')}\n${text.slice(close)}`
}

interface Source {
  text: string
  style: Style
}

interface Style {
  key: (name: string) => string
  /** A model in one line; its id alone when its price is not known. */
  entry: (id: string | undefined, price: PriceChange | undefined) => string
  list: (entries: readonly string[]) => string
}

const YAML_STYLE: Style = {
  key: (name) => name,
  entry: (id, price) =>
    price
      ? `{${id === undefined ? '' : `id: ${yamlText(id)}, `}input_price: ${price.input_price}, output_price: ${price.output_price}}`
      : yamlText(id ?? ''),
  list: (entries) => entries.map((entry) => `\n  - ${entry}`).join(''),
}

const JSON_STYLE: Style = {
  key: (name) => JSON.stringify(name),
  entry: (id, price) =>
    JSON.stringify(price ? {id, input_price: price.input_price, output_price: price.output_price} : id),
  list: (entries) => `[${entries.map((entry) => `\n    ${entry}`).join(',')}\n  ]`,
}

/** Without quotes where the text reads the same in every place. */
function yamlText(text: string): string {
  return /^[a-z][\w./:@-]*$/i.test(text) ? text : JSON.stringify(text)
}

function valueOf(map: YAMLMap<Node, Node | null>, name: string): Node | null | undefined {
  return map.items.find(({key}: Item) => scalarValue(key) === name)?.value
}

function scalarValue(node: Node | null | undefined): unknown {
  return isScalar(node) ? node.value : undefined
}
