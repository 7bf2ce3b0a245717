import type {EarlierPage} from '../../rating/session.js'
import {elementOf} from './view.js'

/** What a rater does in a dialog. */
export interface DialogActions {
  /** The note as it is to be saved; undefined: the rater cancelled it. */
  noted: (text: string | undefined) => void
  tagged: (letter: string) => void
  /** Tags or earlier ratings were closed. */
  left: () => void
  /** Scores that came fast were meant. */
  meant: () => void
  older: (offset: number) => void
  chosen: (id: string) => void
}

type DialogName = 'help' | 'guidelines' | 'tags' | 'note' | 'earlier' | 'burst'

/** The dialogs of the rating page. Escape loses nothing: a note that was typed is saved. */
export class Dialogs {
  #earlier: EarlierPage | undefined
  #chosen: string | undefined
  /** Those that were opened and not left yet. */
  readonly #entered = new Set<DialogName>()

  constructor(private readonly actions: DialogActions) {
    this.#onLeaving('note', (answer) =>
      this.actions.noted(answer === 'cancel' ? undefined : noteField().value),
    )
    this.#onLeaving('tags', () => this.actions.left())
    this.#of('tags').addEventListener('click', (event) => {
      const letter = (event.target as Element).closest<HTMLElement>('[data-tag]')?.dataset['tag']
      if (letter !== undefined) this.actions.tagged(letter)
    })
    this.#onLeaving('burst', () => this.actions.meant())
    this.#onLeaving('earlier', () => this.#leaveEarlier())
    elementOf('#earlier-list').addEventListener('click', (event) => {
      this.#chosen = (event.target as Element).closest<HTMLElement>('[data-rating]')?.dataset['rating']
      if (this.#chosen !== undefined) this.#of('earlier').close()
    })
    elementOf('#older').addEventListener('click', () => {
      if (this.#earlier) this.actions.older(this.#earlier.offset + this.#earlier.ratings.length)
    })
  }

  open(name: DialogName): void {
    const dialog = this.#of(name)
    dialog.returnValue = ''
    this.#entered.add(name)
    if (!dialog.open) dialog.showModal()
  }

  openNote(draft: string): void {
    noteField().value = draft
    this.open('note')
  }

  /** A letter of a tag; Enter leaves the dialog, unless a button has the focus. */
  onTagKey(key: string, event: KeyboardEvent): void {
    if (!/^[a-z]$/.test(key) || event.repeat) return
    event.preventDefault()
    this.actions.tagged(key)
  }

  openEarlier(page: EarlierPage, anchors: readonly string[]): void {
    this.#earlier = page
    elementOf('#older').hidden = !page.hasMore
    elementOf('#earlier-list').replaceChildren(
      ...page.ratings.map(({result_id, rating, created_at, desired_role, chips, tags}) => {
        const entry = document.createElement('li')
        const button = document.createElement('button')
        button.type = 'button'
        button.className = 'quiet'
        button.dataset['rating'] = result_id
        const day = created_at.slice(0, 16).replace('T', ' ')
        button.textContent = [
          `${rating} ${anchors[rating - 1]}`,
          desired_role,
          `${chips} chips`,
          day,
          tags.join(', '),
        ]
          .filter((text) => text !== '')
          .join(' · ')
        entry.append(button)
        return entry
      }),
    )
    this.open('earlier')
  }

  #leaveEarlier(): void {
    const chosen = this.#chosen
    this.#chosen = undefined
    this.#earlier = undefined
    if (chosen === undefined) this.actions.left()
    else this.actions.chosen(chosen)
  }

  /**
   * Does something once when a dialog is left, by a button, by Escape or by us. Browsers tell late that it
   * was closed, and what is pressed meanwhile would be taken for a press in the dialog.
   */
  #onLeaving(name: DialogName, work: (answer: string) => void): void {
    const dialog = this.#of(name)
    const leave = (answer: string) => {
      if (this.#entered.delete(name)) work(answer)
    }
    dialog.addEventListener('submit', ({submitter}) =>
      leave(submitter instanceof HTMLButtonElement ? submitter.value : ''),
    )
    dialog.addEventListener('cancel', () => leave(''))
    dialog.addEventListener('close', () => leave(dialog.returnValue))
  }

  #of(name: DialogName): HTMLDialogElement {
    return elementOf(`#${name}`) as HTMLDialogElement
  }
}

function noteField(): HTMLTextAreaElement {
  return elementOf('#note-text') as HTMLTextAreaElement
}
