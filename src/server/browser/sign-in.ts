import {emptyOffline} from './offline.js'

/** Takes the token out of a link such as `/#token=…`: first out of the address, then to the server. */
const place = `${location.pathname}${location.search}`
addEventListener('hashchange', () => void takeToken())
// A link on another site led here, and the browser did not send our cookie; the browser sends it when this
// page asks.
if (!(await takeToken()) && document.querySelector('[data-elsewhere]') !== null) location.replace(place)

// Nobody is signed in any more.
if (document.querySelector('#sign-in') !== null) void emptyOffline()

/** @returns whether the address held a token. */
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

/** A link that was damaged on its way signs no user in, but the connection is not the cause. */
function decoded(secret: string): string {
  try {
    return decodeURIComponent(secret)
  } catch {
    return secret
  }
}

/**
 * Where the page has no place for the text, a user is signed in already: that user stays, and reads the
 * reason.
 */
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
