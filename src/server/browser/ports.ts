import type {SessionPorts} from '../../rating/session.js'
import type {Identity} from '../../records/result.js'
import type {EarlierAnswer, ItemAnswer} from '../pages/wire.js'
import type {Outbox} from './outbox.js'

/** How often, and after how many milliseconds each, the page looks whether all is sent. */
const SENDING_LOOKS = 20
const SENDING_LOOK_MS = 100
/** A connection that a machine had before it slept may never answer. */
const ANSWER_LIMIT_MS = 30_000

/** No user is signed in any more, or another user is. */
export class SignedOut extends Error {}

/** Results of the server, each fetched once until it is shown. */
export class Items {
  readonly #known = new Map<string, Promise<ItemAnswer | undefined>>()

  constructor(first: ItemAnswer | null) {
    if (first) this.#known.set(first.reference, Promise.resolve(first))
  }

  get(reference: string): Promise<ItemAnswer | undefined> {
    const asked = this.#known.get(reference)
    if (asked) return asked
    const item = fetchItem(reference)
    this.#known.set(reference, item)
    return item
  }

  forget(reference: string): void {
    this.#known.delete(reference)
  }

  /** Whether a result is there and not rated by now; without a connection, it was. */
  async isStillAsked(reference: string): Promise<boolean> {
    try {
      return (await fetchItem(reference))?.score === null
    } catch {
      return true
    }
  }
}

/** The ports of a session on a page: everything that is said goes through the outbox. */
export function sessionPorts({
  items,
  outbox,
  announce,
}: {
  items: Items
  outbox: Outbox
  /** An item is rated, or its rating is taken back. */
  announce: (reference: string, isRated: boolean) => void
}): SessionPorts<ItemAnswer> {
  return {
    load: (reference) => items.get(reference),
    existingRating: async (reference) => {
      const item = await items.get(reference).finally(() => items.forget(reference))
      return {rating: item?.score ?? null, note: item?.annotation}
    },
    chipKeys: ({chips}) => chips,
    save: ({result_id: reference, rating: score, seconds = null}) => {
      void outbox.add(reference, {kind: 'rate', score, seconds})
      announce(reference, true)
      return Promise.resolve({})
    },
    // Item references hide which items are repeats, so these ports are never used.
    saveRepeat: () => Promise.reject(new Error('the server knows which are repeats')),
    withdrawRepeat: () => Promise.reject(new Error('the server knows which are repeats')),
    withdraw: async (reference) => {
      announce(reference, false)
      await outbox.add(reference, {kind: 'withdraw'})
    },
    saveNote: async ({result_id: reference, note, flagged, tags, bad_chips}) => {
      await outbox.add(reference, {kind: 'note', note, flagged, tags, bad_chips})
    },
    earlier: async ({limit, offset}) => {
      if (!(await isAllSent(outbox))) throw new Error('first the ratings have to be sent')
      const answer = await fetch(`/app/earlier?limit=${limit}&offset=${offset}`)
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
      return ((await answer.json()) as EarlierAnswer).ratings
    },
  }
}

/** What is hidden of a result, once its rating is on the server. */
export async function identityOf(reference: string, outbox: Outbox): Promise<Identity> {
  if (!(await isAllSent(outbox))) throw new Error('first the rating has to be sent')
  const answer = await fetch('/app/reveal', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({reference}),
  })
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
  return (await answer.json()) as Identity
}

/** The server does not know yet what waits here; what is on its way is there in a moment. */
async function isAllSent(outbox: Outbox): Promise<boolean> {
  for (let looks = 0; looks < SENDING_LOOKS && outbox.state.unsent > 0; looks++)
    await new Promise((resolve) => setTimeout(resolve, SENDING_LOOK_MS))
  return outbox.state.unsent === 0
}

async function fetchItem(reference: string): Promise<ItemAnswer | undefined> {
  const answer = await fetch(`/app/items/${encodeURIComponent(reference)}`, {
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  })
  if (answer.status === 401) throw new SignedOut()
  if (answer.status === 404) return undefined
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
  return (await answer.json()) as ItemAnswer
}
