import type {MiddlewareHandler} from 'hono'
import {readUserId} from '../auth/user-id.js'
import type {Jobs} from '../jobs/jobs.js'
import type {RequestFacts} from './context.js'

/**
 * Notes what raters have seen, once and silently: where the database cannot be written, a page is shown all
 * the same.
 */
export class Sightings {
  constructor(private readonly jobs: Pick<Jobs, 'saw' | 'openedFigures'>) {}

  /** The chips of these results together with their systems. */
  async saw(user: string, ids: readonly string[]): Promise<void> {
    await this.jobs.saw({user, ids, at: new Date().toISOString()}).catch(() => {})
  }

  /** Figures, or a list that tells which system got which of the rater's scores. */
  async figures(user: string): Promise<void> {
    await this.jobs.openedFigures({user, at: new Date().toISOString()}).catch(() => {})
  }
}

/**
 * Routes that show figures, or systems beside scores. A list shows no chips, so it is no sight of a result.
 */
const FIGURES = new Set(['/stats', '/compare', '/effects', '/decide', '/results', '/ratings'])
const RESULT = /^\/results\/([^/]+)$/

/** Before the answers that are kept: who gets such an answer has seen it too. */
export function noteSightings(jobs: Pick<Jobs, 'saw' | 'openedFigures'>): MiddlewareHandler<RequestFacts> {
  const sightings = new Sightings(jobs)
  return async (c, next) => {
    const named = c.req.header('x-user-id')
    const user = c.get('boundUser') ?? (named === undefined ? undefined : readUserId(named))
    if (user === undefined || c.req.method !== 'GET') return next()
    const id = RESULT.exec(c.req.path)?.[1]
    if (id !== undefined) await sightings.saw(user, [decoded(id)])
    else if (FIGURES.has(c.req.path)) await sightings.figures(user)
    return next()
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
