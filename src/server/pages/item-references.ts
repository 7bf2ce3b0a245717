import {createCipheriv, createDecipheriv, createHmac, timingSafeEqual} from 'node:crypto'
import type {QueueItem} from '../../rating/rating-service.js'

/** An item of a rater's queue, as the server knows it. */
export interface ReferredItem extends QueueItem {
  /** The rater chose results of one system alone, so the item tells whose it is. */
  isTold: boolean
}

const TAG_BYTES = 16

/**
 * Names items of raters' queues on the page. A name tells nothing but that it is one: not the result, whose
 * id can be computed from run and case, nor whether the item is a repeat. It is the encrypted item with a tag
 * over rater and item (a synthetic initialisation vector, as in RFC 5297, from HMAC-SHA-256 and AES-256-CTR),
 * so the same item has the same name after a restart, and nobody can make a name.
 */
export class ItemReferences {
  readonly #tagKey: Buffer
  readonly #cipherKey: Buffer

  /** @param secret of the database; whoever rates over HTTP never sees it. */
  constructor(secret: string) {
    const key = (purpose: string) =>
      createHmac('sha256', secret).update(`item references, ${purpose}`).digest()
    this.#tagKey = key('tag')
    this.#cipherKey = key('cipher')
  }

  nameOf(user: string, {id, repeat, isTold}: ReferredItem): string {
    const text = Buffer.from(`${repeat ? 'r' : '-'}${isTold ? 't' : '-'}${id}`)
    const tag = this.#tagOf(user, text)
    const cipher = createCipheriv('aes-256-ctr', this.#cipherKey, tag)
    return Buffer.concat([tag, cipher.update(text), cipher.final()]).toString('base64url')
  }

  /** Undefined for a text that names no item of this rater. */
  read(user: string, reference: string): ReferredItem | undefined {
    const bytes = Buffer.from(reference, 'base64url')
    if (bytes.length <= TAG_BYTES + 2) return undefined
    const tag = bytes.subarray(0, TAG_BYTES)
    const cipher = createDecipheriv('aes-256-ctr', this.#cipherKey, tag)
    const text = Buffer.concat([cipher.update(bytes.subarray(TAG_BYTES)), cipher.final()])
    if (!timingSafeEqual(tag, this.#tagOf(user, text))) return undefined
    const [repeat, toldMark, id] = [
      text.toString('utf8', 0, 1),
      text.toString('utf8', 1, 2),
      text.toString('utf8', 2),
    ]
    return {id, repeat: repeat === 'r', isTold: toldMark === 't'}
  }

  #tagOf(user: string, text: Buffer): Buffer {
    return createHmac('sha256', this.#tagKey)
      .update(JSON.stringify([user.length, user]))
      .update(text)
      .digest()
      .subarray(0, TAG_BYTES)
  }
}
