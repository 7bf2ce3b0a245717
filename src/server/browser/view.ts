import type {RatingState} from '../../rating/reducer.js'
import {noticeText, scoreCounts} from '../../rating/messages.js'
import {chipLabels} from '../../rating/chip-labels.js'
import type {SessionSummary} from '../../rating/tally.js'
import type {ItemAnswer, SessionData} from '../pages/wire.js'
import type {OutboxState} from './outbox.js'

export const SIGNED_OUT = 'You are signed out: open your link again in another window.'

/** The part of the page that shows the rating under way. */
export class View {
  readonly #item = elementOf('#item')
  readonly #notice = elementOf('#notice')
  readonly #unsent = elementOf('#unsent')
  readonly #place = elementOf('#place')
  #shown: ItemAnswer | undefined

  constructor(
    private readonly total: number,
    private readonly raters: string,
    private readonly texts: SessionData['texts'],
  ) {}

  draw(state: RatingState<ItemAnswer>): void {
    const {shown, mode, notice} = state
    if (mode === 'busy') return
    const isNew = shown !== undefined && shown.result !== this.#shown
    if (isNew) {
      this.#shown = shown.result
      this.#item.innerHTML = shown.result.html
      scrollTo({top: 0})
    }

    this.#mark(state)
    this.#item.hidden = mode === 'finished'
    elementOf('#end').hidden = mode !== 'finished'
    elementOf('#keys').classList.toggle('ended', mode === 'finished')
    const sentence = notice ? noticeText(notice, this.texts.anchors) : ''
    this.#notice.classList.toggle('bad', notice?.kind === 'failed')
    // A screen reader reads the title of the next result, for users who do not see it come.
    this.#notice.replaceChildren(
      sentence,
      ...(isNew ? [hidden(`${sentence === '' ? '' : '. Next: '}${shown.result.title}`)] : []),
    )
  }

  #mark({shown, details, mode, annotation, typed}: RatingState<ItemAnswer>): void {
    this.#item.classList.toggle('detailed', details)
    press('[data-key="f"]', annotation.flagged)
    press('[data-key="d"]', details)
    press('[data-key="x"]', mode === 'chips')
    for (const {letter, label} of this.texts.tags)
      press(`[data-tag="${letter}"]`, annotation.tags.includes(label))
    for (let score = 1; score <= this.texts.anchors.length; score++)
      elementOf(`[data-key="${score}"]`).classList.toggle('before', shown?.score === score)
    this.#markChips(shown?.chips ?? [], annotation.bad_chips, mode === 'chips' ? typed : undefined)
    const isCorrection = shown !== undefined && shown.score !== null
    const lines = [
      shown && mode !== 'finished'
        ? isCorrection
          ? 'an earlier rating'
          : `${shown.position} of ${this.total}`
        : '',
      this.raters,
      annotation.flagged ? 'flagged' : '',
      annotation.note === '' ? '' : 'noted',
      annotation.tags.join(', '),
      annotation.bad_chips.length > 0 ? `${annotation.bad_chips.length} marked bad` : '',
    ]
    this.#place.textContent = lines.filter((text) => text !== '').join(' · ')
  }

  /** `typed`: what was typed of a label so far; undefined: chips are not being marked. */
  #markChips(chips: readonly string[], bad: readonly string[], typed: string | undefined): void {
    const labels = chipLabels(chips.length)
    this.#item.classList.toggle('marking', typed !== undefined)
    for (const [at, entry] of [...this.#item.querySelectorAll<HTMLElement>('.chips li')].entries()) {
      const isBad = bad.includes(chips[at] ?? '')
      entry.classList.toggle('bad', isBad)
      const button = entry.querySelector<HTMLElement>('.label')
      if (typed === undefined) button?.remove()
      else if (button) button.setAttribute('aria-pressed', String(isBad))
      else entry.prepend(labelButton(labels[at]!, entry.querySelector('bdi')?.textContent ?? '', isBad))
    }
  }

  summary({rated, skipped, scores}: SessionSummary): void {
    const counts = scoreCounts(scores, this.texts.anchors)
    elementOf('#summary').textContent =
      `You rated ${rated}${skipped > 0 ? ` and skipped ${skipped}` : ''}${counts.length > 0 ? ` (${counts.join(', ')})` : ''}. Thank you.`
  }

  tell(sentence: string): void {
    this.#notice.replaceChildren(sentence)
    this.#notice.classList.add('bad')
  }

  /** Shows the commands that are not on the server yet, until they are. */
  unsent(states: readonly OutboxState[]): void {
    const count = states.reduce((sum, {unsent}) => sum + unsent, 0)
    this.#unsent.hidden = count === 0
    if (count === 0) return
    const isSignedOut = states.some((state) => state.isSignedOut)
    const isKept = states.every((state) => state.isKept)
    const why = isSignedOut ? SIGNED_OUT : 'There is no connection.'
    const where = isKept
      ? 'It is kept in this browser and goes out by itself.'
      : 'Keep this page open until it is sent: this browser keeps nothing.'
    const text = `Not sent yet: ${count}. ${why} ${where}`
    if (this.#unsent.textContent !== text) this.#unsent.textContent = text
  }

  togglePersona(): void {
    const persona = this.#item.querySelector<HTMLDetailsElement>('details.persona')
    if (persona) persona.open = !persona.open
  }
}

/** In place and not made anew with each mark, so that the keyboard's focus stays. */
function labelButton(label: string, name: string, isBad: boolean): HTMLElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'label quiet'
  button.dataset['label'] = label
  button.textContent = label
  button.setAttribute('aria-pressed', String(isBad))
  button.setAttribute('aria-label', `${label}: ${name} is bad`)
  return button
}

function press(selector: string, isPressed: boolean): void {
  document.querySelector(selector)?.setAttribute('aria-pressed', String(isPressed))
}

export function elementOf(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`the page has no ${selector}`)
  return found
}

function hidden(text: string): HTMLElement {
  const span = document.createElement('span')
  span.className = 'unseen'
  span.textContent = text
  return span
}
