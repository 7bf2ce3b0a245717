import {usage} from '../../errors/catalogue.js'
import {parameterProblems} from '../../suite/model/system-limits.js'
import {unquoted} from '../../text/typography.js'
import type {PricedModel} from '../../suite/model/suite.js'

/** `--set reasoning.effort=low`, read. */
export interface ParameterSetting {
  /** Names, from the outermost. */
  path: readonly string[]
  value: unknown
}

const NAME = /^[A-Za-z_][\w-]*$/
const PROTOTYPE = ['__proto__', 'constructor', 'prototype']

/**
 * The parameters of `--set`, in the order of their names: a value is JSON, else text.
 * @throws BenchError (exit 2); no value is repeated, as it may be a secret.
 */
export function parameterSettings(flags: readonly string[]): ParameterSetting[] {
  const settings = flags.map((flag) => {
    const at = flag.indexOf('=')
    const path = flag.slice(0, Math.max(0, at)).split('.')
    if (at < 1 || !path.every((name) => NAME.test(name) && !PROTOTYPE.includes(name)))
      throw usage(
        `--set takes a name and a value, such as reasoning.effort=low${at < 1 ? '' : `; "${flag.slice(0, at)}" is no name`}. Nothing was started.`,
      )
    const value = flag.slice(at + 1)
    // Straight marks are JSON.
    if (!value.startsWith('"') && unquoted(value) !== undefined)
      throw usage(`--set ${path.join('.')}: the value has quotation marks around it. Nothing was started.`)
    return {path, value: valueOf(value)}
  })
  settings.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  for (const [at, setting] of settings.entries()) {
    const [key, next] = [keyOf(setting), settings[at + 1]]
    if (next && (keyOf(next) === key || keyOf(next).startsWith(`${key}.`)))
      throw usage(`--set ${key} stands there twice, or holds what another --set sets. Nothing was started.`)
  }

  const [problem] = parameterProblems(merged({}, settings))
  if (problem)
    throw usage(`--set: ${problem.message} Nothing was started.`, ...(problem.hint ? [problem.hint] : []))
  return settings
}

/** A system of its own: its id and name say what was set. */
export function withParameters(system: PricedModel, settings: readonly ParameterSetting[]): PricedModel {
  const named = settings.map((setting) => `${keyOf(setting)}=${textOf(setting.value)}`)
  return {
    ...system,
    id: [system.id, ...named].join('~'),
    name: `${system.name}, ${named.join(', ')}`,
    model: system.model ?? system.id,
    parameters: merged(system.parameters ?? {}, settings),
  }
}

function merged(
  base: Record<string, unknown>,
  settings: readonly ParameterSetting[],
): Record<string, unknown> {
  const parameters = structuredClone(base)
  for (const {path, value} of settings) {
    let level = parameters
    for (const name of path.slice(0, -1)) {
      const inner = Object.hasOwn(level, name) ? level[name] : undefined
      const map = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {}
      level[name] = map
      level = map as Record<string, unknown>
    }

    level[path.at(-1)!] = value
  }

  return parameters
}

function keyOf({path}: ParameterSetting): string {
  return path.join('.')
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** As it was typed, but without what no id can hold: blanks, "|" and control characters. */
function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.replaceAll(/[\s|%\p{Cc}]/gu, (character) => encodeURIComponent(character))
}
