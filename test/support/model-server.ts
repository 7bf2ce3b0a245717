import {createHash} from 'node:crypto'
import {createServer, type IncomingHttpHeaders, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'

/** What the server does with one request. */
export type Behaviour =
  | {
      kind: 'answer'
      content?: string | null
      usage?: object | null
      finish_reason?: string
      /** Stands beside `choices`. */
      error?: unknown
      /** Null: none. */
      contentType?: string | null
    }
  | {kind: 'status'; status: number; headers?: Record<string, string>; body?: string}
  | {kind: 'error-200'; code: number | string; message: string}
  /** `half`: the connection breaks in the middle of the answer; `stall`: there the server falls silent. */
  | {kind: 'drop' | 'silence' | 'half' | 'stall' | 'html' | 'no-choices'}

export interface SeenRequest {
  body: {
    model: string
    messages: {role: string; content: string}[]
    seed?: number
    max_tokens?: number
    usage?: unknown
  }
  headers: IncomingHttpHeaders
  /** Digest of the body: equal for equal questions. */
  hash: string
}

export interface ModelServerOptions {
  delayMs?: number
  port?: number
  /** Undefined: a good answer. */
  script?: (request: SeenRequest, index: number) => Behaviour | undefined
}

const TYPES = ['situation', 'jargon', 'role_task', 'environment']

/** An OpenAI-compatible server on loopback that answers as it is told; equal questions get equal chips. */
export async function startModelServer({delayMs = 0, port = 0, script}: ModelServerOptions = {}) {
  const requests: SeenRequest[] = []
  const servedMs: number[] = []
  let inFlight = 0
  let mostInFlight = 0
  const server = createServer((incoming, response) => {
    const received = performance.now()
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', () => {
      const text = Buffer.concat(parts).toString()
      const request: SeenRequest = {
        body: JSON.parse(text) as SeenRequest['body'],
        headers: incoming.headers,
        hash: createHash('sha256').update(text).digest('hex'),
      }
      const index = requests.push(request) - 1
      mostInFlight = Math.max(mostInFlight, ++inFlight)
      response.on('close', () => inFlight--)
      response.on('finish', () => servedMs.push(performance.now() - received))
      void sleep(delayMs).then(() => behave(script?.(request, index) ?? {kind: 'answer'}, request, response))
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    /** Milliseconds from the head of a request to the end of its answer, in the order of answers. */
    servedMs,
    get mostInFlight() {
      return mostInFlight
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function behave(behaviour: Behaviour, request: SeenRequest, response: ServerResponse): void {
  switch (behaviour.kind) {
    case 'answer':
      return send(response, 200, completionOf(request, behaviour), {}, behaviour.contentType)
    case 'status':
      return send(
        response,
        behaviour.status,
        behaviour.body ?? JSON.stringify({error: {message: `status ${behaviour.status}`}}),
        behaviour.headers,
      )
    case 'error-200':
      return send(response, 200, JSON.stringify({error: {code: behaviour.code, message: behaviour.message}}))
    case 'no-choices':
      return send(response, 200, '{"id":"x","choices":[]}')
    case 'html':
      return send(response, 200, '<html><body>Bad gateway</body></html>', {'content-type': 'text/html'})
    case 'drop':
      response.destroy()
      return
    case 'half':
    case 'stall': {
      const whole = completionOf(request, {kind: 'answer'})
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(whole),
      })
      response.write(whole.slice(0, whole.length / 2))
      if (behaviour.kind === 'half') setTimeout(() => response.destroy(), 20)
      return
    }
    case 'silence':
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
  contentType: string | null = 'application/json',
): void {
  response.writeHead(status, {...(contentType !== null && {'content-type': contentType}), ...headers})
  response.end(body)
}

function completionOf(request: SeenRequest, answer: Behaviour & {kind: 'answer'}): string {
  const content = answer.content === undefined ? goodContent(request) : answer.content
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: request.body.model,
    ...(answer.error !== undefined && {error: answer.error}),
    choices: [
      {index: 0, finish_reason: answer.finish_reason ?? 'stop', message: {role: 'assistant', content}},
    ],
    usage:
      answer.usage === undefined
        ? {prompt_tokens: 100, completion_tokens: 200, total_tokens: 300}
        : answer.usage,
  })
}

/** Keys of the options for a selection, else chips that depend on the question alone. */
function goodContent({body}: SeenRequest): string {
  const user = body.messages.at(-1)?.content ?? ''
  const offered = /\b(?:pick|choose) the/i.test(user)
    ? [...user.matchAll(/"key":"([^"]+)"/g)].map(([, key]) => key)
    : []
  if (offered.length > 0) return JSON.stringify(offered.slice(0, 3))
  const seed = createHash('sha256')
    .update(JSON.stringify([body.model, body.messages, body.seed]))
    .digest('hex')
    .slice(0, 8)
  const count = Number(
    /(\d+) (?:further )?(?:chips|more)|Chips: (\d+)/.exec(user)?.slice(1).find(Boolean) ?? 10,
  )
  const chips = Array.from({length: count}, (_, i) => {
    const type = TYPES[i % TYPES.length]
    return {key: `${type}_${seed}_${i}`, display: `${type} ${seed} ${i}`, type}
  })
  return JSON.stringify(chips)
}
