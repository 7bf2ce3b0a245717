/** A map as a file has it. */
export type Fields = Record<string, unknown>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * A suite that extends another. Maps merge key by key; lists and plain values replace those of the base.
 * `models` and `personas` are exactly the listed entries, in that order, but an entry whose id the base knows
 * takes its missing fields from the base; an id alone stands for such an entry. A style may extend another
 * style by `extends`. Nothing is checked here: problems stay, to be found in the merged suite.
 */
export function extendSuite(base: Fields, extension: Fields): Fields {
  const merged = mergeMaps(base, extension)
  const models = inheritable(base, 'models')
  if ('models' in extension) merged['models'] = entries(models, extension['models'])
  if ('personas' in extension)
    merged['personas'] = entries(inheritable(base, 'personas'), extension['personas'])
  if ('selector' in extension)
    merged['selector'] = selector(
      base['selector'],
      [...list(merged['models']).filter(isFields), ...models],
      extension['selector'],
    )
  if (isFields(extension['styles']))
    merged['styles'] = styles(isFields(base['styles']) ? base['styles'] : {}, extension['styles'])
  return merged
}

/** The entries of a suite that an id can stand for; its selector is a model too. */
export function inheritable(base: Fields, name: 'models' | 'personas'): Fields[] {
  return [...list(base[name]), ...(name === 'models' ? [base['selector']] : [])].filter(isFields)
}

function mergeMaps(base: unknown, extension: Fields): Fields {
  const merged: Fields = isFields(base) ? {...base} : {}
  for (const [key, value] of Object.entries(extension))
    merged[key] = isFields(value) ? mergeMaps(merged[key], value) : value
  return merged
}

function entries(known: readonly Fields[], extension: unknown): unknown {
  if (!Array.isArray(extension)) return extension
  return extension.map((entry: unknown) =>
    typeof entry === 'string'
      ? filledIn(known, {id: entry})
      : isFields(entry)
        ? filledIn(known, entry)
        : entry,
  )
}

/**
 * An entry of an inherited id takes what it leaves out; another system of an inherited model takes its
 * prices.
 */
function filledIn(known: readonly Fields[], entry: Fields): Fields {
  const same = known.find(({id}) => id === entry['id'])
  return {...(same ?? pricesOf(known.find(({id}) => id === entry['model']))), ...entry}
}

function pricesOf(model: Fields | undefined): Fields {
  const prices = ['input_price', 'output_price', 'cached_input_price']
  return Object.fromEntries(Object.entries(model ?? {}).filter(([key]) => prices.includes(key)))
}

/** Another id is another model: no field of the base's selector belongs to it. */
function selector(base: unknown, known: readonly Fields[], extension: unknown): unknown {
  const named = typeof extension === 'string' ? {id: extension} : extension
  if (!isFields(named)) return named
  return 'id' in named ? filledIn(known, named) : mergeMaps(base, named)
}

function styles(base: Fields, extension: Fields): Fields {
  const resolved: Fields = {...base}
  const resolve = (name: string, seen: readonly string[]): unknown => {
    const style = extension[name]
    if (!isFields(style)) return style ?? base[name]
    const {extends: from, ...prompts} = style
    if (typeof from !== 'string') return mergeMaps(base[name], prompts)
    // A circle ends at the inherited style; the check names the circle.
    return mergeMaps(seen.includes(from) ? base[from] : resolve(from, [...seen, from]), prompts)
  }

  for (const name of Object.keys(extension)) resolved[name] = resolve(name, [name])
  return resolved
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
