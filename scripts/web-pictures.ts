/**
 * Takes the pictures of the pages in docs/pictures, over invented data.
 *
 * npm run build && node --import tsx scripts/web-pictures.ts [rate]
 *
 * With `rate`, only those of the rating page.
 */
import {execFileSync} from 'node:child_process'
import {startBrowser} from '../test/support/browser.js'
import {tempFolder} from '../test/support/processes.js'
import {startServe} from '../test/support/served.js'
import {leaveExamples, rate, sent, settled} from '../test/support/site.js'

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

/** The rating page is looked at in more ways: it is the one that people use all day. */
const RATING_LOOKS = [
  LOOKS[0]!,
  {
    name: 'phone',
    options: {...LOOKS[1]!.options, viewport: {width: 360, height: 740}},
  },
  {
    name: 'landscape',
    options: {...LOOKS[1]!.options, viewport: {width: 740, height: 360}, colorScheme: 'light' as const},
  },
  // A window of 1280 by 800 at 200 %.
  {
    name: 'zoom',
    options: {viewport: {width: 640, height: 400}, deviceScaleFactor: 2, colorScheme: 'dark' as const},
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
for (const {name, options} of RATING_LOOKS) {
  const {context, watch} = await browser.visit(options)
  const {page} = await watch()
  const picture = (what: string) => page.screenshot({path: `docs/pictures/web-${what}-${name}.png`})
  await page.goto(rated.url)
  await page.fill('#name', `picture-${name}`)
  await page.click('button[type=submit]')
  if (name === 'desk') {
    await settled(page)
    await page.keyboard.press('3')
    await page.waitForTimeout(300)
    await picture('example')
  }

  await leaveExamples(page)
  await rate(page, 4)
  await sent(page)
  await page.keyboard.press('x')
  for (const label of 'ab') await page.keyboard.press(label)
  if (name === 'phone') await picture('marking')
  await page.keyboard.press('Enter')
  await page.keyboard.press('t')
  await page.keyboard.press('g')
  if (name === 'landscape') await picture('tags')
  await page.keyboard.press('Escape')
  await page.waitForTimeout(300)
  await picture('rate')
  await context.close()
}

for (const {name, options} of process.argv[2] === 'rate' ? [] : LOOKS) {
  const {context, watch} = await browser.visit(options)
  const {page} = await watch()
  const picture = (what: string) => page.screenshot({path: `docs/pictures/web-${what}-${name}.png`})
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
