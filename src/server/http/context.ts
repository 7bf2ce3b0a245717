import type {Context} from 'hono'
import {HTTPException} from 'hono/http-exception'
import type {OnDemandCases} from '../../run/on-demand.js'
import type {Jobs} from '../jobs/jobs.js'
import type {ChangeCache} from './change-cache.js'
import type {Store} from '../../store/store.js'
import type {Suite} from '../../suite/model/suite.js'

/** The parts that the routes work with. */
export interface ApiContext {
  store: Store
  jobs: Jobs
  /** Answers that are kept until the data change; undefined: not worth it for a short-lived process. */
  cache: ChangeCache | undefined
  suite: Suite
  version: string
  /** Makes results on demand; undefined: not allowed. */
  generate: OnDemandCases | undefined
  /** Ids of the models that may be asked on demand. */
  models: readonly string[]
}

/** Facts about a request besides its content. */
export interface RequestFacts {
  Variables: {
    /** The user that the token is bound to. */
    boundUser: string | undefined
  }
}

/**
 * The user of a request: the user that the token is bound to, else the user that the request names.
 * @throws HTTPException 403 when the request names another user than the token is bound to.
 */
export function userOf(c: Context<RequestFacts>, named: string | undefined): string | undefined {
  const bound = c.get('boundUser')
  if (bound !== undefined && named !== undefined && bound !== named) {
    throw new HTTPException(403, {message: 'The token belongs to another user than X-User-Id names'})
  }

  return bound ?? named
}
