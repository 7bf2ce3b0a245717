import type {ChangeCache} from '../http/change-cache.js'
import type {ApiContext} from '../http/context.js'
import type {Token} from '../auth/tokens.js'
import type {Personas} from '../../rating/plan.js'
import type {PageRequest} from '../auth/sign-in.js'
import type {PageCommands} from './page-commands.js'
import type {Page} from './layout.js'
import type {RevealedResults} from './revealed-results.js'
import type {Sightings} from './sightings.js'
import type {DecisionSettings} from '../../decide/question.js'
import type {LoadedSuite} from '../../suite/files/load.js'

export interface PagesContext extends Pick<ApiContext, 'store' | 'jobs'> {
  /** Without any tokens, a name is enough. The list may change while the server runs. */
  tokens: readonly Token[]
  /** Whether a token is needed to sign in. */
  needsToken: boolean
  personas: Personas
  cache: ChangeCache
  /** The suite of this server. */
  suite: LoadedSuite
  /** The settings under `decision:` of the config file. */
  usualDecision: DecisionSettings | undefined
}

/** The parts that the pages' routes work with. */
export interface RouteContext extends PagesContext {
  commands: PageCommands
  revealed: RevealedResults
  /** Notes what people see while they read. */
  sightings: Sightings
  /** Answers with a page. */
  show: (c: PageRequest, page: Omit<Page, 'user'>, status?: 200 | 403 | 404 | 422) => Response
  /** The user who is signed in; no other user reaches the routes. */
  userOf: (c: PageRequest) => string
}
