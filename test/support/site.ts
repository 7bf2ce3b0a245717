import type {Page} from 'playwright-core'
import type {ResultRecord} from '../../src/records/result.js'
import {LOOK_MS} from '../../src/rating/press-guard.js'
import {databaseLocation} from '../../src/store/database/location.js'
import {openStore, type Store} from '../../src/store/store.js'
import {tempFolder} from './processes.js'
import {aResult, aRun} from './records.js'
import {startServe, type Served} from './served.js'

// What functions that are handed to the page find there.
declare const document: {querySelector: (selector: string) => {textContent: string} | null}
declare const localStorage: object

/** Chips that try to be more than text. */
export const HOSTILE = '<img src=x onerror=alert(1)>'

/** `bench serve` as a process over a database of its own, and the same database to look into. */
export async function startSite(args: readonly string[] = [], results = 30) {
  const folder = await tempFolder()
  const store = await openStore(databaseLocation(`file:${folder.file('bench.db')}`, {}), {create: true})
  await fill(store, results)
  let server: Served = await startServe(args, {cwd: folder.path})
  return {
    folder,
    store,
    get url() {
      return server.url
    },
    /** Another server over the same database, such as after a crash. */
    async restart(more: readonly string[]) {
      server = await startServe(more, {cwd: folder.path})
    },
    crash: async () => {
      server.kill('SIGKILL')
      await server.finished
    },
    /** What is stored of one rater: ratings by result, each with whether it was blind. */
    async ratingsOf(user: string) {
      const ratings = []
      for await (const page of store.ratings.pages({rated_by: user})) ratings.push(...page)
      return ratings
        .filter((rating) => rating.user_id === user && rating.rating !== null)
        .map(({result_id, rating, blind, seconds}) => ({result_id, rating, blind, seconds}))
    },
    async stop() {
      const finished = await server.stop()
      await store.close()
      await folder.remove()
      return finished
    },
  }
}

export type Site = Awaited<ReturnType<typeof startSite>>

async function fill(store: Store, results: number): Promise<void> {
  const run = aRun({
    id: 'run-one',
    status: 'completed',
    completed_at: '2026-11-23T10:05:00.000Z',
    config: {cases: results},
  })
  await store.runs.create(run)
  for (let at = 0; at < results; at++) await store.results.save(siteResult(at))
}

/** Three models on the same configurations; the first results have hostile chips. */
export function siteResult(at: number, change: Partial<ResultRecord> = {}): ResultRecord {
  const hostile = at < 3 ? [{key: HOSTILE, display: HOSTILE, type: 'jargon' as const}] : []
  const chips = (['situation', 'jargon', 'role_task', 'environment'] as const).map((type) => ({
    key: `${type}_${at}`,
    display: `${type} number ${at}`,
    type,
  }))
  const model = `secret-lab/model-${at % 3}`
  return aResult('run-one', {
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    model,
    trial: 1,
    persona_id: `persona-${Math.floor(at / 3)}`,
    cost_usd: 0.001 * ((at % 3) + 1),
    final_chips: [...hostile, ...chips],
    errors: at === 0 ? [`Step 1: ${HOSTILE}`] : [],
    ...change,
  })
}

/** Signs in by name on the page, leaves out the examples of a first session, and waits for the first result. */
export async function enter(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url)
  await page.fill('#name', name)
  await page.click('button[type=submit]')
  await leaveExamples(page)
  await settled(page)
}

/** Where a first session begins with examples, leaves them out. */
export async function leaveExamples(page: Page): Promise<void> {
  await page.locator('#keys[data-ready]').waitFor()
  if (!(await page.locator('#keys.calibrating').count())) return
  await page.keyboard.press('c')
  await page.locator('#place', {hasText: /^\d+ of/}).waitFor()
}

/** Scores that come within a moment of a new result do not count; a person needs longer too. */
export async function settled(page: Page): Promise<void> {
  await page.locator('#keys[data-ready]').waitFor()
  await page.waitForTimeout(LOOK_MS + 50)
}

/** Presses a score and waits for the next screen; says that it was meant where the page asks. */
export async function rate(page: Page, score: number): Promise<void> {
  await settled(page)
  const before = await page.textContent('#place')
  await page.keyboard.press(String(score))
  const isNext = (text: string | null) =>
    document.querySelector('#burst[open]') !== null || document.querySelector('#place')?.textContent !== text
  await page.waitForFunction(isNext, before)
  if (!(await page.locator('#burst').isVisible())) return
  await page.click('#burst button')
  await settled(page)
  await page.keyboard.press(String(score))
  await page.waitForFunction(isNext, before)
}

/** Leaves a result for later, and waits for the next screen; quicker than a score, which wants to be looked at. */
export async function skip(page: Page): Promise<void> {
  const before = await page.textContent('#place')
  await page.keyboard.press('s')
  await page.waitForFunction((text) => document.querySelector('#place')?.textContent !== text, before)
}

/** Waits until a part of the page shows a text. */
export function shows(page: Page, selector: string, text: string): Promise<void> {
  return page.locator(selector, {hasText: text}).waitFor()
}

/** Waits until everything that was done on the page is on the server. */
export async function sent(page: Page): Promise<void> {
  await page.waitForFunction(() => Object.keys(localStorage).every((key) => !key.startsWith('bench-outbox')))
}
