import {html, type Html} from '../formats/html.js'

export function notFoundBody(): Html {
  return html`<h1>Not found</h1><p>There is nothing under this address.</p><p><a class="button" href="/">Rate</a></p>`
}
