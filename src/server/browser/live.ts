/** Asks for the moving part of a page again, as long as something is under way and somebody looks. */
const INTERVAL_MS = 2000

setInterval(() => void refresh(), INTERVAL_MS)

async function refresh(): Promise<void> {
  const part = document.querySelector<HTMLElement>('#live')
  // What is under way may begin while somebody looks, so the list of runs always looks.
  const isWorthwhile = part?.dataset['moving'] === '1' || location.pathname === '/app/runs'
  if (!part || !isWorthwhile || document.hidden) return
  try {
    const answer = await fetch(`${location.pathname}?part=1`)
    if (!answer.ok) return
    const text = await answer.text()
    if (text === part.outerHTML) return
    const template = document.createElement('template')
    template.innerHTML = text
    // Whoever is on a link with the keyboard stays there.
    const focused = document.activeElement?.closest('#live')
      ? document.activeElement.getAttribute('href')
      : null
    part.replaceWith(template.content)
    if (focused !== null)
      document.querySelector<HTMLElement>(`#live a[href="${CSS.escape(focused)}"]`)?.focus()
  } catch {
    // No connection: the next time will tell.
  }
}

export {}
