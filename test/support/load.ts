import {Agent, request} from 'node:http'

/** One answer to a request under load. */
export interface LoadAnswer {
  status: number
  body: string
  /** Milliseconds until the whole answer was there. */
  ms: number
}

/** Clients that keep their connections, as browsers and gateways do. */
export class LoadClient {
  readonly #agent: Agent

  constructor(
    private readonly url: string,
    connections: number,
  ) {
    this.#agent = new Agent({keepAlive: true, maxSockets: connections})
  }

  send(
    method: string,
    path: string,
    {headers = {}, body}: {headers?: Record<string, string>; body?: string} = {},
  ): Promise<LoadAnswer> {
    const started = performance.now()
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.url), {method, agent: this.#agent, headers}, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts).toString(),
            ms: performance.now() - started,
          }),
        )
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  get(path: string, headers: Record<string, string> = {}): Promise<LoadAnswer> {
    return this.send('GET', path, {headers})
  }

  rate(resultId: string, user: string, rating: number): Promise<LoadAnswer> {
    const body = JSON.stringify({rating})
    return this.send('POST', `/results/${resultId}/ratings`, {
      headers: {'Content-Type': 'application/json', 'Content-Length': String(body.length), 'X-User-Id': user},
      body,
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

export interface Latencies {
  requests: number
  perSecond: number
  p50: number
  p99: number
}

/** Milliseconds of many requests that took `seconds` together. */
export function latencies(times: readonly number[], seconds: number): Latencies {
  const sorted = Float64Array.from(times).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return {requests: sorted.length, perSecond: sorted.length / seconds, p50: at(0.5), p99: at(0.99)}
}

/** Calls `work` from so many loops at once until the time is over; milliseconds of every call. */
export async function hammer(
  loops: number,
  seconds: number,
  work: (loop: number, round: number) => Promise<{ms: number}>,
): Promise<{times: number[]; seconds: number}> {
  const times: number[] = []
  const started = performance.now()
  const end = started + seconds * 1000
  await Promise.all(
    Array.from({length: loops}, async (_, loop) => {
      for (let round = 0; performance.now() < end; round++) times.push((await work(loop, round)).ms)
    }),
  )
  return {times, seconds: (performance.now() - started) / 1000}
}

/** What happened while readers, raters and a run used one database. */
export interface MixedLoad {
  reads: Latencies
  ratings: Latencies
  /** Status codes that were seen, with how often. */
  statuses: Map<number, number>
  /** Ratings that were acknowledged, the last of each result and user. */
  acknowledged: Map<string, number>
  /** Acknowledged ratings that are not there afterwards. */
  lost: string[]
}

/** Readers and raters use a server for a while; then every acknowledged rating is looked for. */
export async function mixedLoad(
  url: string,
  {readers, raters, seconds}: {readers: number; raters: number; seconds: number},
): Promise<MixedLoad> {
  const client = new LoadClient(url, readers + raters)
  const statuses = new Map<number, number>()
  const acknowledged = new Map<string, number>()
  const seen = (answer: LoadAnswer) => {
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    return answer
  }

  const ids = async () =>
    (JSON.parse((await client.get('/results?limit=100')).body) as {results: {id: string}[]}).results.map(
      ({id}) => id,
    )
  const known = await ids()
  const paths = (loop: number, round: number) => {
    const pick = known[(loop * 31 + round) % known.length]!
    return [
      '/results?limit=50',
      `/results/${pick}`,
      `/results?limit=20&offset=${round % 500}`,
      '/runs',
      '/results?unrated_by=rater-1',
      `/ratings?result_id=${pick}`,
      '/stats?group_by=model',
      '/health',
    ][round % 8]!
  }

  const [reads, ratings] = await Promise.all([
    hammer(readers, seconds, async (loop, round) =>
      seen(await client.get(paths(loop, round), {'X-User-Id': `reader-${loop}`})),
    ),
    hammer(raters, seconds, async (loop, round) => {
      // The newest results too, which the run has only just written.
      const fresh = round % 50 === 0 ? await ids() : known
      const [id, user, rating] = [fresh[round % fresh.length]!, `rater-${loop}`, 1 + ((loop + round) % 5)]
      const answer = seen(await client.rate(id, user, rating))
      if (answer.status === 200) acknowledged.set(`${id} ${user}`, rating)
      return answer
    }),
  ])
  const lost: string[] = []
  for (const [key, rating] of acknowledged) {
    const [id, user] = key.split(' ') as [string, string]
    const {ratings: stored} = JSON.parse(
      (await client.get(`/ratings?result_id=${id}&user_id=${user}`)).body,
    ) as {ratings: {rating: number}[]}
    if (stored.length !== 1 || stored[0]?.rating !== rating) lost.push(key)
  }

  client.close()
  return {
    reads: latencies(reads.times, reads.seconds),
    ratings: latencies(ratings.times, ratings.seconds),
    statuses,
    acknowledged,
    lost,
  }
}
