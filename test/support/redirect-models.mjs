// Loaded into every process of a documented command: what is meant for OpenRouter or a local Ollama goes to
// the loopback server of the test.
const target = process.env.BENCH_TEST_MODELS
const real = globalThis.fetch
const redirected = (url) => {
  const {hostname, host, pathname} = new URL(url)
  return hostname === 'openrouter.ai' || host === 'localhost:11434'
    ? `${target}${pathname.replace(/^.*\/v1/, '')}`
    : url
}

globalThis.fetch = (input, init) =>
  input instanceof Request
    ? real(new Request(redirected(input.url), input), init)
    : real(redirected(String(input)), init)
