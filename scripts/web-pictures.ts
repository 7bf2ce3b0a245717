/**
 * Takes the pictures of the pages in docs/pictures, over invented data.
 *
 * npm run build && node --import tsx scripts/web-pictures.ts
 */
import {execFileSync} from 'node:child_process'
import {startBrowser} from '../test/support/browser.js'
import {tempFolder} from '../test/support/processes.js'
import {startServe} from '../test/support/served.js'
import {enter, rate, sent} from '../test/support/site.js'

const LOOKS = [
  {name: 'desk', options: {viewport: {width: 1000, height: 720}, colorScheme: 'light' as const}},
  {
    name: 'phone',
    options: {
      viewport: {width: 390, height: 760},
      isMobile: true,
      hasTouch: true,
      colorScheme: 'dark' as const,
    },
  },
]

const folder = await tempFolder()
execFileSync(process.execPath, ['--import', 'tsx', 'scripts/sample-data.ts', folder.file('bench.db')], {
  stdio: 'inherit',
})
execFileSync(
  process.execPath,
  [
    'bin/run.js',
    'run',
    '--model',
    'builtin/lexicon',
    '--persona',
    'tech_pm',
    '--db',
    `file:${folder.file('rate.db')}`,
  ],
  {stdio: 'ignore'},
)
const [read, rated] = [
  await startServe([], {cwd: folder.path}),
  await startServe(['--db', `file:${folder.file('rate.db')}`], {cwd: folder.path}),
]
const browser = await startBrowser()
for (const {name, options} of LOOKS) {
  const {context, watch} = await browser.visit(options)
  const {page} = await watch()
  const picture = (what: string) => page.screenshot({path: `docs/pictures/web-${what}-${name}.png`})
  await enter(page, rated.url, `picture-${name}`)
  await rate(page, 4)
  await sent(page)
  await picture('rate')
  await page.goto(read.url)
  await page.fill('#name', 'reader')
  await page.click('button[type=submit]')
  await page.waitForTimeout(300)
  await page.goto(`${read.url}/app/leaderboard`)
  await picture('leaderboard')
  await page.goto(`${read.url}/app/results?sort=worst&tag=generic`)
  await page.locator('ul.results a').first().click()
  await page.waitForLoadState('load')
  if (name === 'phone') await picture('result')
  await page.getByRole('link', {name: 'All systems on this case'}).click()
  await page.waitForLoadState('load')
  if (name === 'desk') await picture('case')
  await context.close()
}

await browser.close()
await Promise.all([read.stop(), rated.stop()])
await folder.remove()
