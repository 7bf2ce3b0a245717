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
    case 'rate': {
      const isSaved = await session.rate(effect.score)
      return stage.advance(isSaved ? {kind: 'rated', score: effect.score} : {kind: 'gone'})
    }

    case 'skip':
      session.skip()
      return stage.advance({kind: 'skipped'})
    case 'undo': {
      const shown = await session.undo()
      if (shown === 'nothing') return {kind: 'noticed', notice: {kind: 'nothing to undo'}}
      if (shown === 'revealed') return {kind: 'noticed', notice: {kind: 'seen'}}
      return {kind: 'shown', shown, notice: {kind: 'undone'}}
    }

    case 'reveal': {
      const last = await session.reveal(stage.identify)
      return {kind: 'noticed', notice: last ? {kind: 'revealed', ...last} : {kind: 'nothing to reveal'}}
    }

    case 'note':
      await session.note(effect.text)
      return {kind: 'noticed', notice: {kind: 'noted'}}
    case 'flag': {
      const {flagged} = await session.flag()
      return {kind: 'noticed', notice: {kind: flagged ? 'flagged' : 'unflagged'}}
    }

    case 'quit':
      return {kind: 'finished'}
  }
}
