import type {ChangeCache} from '../http/change-cache.js'
import type {ApiContext} from '../http/context.js'
import type {Token} from '../auth/tokens.js'
import type {Personas} from '../../rating/queue/plan.js'
import type {PageRequest} from '../auth/sign-in.js'
import type {PageCommands} from './page-commands.js'
import type {Page} from './layout.js'
import type {DecisionSettings} from '../../decide/question.js'
import type {LoadedSuite} from '../../suite/files/load.js'
import type {RubricTexts} from '../../rating/rubric-texts.js'
import type {DefinitionRecord} from '../../records/version.js'
import type {Sightings} from '../http/sightings.js'
import type {ItemReferences} from './item-references.js'

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
  /** The settings under `judge:` of the config file. */
  judgeSettings?: {min_alpha?: number | undefined} | undefined
}

/** The parts that the pages' routes work with. */
export interface RouteContext extends PagesContext {
  commands: PageCommands
  sightings: Sightings
  /** Made of the database's secret with the first request. */
  references: () => Promise<ItemReferences>
  /** What raters are told to judge by, and the definition that their ratings name. */
  rubric: {texts: RubricTexts; definition: DefinitionRecord | undefined}
  /** Answers with a page. */
  show: (c: PageRequest, page: Omit<Page, 'user'>, status?: 200 | 403 | 404 | 422) => Response
  /** The user who is signed in; no other user reaches the routes. */
  userOf: (c: PageRequest) => string
}
