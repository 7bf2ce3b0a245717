// The model server as a process of its own, for tests that kill bench: prints its URL as JSON, then serves
// until it is killed. Arguments: delay in ms. A GET tells what it has seen.
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {startModelServer} from './model-server.js'

const server = await startModelServer({delayMs: Number(process.argv[2] ?? 0)})
const stats = createServer((_request, response) => {
  const bought: Record<string, number> = {}
  for (const {hash} of server.requests) bought[hash] = (bought[hash] ?? 0) + 1
  response.end(
    JSON.stringify({
      requests: server.requests.length,
      most_in_flight: server.mostInFlight,
      bought,
      served_ms: server.servedMs,
    }),
  )
})
stats.listen(0, '127.0.0.1', () => {
  const port = (stats.address() as AddressInfo).port
  process.stdout.write(`${JSON.stringify({url: server.url, stats: `http://127.0.0.1:${port}/`})}\n`)
})
