import {existsSync} from 'node:fs'
import {createServer} from 'node:net'
import {chromium, type Browser, type BrowserContext, type Page} from 'playwright-core'
import {tempFolder} from './processes.js'

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>

/** Why browser tests cannot run here; undefined: they can. In CI they have to. */
function noBrowser(): string | undefined {
  if (existsSync(CHROMIUM) || process.env['CI']) return undefined
  return `there is no Chromium at ${CHROMIUM}; CHROMIUM_PATH names another place`
}

/** A page with everything that should not happen on it. */
export interface WatchedPage {
  page: Page
  /** Errors on the console, and exceptions. */
  errors: string[]
  /** Requests to other hosts. */
  strays: string[]
}

/** Headless Chromium with a profile of its own, at the disposal of one file of tests. */
export async function startBrowser() {
  const folder = await tempFolder()
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: QUIET,
    ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
    timeout: 30_000,
  })
  return {
    browser,
    /** A fresh profile; `watch` makes its pages. */
    async visit(
      options: ContextOptions = {},
    ): Promise<{context: BrowserContext; watch: () => Promise<WatchedPage>}> {
      const context = await browser.newContext(options)
      return {context, watch: () => watched(context)}
    },
    async close() {
      await browser.close()
      await folder.remove()
    },
  }
}

/** As `startBrowser`, for a file of tests, which is skipped where there is none. */
export async function startBrowserOrSkip(
  tests: Mocha.Context,
): Promise<Awaited<ReturnType<typeof startBrowser>>> {
  const reason = noBrowser()
  if (reason !== undefined) {
    process.stderr.write(`skipped: ${reason}\n`)
    tests.skip()
  }

  return startBrowser()
}

async function watched(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage()
  const [errors, strays]: string[][] = [[], []]
  page.on('console', (message) => {
    if (message.type() === 'error') errors!.push(message.text())
  })
  page.on('pageerror', (error) => errors!.push(String(error)))
  page.on('request', (request) => {
    if (!/^(http:\/\/(127\.0\.0\.1|localhost)[:/]|data:|about:|blob:)/.test(request.url()))
      strays!.push(request.url())
  })
  return {page, errors: errors!, strays: strays!}
}

/** A port that was free a moment ago, for a server that has to come back to the same one. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  return typeof address === 'object' && address ? address.port : 0
}
