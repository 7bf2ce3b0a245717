import type {RatingPorts} from '../../rating/rating-service.js'
import {handleEffect} from '../../rating/effect-handler.js'
import {
  FIRST_STATE,
  reduce,
  type Effect,
  type Notice,
  type RatingEvent,
  type RatingState,
} from '../../rating/reducer.js'
import {RatingSession} from '../../rating/session.js'
import type {Identity} from '../../records/result.js'
import type {ItemAnswer, SessionData} from '../pages/wire.js'
import {Outbox, type Sent} from './outbox.js'
import {part, SIGNED_OUT, View} from './view.js'

/**
 * Milliseconds after a new result appeared during which scores do not count: they were meant for the last
 * result.
 */
const SETTLE_MS = 150
/** How many results are fetched ahead: as many can be rated without a network. */
const AHEAD = 6
const RETRY_MS = 2000
const KEYS = /^[1-5usfrn]$/

/** No user is signed in any more, or another user is. */
class SignedOut extends Error {}

const data = JSON.parse(part('#data').textContent) as SessionData
const raters = part('#place').textContent.split(' · ').slice(1).join(' · ')
const view = new View(data.queue.length, raters)
const windows = new BroadcastChannel(`bench ${data.user}`)
const {current, left} = Outbox.open(data.user, onOutbox)

const known = new Map<string, Promise<ItemAnswer | undefined>>()
if (data.first)
  known.set(data.first.reference, Promise.resolve({...data.first, html: part('#item').innerHTML}))

const ports: RatingPorts<ItemAnswer> = {
  load: (reference) => itemOf(reference),
  existingRating: async (reference) => {
    const item = await itemOf(reference).finally(() => known.delete(reference))
    return {rating: null, note: item && {note: item.note, flagged: item.flagged}}
  },
  save: ({result_id: reference, rating: score, seconds = null}) => {
    void current.add(reference, {kind: 'rate', score, seconds})
    windows.postMessage(reference)
    return Promise.resolve({})
  },
  // Item references hide which items are repeats, so these ports are never used.
  saveRepeat: () => Promise.reject(new Error('the server knows which are repeats')),
  withdrawRepeat: () => Promise.reject(new Error('the server knows which are repeats')),
  withdraw: async (reference) => (await current.add(reference, {kind: 'withdraw'})) !== 'seen',
  saveNote: async ({result_id: reference, note, flagged}) => {
    await current.add(reference, {kind: 'note', note, flagged})
  },
}

const session = new RatingSession<ItemAnswer>(
  ports,
  data.queue.map((id) => ({id, repeat: false})),
  {rater: data.user, reveal: false, ahead: AHEAD},
)
let state: RatingState<ItemAnswer> = FIRST_STATE
let settled = 0

for (const outbox of left) for (const reference of outbox.rated) session.forget(reference)
windows.addEventListener('message', ({data: reference}: MessageEvent<string>) => {
  if (session.forget(reference) && state.mode === 'result') void run(() => advance({kind: 'elsewhere'}))
})
document.addEventListener('keydown', onKeyDown)
part('#keys').addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLElement>('[data-key]')
  if (button?.dataset['key'] !== undefined) press(button.dataset['key'])
})
part('#note').addEventListener('close', onNoteClosed)
// A page that comes back from the browser's cache does not know what happened since.
addEventListener('pageshow', ({persisted}) => (persisted ? location.reload() : undefined))
view.unsent(states())
void run(() => advance(undefined)).then(() => (part('#keys').dataset['ready'] = '1'))

function onKeyDown(event: KeyboardEvent): void {
  const {key, target} = event
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return
  const isTyping = target instanceof Element && target.closest('input, textarea, select, dialog') !== null
  if (isTyping || !(KEYS.test(key) || 'dp?'.includes(key))) return
  event.preventDefault()
  press(key)
}

function press(key: string): void {
  if (key === '?') dialogOf('#help').showModal()
  else if (key === 'p') view.togglePersona()
  else if (/^[1-5]$/.test(key) && performance.now() < settled) return
  else if (state.mode === 'finished' && !/^[ur]$/.test(key)) return
  else {
    const effect = apply({kind: 'key', key: {name: key, text: key, ctrl: false}})
    if (state.mode === 'note') openNote()
    else if (effect) void run(() => command(effect))
  }
}

function command(effect: Effect): Promise<RatingEvent<ItemAnswer>> {
  return handleEffect(session, effect, {identify: identityOf, advance})
}

function openNote(): void {
  noteField().value = state.draft
  const dialog = dialogOf('#note')
  dialog.returnValue = ''
  dialog.showModal()
}

function onNoteClosed(): void {
  apply({kind: 'drafted', text: noteField().value})
  const isSaved = dialogOf('#note').returnValue === 'save'
  const effect = apply({
    kind: 'key',
    key: isSaved ? {name: 'return', text: '', ctrl: false} : {name: 'c', text: '', ctrl: true},
  })
  if (effect) void run(() => command(effect))
}

function dialogOf(selector: string): HTMLDialogElement {
  return part(selector) as HTMLDialogElement
}

function noteField(): HTMLTextAreaElement {
  return part('#note-text') as HTMLTextAreaElement
}

function apply(event: RatingEvent<ItemAnswer>): Effect | undefined {
  const before = state.shown
  const {state: next, effect} = reduce(state, event)
  state = next
  const isNew = state.shown !== before
  if (isNew) settled = performance.now() + SETTLE_MS
  view.draw(state)
  if (isNew && state.shown) session.painted()
  return effect
}

async function run(work: () => Promise<RatingEvent<ItemAnswer>>): Promise<void> {
  try {
    apply(await work())
  } catch (error) {
    apply({
      kind: 'noticed',
      notice: {kind: 'failed', sentence: error instanceof Error ? error.message : String(error)},
    })
  }
}

/** Goes on; waits as long as necessary for a result that has not come yet. */
async function advance(notice: Notice | undefined): Promise<RatingEvent<ItemAnswer>> {
  for (;;) {
    try {
      const shown = await session.next()
      return shown ? {kind: 'shown', shown, notice} : {kind: 'finished', notice}
    } catch (error) {
      view.tell(
        error instanceof SignedOut
          ? SIGNED_OUT
          : 'There is no connection. The next result comes when it is back.',
      )
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

function itemOf(reference: string): Promise<ItemAnswer | undefined> {
  const asked = known.get(reference)
  if (asked) return asked
  const item = fetchItem(reference)
  known.set(reference, item)
  return item
}

async function fetchItem(reference: string): Promise<ItemAnswer | undefined> {
  const answer = await fetch(`/app/items/${encodeURIComponent(reference)}`)
  if (answer.status === 401) throw new SignedOut()
  if (answer.status === 404) return undefined
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
  return (await answer.json()) as ItemAnswer
}

async function identityOf({reference}: ItemAnswer): Promise<Identity> {
  if (current.state.unsent > 0) throw new Error('first the rating has to be sent')
  const answer = await fetch('/app/reveal', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({reference}),
  })
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
  return (await answer.json()) as Identity
}

function states() {
  return [current, ...left].map((outbox) => outbox.state)
}

function onOutbox(_: object, sent: Sent | undefined): void {
  view.unsent(states())
  if (sent === 'superseded')
    view.tell('You rated that one again elsewhere meanwhile; the newer rating stands.')
  if (sent === 'seen') view.tell('You have seen whose that one is, so its rating stays as it was.')
  if (sent === 'gone' || sent === 'refused')
    view.tell('One result is gone; what you said of it could not be kept.')
}
