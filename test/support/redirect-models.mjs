// Loaded into every process of a documented command: what is meant for OpenRouter or a local Ollama goes to
// the loopback server of the test.
import {Agent} from 'undici'

const target = process.env.BENCH_TEST_MODELS
const real = globalThis.fetch
const isRedirected = ({hostname, host}) => hostname === 'openrouter.ai' || host === 'localhost:11434'
const redirected = (url) => {
  const parsed = new URL(url)
  return isRedirected(parsed) ? `${target}${parsed.pathname.replace(/^.*\/v1/, '')}` : url
}

globalThis.fetch = (input, init) =>
  input instanceof Request
    ? real(new Request(redirected(input.url), input), init)
    : real(redirected(String(input)), init)

// Calls of models go over undici itself.
const dispatch = Agent.prototype.dispatch
Agent.prototype.dispatch = function (options, handler) {
  const url = new URL(options.path, options.origin)
  if (!isRedirected(url)) return dispatch.call(this, options, handler)
  const {origin, pathname} = new URL(redirected(url))
  return dispatch.call(this, {...options, origin, path: pathname}, handler)
}
