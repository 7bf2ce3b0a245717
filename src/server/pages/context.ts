import type {ChangeCache} from '../http/change-cache.js'
import type {ApiContext} from '../http/context.js'
import type {Token} from '../auth/tokens.js'
import type {Personas} from '../../rating/plan.js'
import type {PageRequest} from '../auth/sign-in.js'
import type {PageCommands} from './page-commands.js'
import type {Page} from './layout.js'
import type {RevealedResults} from './revealed-results.js'

export interface PagesContext extends Pick<ApiContext, 'store' | 'jobs'> {
  /** Without any, a name is enough. The list may change while the server runs. */
  tokens: readonly Token[]
  /** Whether tokens are asked for at all. */
  needsToken: boolean
  personas: Personas
  cache: ChangeCache
}

/** What the pages' routes work with. */
export interface RouteContext extends PagesContext {
  commands: PageCommands
  revealed: RevealedResults
  /** Answers with a page. */
  show: (c: PageRequest, page: Omit<Page, 'user'>, status?: 200 | 403 | 404) => Response
  /** Who is signed in; the routes are reached by nobody else. */
  userOf: (c: PageRequest) => string
}
