import type {ModelQueue} from './model-queue.js'

/** A model that asked for a longer wait than a run is willing to wait. */
export interface DeferredModel {
  model: string
  wait_ms: number
  left: number
}

/** The work of all models, taken in turns so that no model waits for another. */
export class ModelQueues<Item> {
  #turn = 0

  constructor(readonly all: readonly ModelQueue<Item>[]) {}

  /** The queue whose turn it is, of those that have work which may begin now. */
  next(): ModelQueue<Item> | undefined {
    const {all} = this
    for (let i = 0; i < all.length; i++) {
      const queue = all[(this.#turn + i) % all.length]!
      if (!queue.ready) continue
      this.#turn = (this.#turn + i + 1) % all.length
      return queue
    }

    return undefined
  }

  get isReady(): boolean {
    return this.all.some(({ready}) => ready)
  }

  /** Models with work left that is not to begin yet. */
  get deferred(): DeferredModel[] {
    return this.all
      .filter(({left, deferredMs}) => left > 0 && deferredMs > 0)
      .map(({model, deferredMs, left}) => ({model, wait_ms: deferredMs, left}))
  }
}
