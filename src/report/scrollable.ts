import {html, type Html} from '../formats/html.js'

/** What is wider than a small screen scrolls by itself, with the keyboard too; `label` says what it is. */
export function scrollable(label: string, content: Html): Html {
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${label}">${content}</div>`
}
