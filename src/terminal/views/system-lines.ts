import type {PricedModel} from '../../suite/model/suite.js'
import {flowYaml} from '../../text/flow-yaml.js'
import {sanitizeLine} from '../lines.js'

/** What a system has besides a name and a price, a line each; nothing for a model as it is. */
export function systemLines(system: PricedModel): string[] {
  const {id, model, parameters, response_format, base_url, api_key_env, headers, cached_input_price} = system
  const lines = [
    model !== undefined && model !== id && `sent as ${model}`,
    parameters !== undefined && `parameters ${flowYaml(parameters)}`,
    response_format !== undefined && `response_format ${response_format}`,
    base_url !== undefined && `asked at ${base_url}`,
    api_key_env !== undefined && `with the key in ${api_key_env}`,
    headers !== undefined && `with the headers ${flowYaml(headers)}`,
    cached_input_price !== undefined && `$${cached_input_price}/1M cached in`,
  ].filter((line) => line !== false)
  return lines.length === 0 ? [] : [sanitizeLine(id), ...lines.map((line) => sanitizeLine(`  ${line}`))]
}
