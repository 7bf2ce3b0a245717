/** Takes the token out of a link such as `/#token=…`: first out of the address, then to the server. */
const place = `${location.pathname}${location.search}`
addEventListener('hashchange', () => void takeToken())
// A link on another site led here, and the browser held our cookie back; it does not when we ask ourselves.
if (!(await takeToken()) && document.querySelector('[data-elsewhere]') !== null) location.replace(place)

/** @returns whether there was a token to take. */
async function takeToken(): Promise<boolean> {
  const token = /^#token=(.+)$/.exec(location.hash)?.[1]
  if (token === undefined) return false
  history.replaceState(null, '', place)
  await enter(token)
  return true
}

async function enter(secret: string): Promise<void> {
  try {
    const answer = await fetch('/app/sign-in', {
      method: 'POST',
      body: new URLSearchParams({token: decoded(secret)}),
    })
    if (answer.ok) location.replace(place)
    else
      tell(
        'This link opens nothing here, or no longer. If your token is not yours alone, paste it below with your name. Else ask for a new link.',
      )
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

/** Where there is no place for it, somebody is signed in: that one stays, and is told why. */
function tell(sentence: string): void {
  let problem = document.querySelector<HTMLElement>('#problem')
  if (!problem) {
    problem = document.createElement('p')
    problem.id = 'problem'
    problem.className = 'notice bad'
    problem.setAttribute('role', 'alert')
    document.querySelector('main')?.prepend(problem)
  }

  problem.textContent = sentence
  problem.hidden = false
}

export {}
