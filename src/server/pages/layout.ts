import {Html, html} from '../../text/html.js'
import type {Assets} from './assets.js'

export interface Page {
  title: string
  /** The entry of the navigation that this page belongs to. */
  here?: string
  /** The user who is signed in. */
  user: string | undefined
  body: Html
  /** Modules of the page, by the names of their files in the build. */
  scripts?: readonly string[]
  /** Data for the scripts. */
  data?: object
}

const PLACES = [
  ['/', 'Rate'],
  ['/app/leaderboard', 'Leaderboard'],
  ['/app/results', 'Results'],
  ['/app/prompts', 'Prompts'],
  ['/app/runs', 'Runs'],
  ['/app/mine', 'My ratings'],
] as const

/** A whole page. */
export function layout(assets: Assets, {title, here, user, body, scripts = [], data}: Page): string {
  return `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · bench</title>
<link rel="stylesheet" href="${assets.style(user === undefined || here === '/' ? 'rating' : 'reading')}">
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
${scripts.map(
  (name) => html`<script type="module" src="${assets.script(name)}"></script>
`,
)}</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${user === undefined ? null : navigation(here, user)}
<main id="main" tabindex="-1">
${body}
</main>
${
  data === undefined
    ? null
    : html`<script type="application/json" id="data">${new Html(jsonInHtml(data))}</script>
`
}</body>
</html>`.text
  }\n`
}

function navigation(here: string | undefined, user: string): Html {
  return html`<header class="top"><nav aria-label="Pages"><ul>${PLACES.map(
    ([href, name]) =>
      html`<li><a href="${href}"${here === href ? html` aria-current="page"` : null}>${name}</a></li>`,
  )}</ul></nav>
<form method="post" action="/app/sign-out" class="who"><span class="name" title="${user}"><bdi>${user}</bdi></span> <button type="submit" class="quiet">Sign out</button></form></header>`
}

/** JSON that ends no element and begins no comment. */
function jsonInHtml(data: object): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

export function notFoundBody(): Html {
  return html`<h1>Not found</h1><p>There is nothing under this address.</p><p><a class="button" href="/">Rate</a></p>`
}
