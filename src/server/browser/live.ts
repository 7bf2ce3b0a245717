/** Asks for the moving part of a page again, as long as work is under way and the page is visible. */
const INTERVAL_MS = 2000

setInterval(() => void refresh(), INTERVAL_MS)

async function refresh(): Promise<void> {
  const part = document.querySelector<HTMLElement>('#live')
  // Work may begin while the page is visible, so the list of runs always asks.
  const isWorthwhile = part?.dataset['moving'] === '1' || location.pathname === '/app/runs'
  if (!part || !isWorthwhile || document.hidden) return
  try {
    const address = new URL(location.href)
    address.searchParams.set('part', '1')
    const answer = await fetch(address)
    if (!answer.ok) return
    const text = await answer.text()
    if (text === part.outerHTML) return
    const template = document.createElement('template')
    template.innerHTML = text
    // A user who is on a link with the keyboard stays on that link.
    const focused = document.activeElement?.closest('#live')
      ? document.activeElement.getAttribute('href')
      : null
    part.replaceWith(template.content)
    if (focused !== null)
      document.querySelector<HTMLElement>(`#live a[href="${CSS.escape(focused)}"]`)?.focus()
  } catch {
    // No connection: the next request will show.
  }
}

export {}
