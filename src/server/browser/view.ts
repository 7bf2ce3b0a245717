import type {RatingState} from '../../rating/reducer.js'
import {noticeText} from '../../rating/messages.js'
import type {ItemAnswer} from '../pages/wire.js'
import type {OutboxState} from './outbox.js'

export const SIGNED_OUT = 'You are signed out: open your link again in another window.'

/** The part of the page that shows the rating under way. */
export class View {
  readonly #item = part('#item')
  readonly #notice = part('#notice')
  readonly #unsent = part('#unsent')
  readonly #place = part('#place')
  #shown: ItemAnswer | undefined

  constructor(
    private readonly total: number,
    private readonly raters: string,
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
    part('#end').hidden = mode !== 'finished'
    part('#keys').classList.toggle('ended', mode === 'finished')
    const sentence = notice ? noticeText(notice) : ''
    this.#notice.classList.toggle('bad', notice?.kind === 'failed')
    // A screen reader reads the title of the next result, for users who do not see it come.
    this.#notice.replaceChildren(
      sentence,
      ...(isNew ? [hidden(`${sentence === '' ? '' : '. Next: '}${shown.result.title}`)] : []),
    )
  }

  #mark({shown, details, mode}: RatingState<ItemAnswer>): void {
    this.#item.classList.toggle('detailed', details)
    document.querySelector('[data-key="f"]')?.setAttribute('aria-pressed', String(shown?.flagged ?? false))
    document.querySelector('[data-key="d"]')?.setAttribute('aria-pressed', String(details))
    const lines = [
      shown && mode !== 'finished' ? `${shown.position} of ${this.total}` : '',
      this.raters,
      shown?.flagged ? 'flagged' : '',
      shown && shown.note !== '' ? 'noted' : '',
    ]
    this.#place.textContent = lines.filter((text) => text !== '').join(' · ')
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

export function part(selector: string): HTMLElement {
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
