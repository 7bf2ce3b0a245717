import {createServer, request as httpRequest, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {gunzipSync} from 'node:zlib'

/** What happens to one request on its way. After `drop-after` and `half` the server has done what was asked. */
export type Fault = 'none' | 'drop-before' | 'drop-after' | 'half' | '429' | '503'

export interface ProxyOptions {
  /** Milliseconds added to every request. */
  latencyMs?: number
  fault?: (index: number, body: string) => Fault
  /** Told what the server answered, faults or not. */
  onAnswer?: (body: string, answer: string) => void
}

/** An HTTP proxy before a server, on a real socket, that misbehaves as it is told. */
export async function startProxy(target: string, options: ProxyOptions = {}) {
  const settings = {...options}
  let requests = 0
  const server = createServer((incoming, outgoing) => {
    void read(incoming).then(async (body) => {
      const index = requests++
      if (settings.latencyMs) await sleep(settings.latencyMs)
      const fault = settings.fault?.(index, body.toString()) ?? 'none'
      if (fault === '429' || fault === '503') {
        outgoing.writeHead(Number(fault), {'content-type': 'text/plain', 'retry-after': '0'}).end('later')
        return
      }

      if (fault === 'drop-before') {
        outgoing.destroy()
        return
      }

      await forward(target, incoming, body, outgoing, fault, settings.onAnswer)
    })
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    settings,
    get requests() {
      return requests
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function forward(
  target: string,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  fault: Fault,
  onAnswer: ProxyOptions['onAnswer'],
): Promise<void> {
  return new Promise((resolve) => {
    const onward = httpRequest(
      new URL(incoming.url ?? '/', target),
      {method: incoming.method, headers: incoming.headers},
      (answer) => {
        void read(answer).then((text) => {
          const encoding = answer.headers['content-encoding']
          onAnswer?.(body.toString(), (encoding === 'gzip' ? gunzipSync(text) : text).toString())
          if (fault === 'drop-after') outgoing.destroy()
          else {
            outgoing.writeHead(answer.statusCode ?? 500, {
              'content-type': answer.headers['content-type'],
              'content-length': text.length,
              ...(encoding !== undefined && {'content-encoding': encoding}),
            })
            if (fault === 'half') {
              outgoing.write(text.subarray(0, text.length / 2))
              setTimeout(() => outgoing.destroy(), 5)
            } else outgoing.end(text)
          }

          resolve()
        })
      },
    )
    onward.on('error', () => {
      outgoing.destroy()
      resolve()
    })
    onward.end(body)
  })
}
