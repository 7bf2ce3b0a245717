/** Takes the token out of a link such as `/#token=…`: first out of the address, then to the server. */
const place = `${location.pathname}${location.search}`
const token = /^#token=(.+)$/.exec(location.hash)?.[1]
if (token !== undefined) {
  history.replaceState(null, '', place)
  await enter(token)
} else if (document.querySelector('[data-elsewhere]') !== null) {
  // A link on another site led here, and the browser held our cookie back; it does not when we ask ourselves.
  location.replace(place)
}

async function enter(secret: string): Promise<void> {
  try {
    const answer = await fetch('/app/sign-in', {method: 'POST', body: new URLSearchParams({token: decoded(secret)})})
    if (answer.ok) location.replace(place)
    else tell('This link opens nothing here, or no longer. If your token is not yours alone, paste it below with your name. Else ask for a new link.')
  } catch {
    tell('No connection. Open the link again when there is one.')
  }
}

/** A link that was damaged on its way opens nothing, but is no reason to speak of the connection. */
function decoded(secret: string): string {
  try {
    return decodeURIComponent(secret)
  } catch {
    return secret
  }
}

function tell(sentence: string): void {
  const problem = document.querySelector<HTMLElement>('#problem')
  if (!problem) return
  problem.textContent = sentence
  problem.hidden = false
}

export {}
