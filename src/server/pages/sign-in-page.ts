import {html, type Html} from '../../text/html.js'
import {MOST_USER_ID_LENGTH} from '../auth/user-id.js'

export interface SignInView {
  needsToken: boolean
  /** Why the last attempt failed. */
  problem?: string | undefined
  /** Whether the browser did not send its cookie, as a page elsewhere led here. */
  isFromElsewhere: boolean
  /** The page to show after the sign-in. */
  next: string
}

/** For a visitor who is not signed in; the page holds no data. */
export function signInBody({needsToken, problem, isFromElsewhere, next}: SignInView): Html {
  return html`<div class="card" id="sign-in"${isFromElsewhere ? html` data-elsewhere="1"` : null}><h1>Sign in</h1>
<p id="problem" class="notice bad" role="alert"${problem === undefined ? html` hidden` : null}>${problem}</p>
<form method="post" action="/app/sign-in"><input type="hidden" name="next" value="${next}">
${
  needsToken
    ? html`<p>Open the link you were sent, or paste its last part here.</p>
<label for="token">Token</label><input id="token" name="token" type="password" autocomplete="current-password" required>
<label for="name">Your name <span class="dim">(only where the token is not yours alone)</span></label><input id="name" name="name" autocomplete="username" maxlength="${MOST_USER_ID_LENGTH}">`
    : html`<p>Your ratings are kept under this name.</p>
<label for="name">Your name</label><input id="name" name="name" autocomplete="username" required maxlength="${MOST_USER_ID_LENGTH}">`
}
<p class="actions"><button type="submit">Sign in</button></p></form></div>`
}
