import type {Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {createAdaptorServer} from '@hono/node-server'
import type {OpenAPIHono} from '@hono/zod-openapi'
import {addressUnavailable} from '../../errors/catalogue.js'
import type {RequestFacts} from './context.js'

/** How long requests under way may take after a stop, in milliseconds. */
const GRACE_MS = 10_000
/** A request that takes this long to arrive is dropped, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000

export interface RunningServer {
  url: string
  port: number
  /** Takes no new requests, lets requests under way finish for a short while, then closes. */
  stop(graceMs?: number): Promise<void>
}

/** Serves an application. @throws BenchError when the address cannot be used. */
export async function serve(
  app: OpenAPIHono<RequestFacts>,
  {host, port}: {host: string; port: number},
): Promise<RunningServer> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: {requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS},
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(addressUnavailable(host, port, error)))
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    port: address.port,
    stop: (graceMs = GRACE_MS) => stopServer(server, graceMs),
  }
}

async function stopServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  // A connection that was busy just now would be kept open for its next request.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(idle)
  clearTimeout(timer)
}

/** Whether an address is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
