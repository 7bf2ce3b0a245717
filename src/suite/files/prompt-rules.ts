import {nearMatches} from '../../errors/near-matches.js'
import type {Path, Problem} from '../../text/problem.js'
import {isFields, type Fields} from './merge.js'
import {PROMPT_PLACEHOLDERS, strayBraces} from '../model/placeholders.js'
import {placeholders} from '../model/prompt.js'

/** The problems of the styles' texts, and of their `extends`. */
export function promptProblems(suite: Fields, source: Fields): Problem[] {
  const styles = isFields(suite['styles']) ? suite['styles'] : {}
  return [
    ...Object.entries(styles).flatMap(([name, style]) =>
      isFields(style) ? styleProblems(['styles', name], style) : [],
    ),
    ...extendsProblems(isFields(source['styles']) ? source['styles'] : {}, Object.keys(styles)),
  ]
}

function styleProblems(path: Path, style: Fields): Problem[] {
  return Object.entries(PROMPT_PLACEHOLDERS).flatMap(([name, {allowed, required}]) => {
    const prompt = style[name]
    const texts: [Path, string][] =
      typeof prompt === 'string'
        ? [[[...path, name], prompt]]
        : Object.entries(isFields(prompt) ? prompt : {}).flatMap(([part, text]) =>
            typeof text === 'string' ? [[[...path, name, part], text]] : [],
          )
    if (texts.length === 0) return []
    const used = texts.flatMap(([, text]) => placeholders(text))
    // The schema finds half a prompt; its missing placeholders are no second mistake.
    const isWhole = typeof prompt === 'string' || texts.length > 1
    // A mistyped placeholder is named already.
    const mistyped = used
      .filter((name) => !allowed.includes(name))
      .flatMap((name) => nearMatches(name, allowed))
    const missing = isWhole ? required.filter((name) => !used.includes(name) && !mistyped.includes(name)) : []
    return [
      ...texts.flatMap(([at, text]) => textProblems(at, text, allowed)),
      ...missing.map((name) => ({
        path: [...path, name],
        message: `The prompt "${name}" does not use {{${name}}}.`,
        hint: reason(name),
      })),
    ]
  })
}

function textProblems(path: Path, text: string, allowed: readonly string[]): Problem[] {
  const unknown = placeholders(text)
    .filter((name) => !allowed.includes(name))
    .map((name) => ({
      path,
      message: `{{${name}}} has no value in this prompt.`,
      hint: placeholderHint(name, allowed),
    }))
  const stray = strayBraces(text).map((braces) => ({
    path,
    message: `"${braces}" is no placeholder, and would be sent as it is.`,
    hint: 'A placeholder looks like {{sector}}.',
  }))
  return [...unknown, ...stray]
}

function placeholderHint(name: string, allowed: readonly string[]): string {
  const near = nearMatches(name, allowed)
  return near.length > 0
    ? `Did you mean ${near.map((name) => `{{${name}}}`).join(' or ')}?`
    : `There are: ${allowed.map((name) => `{{${name}}}`).join(', ')}.`
}

function reason(placeholder: string): string {
  switch (placeholder) {
    case 'constraint':
      return 'Without it, with_constraint and no_constraint would ask the same.'
    case 'chip_count':
      return 'Without it, all chip counts would ask the same.'
    default:
      return `Put {{${placeholder}}} where it belongs.`
  }
}

function extendsProblems(source: Fields, known: readonly string[]): Problem[] {
  return Object.entries(source).flatMap(([name, style]) => {
    const from = isFields(style) ? style['extends'] : undefined
    if (from === undefined) return []
    const path = ['styles', name, 'extends']
    if (typeof from !== 'string') return [{path, message: '"extends" must be the name of a style.'}]
    if (!known.includes(from))
      return [
        {path, message: `There is no style "${from}" to extend.`, hint: `There are: ${known.join(', ')}.`},
      ]
    return isCircle(source, name) ? [{path, message: `The style "${name}" extends itself in a circle.`}] : []
  })
}

function isCircle(source: Fields, name: string): boolean {
  const seen = new Set<string>()
  for (let at: unknown = name; typeof at === 'string';) {
    if (seen.has(at)) return true
    seen.add(at)
    const style: unknown = source[at]
    at = isFields(style) ? style['extends'] : undefined
  }

  return false
}
