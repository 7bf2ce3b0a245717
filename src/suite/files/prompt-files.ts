import {readFile, realpath, stat} from 'node:fs/promises'
import {dirname, isAbsolute, relative, resolve, sep} from 'node:path'
import {messageOf} from '../../errors/bench-error.js'
import type {Path, Problem} from '../../text/problem.js'
import {isFields, type Fields} from './merge.js'

/** More than any prompt that a model reads in full. */
const LARGEST_PROMPT = 512_000
const TEXTS = ['system', 'user']

/**
 * The fields of a suite file with the texts of its prompt and guideline files: `user: {file:
 * prompts/guided.md}` becomes what the file says. So the suite, its hash and its versions know the text, not
 * the path.
 * @param suiteFile undefined for a suite that is no file: it has no folder to look in.
 */
export async function withPromptTexts(
  fields: Fields,
  suiteFile: string | undefined,
): Promise<{fields: Fields; problems: Problem[]}> {
  const problems: Problem[] = []
  const text = async (path: Path, value: unknown): Promise<unknown> => {
    if (!isFields(value) || !('file' in value)) return value
    const read = await readPrompt(value, suiteFile)
    if (typeof read === 'string') return read
    problems.push({path: [...path, ...read.path], message: read.message, hint: read.hint})
    // So that no second problem is made of it.
    return undefined
  }

  const whole: Fields = {...fields}
  if (isFields(fields['styles'])) {
    const styles: Fields = {}
    for (const [name, style] of Object.entries(fields['styles']))
      styles[name] = isFields(style) ? await styleWithTexts(['styles', name], style, text) : style
    whole['styles'] = styles
  }

  const {rating} = fields
  if (isFields(rating) && 'guidelines' in rating) {
    const {guidelines, ...others} = rating
    whole['rating'] = others
    set(others, 'guidelines', await text(['rating', 'guidelines'], guidelines))
  }

  return {fields: whole, problems}
}

async function styleWithTexts(
  path: Path,
  style: Fields,
  text: (path: Path, value: unknown) => Promise<unknown>,
): Promise<Fields> {
  const whole: Fields = {}
  for (const [name, prompt] of Object.entries(style)) {
    if (name === 'constraint') {
      set(whole, name, await text([...path, name], prompt))
      continue
    }

    if (!isFields(prompt)) {
      whole[name] = prompt
      continue
    }

    const texts: Fields = {}
    for (const [part, value] of Object.entries(prompt))
      set(texts, part, TEXTS.includes(part) ? await text([...path, name, part], value) : value)
    whole[name] = texts
  }

  return whole
}

function set(fields: Fields, name: string, value: unknown): void {
  if (value !== undefined) fields[name] = value
}

/** The text, or why there is none. */
async function readPrompt(value: Fields, suiteFile: string | undefined): Promise<string | Problem> {
  const {file, ...others} = value
  const [other] = Object.keys(others)
  if (other !== undefined)
    return {
      path: [other],
      atKey: true,
      message: `Unknown key "${other}".`,
      hint: 'Here stands a text, or {file: PATH}.',
    }
  if (typeof file !== 'string' || file === '') return {path: ['file'], message: '"file" must be a path.'}
  if (suiteFile === undefined)
    return {
      path: ['file'],
      message: 'A suite that is no file has no folder to find prompts in.',
      hint: 'Put the text here.',
    }
  // A suite is passed on: it must not send other files of its reader to a model.
  const folder = await realpath(dirname(suiteFile))
  const path = resolve(folder, file)
  const outside: Problem = {
    path: ['file'],
    message: `${file} is not in the folder of the suite.`,
    hint: 'A suite sends no other files of yours to a model.',
  }
  if (isAbsolute(file) || !isWithin(folder, path)) return outside
  if (
    relative(folder, path)
      .split(sep)
      .some((part) => part.startsWith('.'))
  )
    return {path: ['file'], message: `${file} is hidden: such files hold settings and secrets, no prompts.`}
  return textOf(path, file, {folder, outside})
}

/** The text of a file whose path may be read. */
async function textOf(
  path: string,
  file: string,
  {folder, outside}: {folder: string; outside: Problem},
): Promise<string | Problem> {
  try {
    if (!isWithin(folder, await realpath(path))) return outside
    const {size, ...found} = await stat(path).then((stats) => ({size: stats.size, isFile: stats.isFile()}))
    if (!found.isFile) return {path: ['file'], message: `${file} is no file.`}
    if (size > LARGEST_PROMPT)
      return {path: ['file'], message: `${file} is larger than ${LARGEST_PROMPT / 1000} kB.`}
    const text = new TextDecoder('utf-8', {fatal: true}).decode(await readFile(path)).replaceAll('\r\n', '\n')
    if (text.trim() === '') return {path: ['file'], message: `${file} is empty.`}
    return text
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const isEncoding = error instanceof TypeError
    return {
      path: ['file'],
      message: isMissing
        ? `There is no file ${file} in the folder of the suite.`
        : isEncoding
          ? `${file} is no text in UTF-8.`
          : `${file} cannot be read: ${messageOf(error)}.`,
    }
  }
}

/** Whether a path is a folder, or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`))
}
