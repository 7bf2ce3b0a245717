import {Hono} from 'hono'
import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {packageFile} from '../../text/package-file.js'
import {READING_STYLE} from './reading-style.js'
import {PAGE_STYLE} from './style.js'

/** The scripts of the pages, each in one file with all that it imports. */
const SCRIPTS = ['rate.js', 'sign-in.js', 'live.js']
/** The service worker: no module, as not every browser takes one there. */
const WORKER = 'worker.js'
/** What the rating page needs to start. */
const RATING = ['style.css', 'icon.svg', 'rate.js', 'sign-in.js']

/** A script as the build wrote it, also for sources that run without a build. */
function built(name: string): string {
  return readFileSync(packageFile(`dist/browser/${name}`), 'utf8')
}

/**
 * Style, icon and scripts under an address that holds the digest of all: a browser keeps them for ever, and a
 * new version never mixes with an old version. They are read when they are first asked for.
 */
export class Assets {
  #all: {texts: Map<string, string>; base: string} | undefined

  /** `rating`: without the looks of tables, filters and plots, which the rating page does not have. */
  style(kind: 'rating' | 'reading'): string {
    return this.#url(kind === 'rating' ? 'style.css' : 'reading.css')
  }

  get icon(): string {
    return this.#url('icon.svg')
  }

  script(name: string): string {
    return this.#url(name)
  }

  routes(): Hono {
    const app = new Hono()
    app.get('/app/assets/:digest/:name{.+}', (c) => {
      const {digest, name} = c.req.param()
      const {texts, base} = this.#read()
      const text = base.endsWith(`/${digest}/`) ? texts.get(name) : undefined
      if (text === undefined) return c.text('There is no such file.', 404)
      return c.body(text, 200, {
        'Content-Type': typeOf(name),
        'Cache-Control': 'public, max-age=31536000, immutable',
      })
    })
    app.get('/app/worker.js', (c) =>
      c.body(this.#worker(), 200, {
        'Content-Type': 'text/javascript; charset=utf-8',
        // The rating page is `/`.
        'Service-Worker-Allowed': '/',
        'Cache-Control': 'no-cache',
      }),
    )
    return app
  }

  /** It names the assets of this version, so that a browser fetches it anew with them. */
  #worker(): string {
    return `const ASSETS = ${JSON.stringify(RATING.map((name) => this.#url(name)))};\n${built(WORKER)}`
  }

  #url(name: string): string {
    return `${this.#read().base}${name}`
  }

  #read(): {texts: Map<string, string>; base: string} {
    if (this.#all) return this.#all
    const texts = new Map(SCRIPTS.map((name) => [name, built(name)]))
    texts.set('style.css', PAGE_STYLE)
    texts.set('reading.css', READING_STYLE)
    texts.set('icon.svg', ICON)
    const digest = createHash('sha256')
    for (const [name, text] of texts) digest.update(`${name}\0${text}\0`)
    this.#all = {texts, base: `/app/assets/${digest.digest('base64url').slice(0, 12)}/`}
    return this.#all
  }
}

function typeOf(name: string): string {
  if (name.endsWith('.css')) return 'text/css; charset=utf-8'
  return name.endsWith('.svg') ? 'image/svg+xml' : 'text/javascript; charset=utf-8'
}

/** Three bars, the middle one highest. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b63c5"/><path d="M3 13V8h2.5v5zM6.75 13V3h2.5v10zM10.5 13V6H13v7z" fill="#fff"/></svg>
`
