/**
 * The pages of `bench serve` in a real browser: first paint, bytes, and the time from a key to the next result.
 *
 *   npm run build && node --import tsx benchmarks/pages.ts [visits]
 *
 * Each look has visits with an empty cache and ratings by real key presses; figures are medians and the worst.
 * "Slow" stands for a phone on a mobile network: a quarter of the speed of this processor, 100 ms to the server.
 */
import {execFileSync} from 'node:child_process'
import type {CDPSession, Page} from 'playwright-core'
import {startBrowser} from '../test/support/browser.js'
import {bench, tempFolder} from '../test/support/processes.js'
import {startServe} from '../test/support/served.js'
import {enter, settled, shows} from '../test/support/site.js'

// What functions that are handed to the page find there.
declare const window: {untilNext: Promise<number>}
declare const document: {querySelector: (selector: string) => unknown}
declare const MutationObserver: new (seen: () => void) => {
  observe: (target: unknown, what: object) => void
  disconnect: () => void
}
declare function requestAnimationFrame(then: (now: number) => void): void
declare function addEventListener(
  kind: string,
  heard: (event: {timeStamp: number}) => void,
  options: object,
): void

const RATINGS_A_VISIT = 10
/** Of scores that come faster one after the other the page asks whether they were meant. */
const READING_MS = 1200
const LOOKS = [
  {name: 'desk', options: {viewport: {width: 1280, height: 800}}, slowness: 1, latencyMs: 0},
  {
    name: 'slow phone',
    options: {viewport: {width: 390, height: 760}, isMobile: true, hasTouch: true},
    slowness: 4,
    latencyMs: 100,
  },
]

const visits = Number(process.argv[2] ?? 7)
const folder = await tempFolder()
await bench(
  [
    'run',
    '--model',
    'builtin/lexicon',
    '--model',
    'builtin/random',
    '--db',
    `file:${folder.file('rate.db')}`,
  ],
  {cwd: folder.path},
)
execFileSync(process.execPath, ['--import', 'tsx', 'scripts/sample-data.ts', folder.file('bench.db')], {
  stdio: 'inherit',
})
const [read, rated] = [
  await startServe([], {cwd: folder.path}),
  await startServe(['--db', `file:${folder.file('rate.db')}`], {cwd: folder.path}),
]
const browser = await startBrowser()
try {
  for (const look of LOOKS) await figures(look)
} finally {
  await browser.close()
  await Promise.all([read.stop(), rated.stop()])
  await folder.remove()
}

async function figures({name, options, slowness, latencyMs}: (typeof LOOKS)[number]): Promise<void> {
  console.log(`${name}: processor 1/${slowness}, ${latencyMs} ms to the server, ${visits} visits`)
  const keys: number[] = []
  const pages = new Map<string, Visit[]>([
    ['/ (rating)', []],
    ['/app/leaderboard', []],
  ])
  for (let visit = 0; visit < visits; visit++) {
    const {context, watch} = await browser.visit(options)
    const {page} = await watch()
    const devtools = await context.newCDPSession(page)
    await enter(page, rated.url, `${name} ${visit}`)
    await devtools.send('Network.enable')
    // What the service worker kept of the visit before comes over no wire.
    await devtools.send('Network.setBypassServiceWorker', {bypass: true})
    await devtools.send('Emulation.setCPUThrottlingRate', {rate: slowness})
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: latencyMs,
      downloadThroughput: -1,
      uploadThroughput: -1,
    })
    pages.get('/ (rating)')!.push(await load(page, devtools, rated.url, () => settled(page)))
    for (let at = 0; at < RATINGS_A_VISIT; at++) keys.push(await keyToNext(page, String((at % 5) + 1)))
    await page.goto(`${read.url}/`)
    await page.fill('#name', 'reader')
    await page.click('button[type=submit]')
    await settled(page)
    pages
      .get('/app/leaderboard')!
      .push(await load(page, devtools, `${read.url}/app/leaderboard`, () => shows(page, 'h1', 'Which model')))
    await context.close()
  }

  for (const [path, loads] of pages) {
    const paint = spread(loads.map(({paintMs}) => paintMs))
    console.log(
      `  ${path.padEnd(18)} first contentful paint ${paint}, all there ${spread(loads.map(({allMs}) => allMs))}, ${loads[0]!.requests} requests, ${(loads[0]!.bytes / 1000).toFixed(1)} kB`,
    )
  }

  console.log(`  ${'key to next result'.padEnd(18)} ${spread(keys)}, ${keys.length} presses`)
}

interface Visit {
  /** Milliseconds since the navigation began. */
  paintMs: number
  allMs: number
  requests: number
  /** What came over the wire, headers and all. */
  bytes: number
}

/** Loads a page with nothing in the cache. */
async function load(
  page: Page,
  devtools: CDPSession,
  url: string,
  isThere: () => Promise<void>,
): Promise<Visit> {
  await devtools.send('Network.clearBrowserCache')
  let [requests, bytes] = [0, 0]
  const count = ({encodedDataLength}: {encodedDataLength: number}) => {
    requests++
    bytes += encodedDataLength
  }
  devtools.on('Network.loadingFinished', count)
  await page.goto(url, {waitUntil: 'load'})
  await isThere()
  await page.waitForLoadState('networkidle')
  devtools.off('Network.loadingFinished', count)
  const [paintMs, allMs] = await page.evaluate(
    () =>
      [
        performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
        // The first entry is always that of the navigation.
        (performance.getEntries()[0] as unknown as {loadEventEnd: number}).loadEventEnd,
      ] as const,
  )
  return {paintMs, allMs, requests, bytes}
}

/** Milliseconds from a key, as the browser stamps it, to the frame after the one that shows the next result. */
async function keyToNext(page: Page, key: string): Promise<number> {
  await settled(page)
  await page.waitForTimeout(READING_MS)
  await page.evaluate(() => {
    window.untilNext = new Promise<number>((resolve) => {
      let pressed = 0
      addEventListener('keydown', ({timeStamp}) => (pressed = timeStamp), {capture: true, once: true})
      const observer = new MutationObserver(() => {
        observer.disconnect()
        requestAnimationFrame(() => requestAnimationFrame((now) => resolve(now - pressed)))
      })
      observer.observe(document.querySelector('#item'), {childList: true})
    })
  })
  await page.keyboard.press(key)
  return page.evaluate(() => window.untilNext)
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b)
  return `${sorted[Math.floor(sorted.length / 2)]!.toFixed(0)} ms (worst ${sorted.at(-1)!.toFixed(0)})`
}
