import {handleEffect} from '../../rating/effect-handler.js'
import {LOOK_MS, PressGuard} from '../../rating/press-guard.js'
import {
  FIRST_STATE,
  reduce,
  type Effect,
  type Notice,
  type RatingEvent,
  type RatingState,
} from '../../rating/reducer.js'
import {RatingSession} from '../../rating/session.js'
import type {CalibrationRequest, ItemAnswer, SessionData} from '../pages/wire.js'
import {Dialogs} from './dialogs.js'
import {Examples} from './examples.js'
import {meantKey} from './keyboard.js'
import {RatedSince, startOffline} from './offline.js'
import {Outbox, type Sent} from './outbox.js'
import {identityOf, Items, sessionPorts, SignedOut} from './ports.js'
import {elementOf, SIGNED_OUT, View} from './view.js'

/** How many results are fetched ahead: as many can be rated without a network. */
const AHEAD = 6
const RETRY_MS = 2000
/** Keys of the reducer; in other modes than that of a result they are letters. */
const RETURN = {name: 'return', text: '', ctrl: false}
const KEYS = /^[1-5usfrntxed]$/

const data = JSON.parse(elementOf('#data').textContent) as SessionData
const raters = elementOf('#place').textContent.split(' · ').slice(1).join(' · ')
const windows = new BroadcastChannel(`bench ${data.user}`)
const since = new RatedSince(data.session)
const earlier = await since.references()
const {current, left} = Outbox.open(data.user, onOutbox)
const rated = new Set([...left.flatMap((outbox) => outbox.rated), ...earlier])
const queue = data.queue.filter((reference) => !rated.has(reference))
const view = new View(queue.length, raters, data.texts)
const items = new Items(data.first && {...data.first, html: elementOf('#item').innerHTML})
const session = new RatingSession<ItemAnswer>(
  sessionPorts({items, outbox: current, announce}),
  queue.map((id) => ({id, repeat: false})),
  {rater: data.user, reveal: false, ahead: AHEAD},
)
let state: RatingState<ItemAnswer> = FIRST_STATE
const guard = new PressGuard(Date.now())
const dialogs = new Dialogs({
  noted: (text) => {
    if (text !== undefined) apply({kind: 'drafted', text})
    handleKey(text === undefined ? {name: 'c', text: '', ctrl: true} : RETURN)
  },
  tagged: (letter) => handleKey({name: letter, text: letter, ctrl: false}),
  left: () => handleKey(RETURN),
  meant: () => guard.answered(performance.now()),
  older: (offset) => void run(() => command({kind: 'list', offset})),
  chosen: (id) => void run(() => command({kind: 'correct', id})),
})

windows.addEventListener('message', ({data: reference}: MessageEvent<string>) => passOver(reference))
document.addEventListener('keydown', onKeyDown)
for (const kind of ['pointermove', 'scroll', 'touchstart', 'input'])
  addEventListener(kind, () => (isBack() ? void lookAgain() : undefined), {passive: true})
// What is hidden cannot be read.
document.addEventListener('visibilitychange', () =>
  guard.visible(performance.now(), document.visibilityState === 'visible'),
)
elementOf('#keys').addEventListener('click', (event) => {
  const key = (event.target as Element).closest<HTMLElement>('[data-key]')?.dataset['key']
  if (key !== undefined) pressButton(key)
})
elementOf('#item').addEventListener('click', (event) => {
  const chip = (event.target as Element).closest('.marking .chips li')
  for (const letter of chip?.querySelector<HTMLElement>('.label')?.dataset['label'] ?? '') press(letter)
})
document.querySelector('form.who')?.addEventListener('submit', (event) => {
  const unsent = unsentCount()
  const question = `${unsent} not sent yet. It stays in this browser, and goes out when you sign in here again. Sign out all the same?`
  if (unsent > 0 && !confirm(question)) event.preventDefault()
})
addEventListener('beforeunload', (event) => {
  if (unsentCount() > 0) event.preventDefault()
})
// A page that comes back from the browser's cache does not know what happened since.
addEventListener('pageshow', ({persisted}) => (persisted ? location.reload() : undefined))
view.unsent(states())
const examples =
  data.calibration && new Examples(data.calibration, {keep, shown: onScreen, over: () => void begin()})
if (examples) {
  // They come while the rater reads the examples.
  for (const reference of queue.slice(0, AHEAD)) items.get(reference).catch(() => {})
  isReady()
} else void begin().then(isReady)
void startOffline(data).then((sentence) => (elementOf('#offline').textContent = sentence))

function begin(): Promise<void> {
  return run(() => advance(undefined))
}

function isReady(): void {
  elementOf('#keys').dataset['ready'] = '1'
}

function onScreen(): void {
  guard.shown(performance.now())
}

function announce(reference: string, isRated: boolean): void {
  void since.note(reference, isRated)
  if (isRated) windows.postMessage(reference)
}

/** An example that cannot be kept comes again in another session; nothing else is lost. */
function keep(calibration: CalibrationRequest['calibration']): void {
  const request: CalibrationRequest = {user: data.user, version: data.calibration!.version, calibration}
  void fetch('/app/calibration', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(request),
    keepalive: true,
  }).catch(() => {})
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  const isOn = (selector: string) =>
    event.target instanceof Element && event.target.closest(selector) !== null
  // A held Enter or Space presses the button under the focus again and again.
  if (event.repeat && isOn('#keys') && ['Enter', ' '].includes(event.key)) return ignore(event)
  const key = meantKey(event)
  if (key === undefined) return
  if (isOn('#tags')) return dialogs.onTagKey(key, event)
  if (isOn('input, textarea, select, dialog') || !isUsed(key, isOn('button, a, summary'))) return
  if (event.repeat) return ignore(event)
  event.preventDefault()
  press(key)
}

/** Whether this is the first sign of the rater after a long absence. */
function isBack(): boolean {
  return guard.active(performance.now(), Date.now())
}

/** Over a night, say, after which the rater may press anything to see the page. */
function welcome(): void {
  view.tell('You were away: look at it, then press again.')
  void lookAgain()
}

/** What was rated elsewhere meanwhile, or is gone, is not asked for again. */
async function lookAgain(): Promise<void> {
  for (const reference of session.ahead(AHEAD))
    if (!(await items.isStillAsked(reference))) passOver(reference)
}

function passOver(reference: string): void {
  if (session.forget(reference) && state.mode === 'result') void run(() => advance({kind: 'elsewhere'}))
}

/** A key that is held says nothing more. */
function ignore(event: KeyboardEvent): void {
  event.preventDefault()
  if (guard.press(performance.now(), Date.now(), {isHeld: true}) === 'woken') welcome()
}

/** Enter on a button or a link presses what has the focus. */
function isUsed(key: string, isOnControl: boolean): boolean {
  if (examples?.isUnderWay) return key === 'Enter' ? !isOnControl : /^[1-5cg?]$/.test(key)
  if (key === 'Enter' || key === 'Escape')
    return !isOnControl && (state.mode === 'chips' || session.correcting !== null)
  return state.mode === 'chips' ? /^[a-z]$/.test(key) : /^[1-5usfrntxedpg?]$/.test(key)
}

function press(key: string): void {
  if (/^[1-5]$/.test(key)) score(key)
  else if (isBack()) welcome()
  else if (state.mode === 'chips' && /^[a-z]$/.test(key)) handleKey({name: key, text: key, ctrl: false})
  else if (key === '?') dialogs.open('help')
  else if (key === 'g') dialogs.open('guidelines')
  else if (key === 'p') view.togglePersona()
  else if (examples?.isUnderWay) pressExample(key)
  else if (key === 'Enter' || key === 'Escape') handleKey(RETURN)
  else if (KEYS.test(key) && (state.mode !== 'finished' || /^[ure]$/.test(key)))
    handleKey({name: key, text: key, ctrl: false})
}

/** A button means the same in all modes; the one that began the marking of chips ends it too. */
function pressButton(key: string): void {
  const wasMarking = state.mode === 'chips'
  if (wasMarking) handleKey(RETURN)
  if (!wasMarking || key !== 'x') press(key)
}

/** A second press soon after the score is no wish to go on. */
function pressExample(key: string): void {
  if (key === 'c' || guard.sincePress(performance.now()) >= LOOK_MS) examples?.press(key)
}

/** A score counts once, and only for what the rater could see. */
function score(key: string): void {
  const now = performance.now()
  const isSlip = guard.sincePress(now) < LOOK_MS
  const verdict = guard.press(now, Date.now())
  if (verdict === 'woken') welcome()
  else if (verdict === 'asks') dialogs.open('burst')
  else if (verdict === 'early' && !isSlip) view.tell('It has only just come: look at it, then press again.')
  else if (verdict === 'counts' && !document.hidden && examples?.isUnderWay) examples.press(key)
  else if (verdict === 'counts' && !document.hidden && state.mode === 'result')
    handleKey({name: key, text: key, ctrl: false})
}

function handleKey(key: {name: string; text: string; ctrl: boolean}): void {
  const before = state.mode
  const effect = apply({kind: 'key', key})
  if (state.mode === 'note' && before !== 'note') dialogs.openNote(state.draft)
  if (state.mode === 'tags' && before !== 'tags') dialogs.open('tags')
  if (effect) void run(() => command(effect))
}

function command(effect: Effect): Promise<RatingEvent<ItemAnswer>> {
  return handleEffect(session, effect, {
    identify: ({reference}) => identityOf(reference, current),
    advance,
  })
}

function apply(event: RatingEvent<ItemAnswer>): Effect | undefined {
  const before = state.shown
  const {state: next, effect} = reduce(state, event, data.texts.tags)
  state = next
  const isNew = state.shown !== before
  if (isNew) onScreen()
  view.draw(state)
  if (state.mode === 'finished') view.summary(session.summary())
  if (state.mode === 'earlier' && state.earlier) dialogs.openEarlier(state.earlier, data.texts.anchors)
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

function states() {
  return [current, ...left].map((outbox) => outbox.state)
}

function unsentCount(): number {
  return states().reduce((sum, {unsent}) => sum + unsent, 0)
}

function onOutbox(_: object, sent: Sent | undefined): void {
  view.unsent(states())
  if (sent === 'superseded')
    view.tell('You rated that one again elsewhere meanwhile; the newer rating stands.')
  if (sent === 'gone' || sent === 'refused')
    view.tell('One result is gone, or changed; what you said of it could not be kept.')
}
