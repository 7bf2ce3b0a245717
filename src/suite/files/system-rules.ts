import {canonicalJson} from '../model/hash.js'
import {
  headerProblem,
  looksSecret,
  parameterProblems,
  urlProblem,
  variableProblem,
  type SystemProblem,
} from '../model/system-limits.js'
import {isLoopback} from '../model/system.js'
import type {Path, Problem} from '../../text/problem.js'
import {isFields, list, type Fields} from './merge.js'

/** What a schema cannot see of the systems of a suite: what they may send, to whom, and with which keys. */
export function systemProblems(suite: Fields): Problem[] {
  const systems: [Path, unknown][] = [
    ...list(suite['models']).map((system, at): [Path, unknown] => [['models', at], system]),
    [['selector'], suite['selector']],
  ]
  return systems.flatMap(([path, system]) =>
    isFields(system)
      ? [
          ...(path[0] === 'models' ? reserved(system) : []),
          ...parameters(system),
          ...endpoint(system),
          ...variables(system),
        ].map((problem) => ({...problem, path: [...path, ...problem.path]}))
      : [],
  )
}

/**
 * A run knows one system for each id: a selector that is one of the models must be the same in everything but
 * its name.
 */
export function selectorProblems(suite: Fields): Problem[] {
  const selector = isFields(suite['selector']) ? suite['selector'] : {}
  const same = list(suite['models']).find((model) => isFields(model) && model['id'] === selector['id'])
  if (!isFields(same)) return []
  const names = new Set([...Object.keys(selector), ...Object.keys(same)])
  return [...names]
    .filter((name) => name !== 'name' && !isEqual(selector[name], same[name]))
    .map((name) => ({
      path: ['selector', name],
      message: `The selector is one of the models too, at another ${name}.`,
      hint: name.endsWith('price')
        ? 'Give both the same price.'
        : 'Give both the same, or give the selector an id of its own and name the model under "model".',
    }))
}

function isEqual(a: unknown, b: unknown): boolean {
  return canonicalJson([a]) === canonicalJson([b])
}

function reserved({id, model}: Fields): SystemProblem[] {
  const isBaseline = (name: unknown) => typeof name === 'string' && name.startsWith('builtin/')
  if (isBaseline(id))
    return [
      {
        path: ['id'],
        message: `"${String(id)}" is not the suite's to define: the baselines are always there.`,
        hint: 'Leave it out.',
      },
    ]
  return isBaseline(model)
    ? [{path: ['model'], message: 'The baselines take no parameters and have no other names.'}]
    : []
}

function parameters(system: Fields): SystemProblem[] {
  const {parameters: declared, response_format: format} = system
  if (!isFields(declared)) return []
  const twice =
    format !== undefined && (declared['response_format'] ?? null) !== null
      ? [
          {
            path: ['parameters', 'response_format'],
            message: '"response_format" stands twice: in the system and in its parameters.',
            hint: 'Keep one of them.',
          },
        ]
      : []
  return [
    ...parameterProblems(declared).map((problem) => ({...problem, path: ['parameters', ...problem.path]})),
    ...twice,
  ]
}

/** A key goes over https, or to this machine. */
function endpoint(system: Fields): SystemProblem[] {
  const url = system['base_url']
  if (typeof url !== 'string') return []
  const path = ['base_url']
  const problem = urlProblem(url)
  if (problem !== undefined)
    return [{path, message: `"base_url" ${problem}`, hint: 'For Ollama: http://localhost:11434/v1'}]
  if (looksSecret(url)) return [{path, message: '"base_url" holds what looks like a secret.'}]
  const {protocol, hostname} = new URL(url)
  const hasKey = system['api_key_env'] !== undefined || system['headers'] !== undefined
  return hasKey && protocol === 'http:' && !isLoopback(hostname)
    ? [
        {
          path,
          message: `A key would go to ${hostname} over http, where others can read it.`,
          hint: 'Give it an https URL; only on this machine http will do.',
        },
      ]
    : []
}

function variables(system: Fields): SystemProblem[] {
  const {api_key_env: key, headers} = system
  const named: [string[], unknown][] = [[['api_key_env'], key]]
  const problems: SystemProblem[] = []
  for (const [name, variable] of Object.entries(isFields(headers) ? headers : {})) {
    const path = ['headers', name]
    named.push([path, variable])
    const message = headerProblem(name)
    if (message !== undefined) problems.push({path, message})
    if (/^authorization$/i.test(name) && key !== undefined)
      problems.push({
        path,
        message: 'The key of api_key_env is sent in this header.',
        hint: 'Keep one of them.',
      })
  }

  for (const [path, variable] of named) {
    const problem = typeof variable === 'string' ? variableProblem(variable) : undefined
    if (problem) problems.push({path, ...problem})
  }

  return problems
}
