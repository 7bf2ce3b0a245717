import type {Identity} from '../records/result.js'
import type {Effect, Notice, RatingEvent} from './reducer.js'
import type {RatingSession} from './session.js'

/** The difference between a terminal and a page. */
export interface Stage<Item> {
  /** The hidden facts of a result: its model, run, cost and time. */
  identify: (result: Item) => Promise<Identity>
  /** Goes on to the next result. */
  advance: (notice: Notice) => Promise<RatingEvent<Item>>
}

/** Does what a key asked for, and returns the event that follows. @throws the errors of the session. */
export async function handleEffect<Item extends {model?: string}>(
  session: RatingSession<Item>,
  effect: Effect,
  stage: Stage<Item>,
): Promise<RatingEvent<Item>> {
  switch (effect.kind) {
    case 'rate':
      return stage.advance(await rated(session, effect.score))
    case 'skip':
      session.skip()
      return stage.advance({kind: 'skipped'})
    case 'leave':
      return stage.advance({kind: 'left'})
    case 'undo': {
      const shown = await session.undo()
      return shown
        ? {kind: 'shown', shown, notice: {kind: 'undone'}}
        : {kind: 'noticed', notice: {kind: 'nothing to undo'}}
    }

    case 'reveal': {
      const last = await session.reveal(stage.identify)
      return {kind: 'noticed', notice: last ? {kind: 'revealed', ...last} : {kind: 'nothing to reveal'}}
    }

    case 'annotate':
      return {kind: 'annotated', notice: await annotated(session, effect.change)}
    case 'list': {
      const earlier = await session.earlier(effect.offset)
      return earlier.ratings.length > 0
        ? {kind: 'listed', earlier}
        : {kind: 'noticed', notice: {kind: 'nothing earlier'}}
    }

    case 'correct': {
      const shown = await session.correct(effect.id)
      return shown
        ? {kind: 'shown', shown, notice: {kind: 'correcting'}}
        : {kind: 'noticed', notice: {kind: 'gone'}}
    }

    case 'quit':
      return {kind: 'finished'}
  }
}

async function rated<Item extends {model?: string}>(
  session: RatingSession<Item>,
  score: number,
): Promise<Notice> {
  const before = session.correcting
  if (!(await session.rate(score))) return {kind: 'gone'}
  if (before === null) return {kind: 'rated', score}
  return before === score ? {kind: 'left'} : {kind: 'corrected', score, before}
}

async function annotated<Item extends {model?: string}>(
  session: RatingSession<Item>,
  change: Parameters<RatingSession<Item>['annotate']>[0],
): Promise<Notice | undefined> {
  try {
    await session.annotate(change)
  } catch (error) {
    return {kind: 'failed', sentence: error instanceof Error ? error.message : String(error)}
  }

  if (change.note !== undefined) return {kind: 'noted'}
  return change.flagged === undefined ? undefined : {kind: change.flagged ? 'flagged' : 'unflagged'}
}
