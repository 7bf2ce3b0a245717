import {readFile} from 'node:fs/promises'
import {bench} from '../support/processes.js'
import {startServe} from '../support/served.js'
import {openTerminal} from '../support/terminal.js'
import {markupLines, normalised, pageText, withoutMeasured} from './normalise.js'
import {SCREENS, type Screen} from './reading.js'
import {REQUESTS, type Request} from './serving.js'
import {copyOf, storedFolder, type StoredFolder} from './stored.js'
import {STEPS} from './writing.js'

/** Processes at the same time. */
const WORKERS = 2
const QUIET_MS = 50
/** What belongs to the connection, or says when and how much, and not what. */
const PASSING_HEADERS = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']

/** SCREENS=stats,serve takes only screens whose names begin so, for a short look while something is changed. */
const WANTED = (process.env['SCREENS'] ?? '').split(',')
const isWanted = (name: string) => WANTED.some((beginning) => name.startsWith(beginning))

/** Texts of screens by the name of their file, without its ending. */
export type Screens = Map<string, string>

/** Takes every screen: of commands that read, of a story of commands that write, and of `bench serve`. */
export async function takeScreens(): Promise<Screens> {
  const folder = await storedFolder()
  try {
    const reading = SCREENS.filter(({name}) => isWanted(name)).map((screen) => async (screens: Screens) => {
      screens.set(screen.name, normalised(await readingScreen(screen, folder), folder.path))
    })
    const stories = [
      {story: writingStory, name: 'write'},
      {story: servedAnswers, name: 'serve'},
    ].filter(({name}) => isWanted(name))
    const long = stories.map(({story}) => async (screens: Screens) => {
      const copy = await copyOf(folder)
      await story(screens, copy).finally(copy.remove)
    })
    const screens = await together([...long, ...reading])
    if (!screens.has('report')) return screens
    const report = normalised(await readFile(folder.file('report.html'), 'utf8'), folder.path)
    screens.set('report.text', `${pageText(report)}\n`)
    return screens.set('report.markup', `${markupLines(report)}\n`)
  } finally {
    await folder.remove()
  }
}

/** Names in the order of the lists, so that a test can be declared for each before any screen is taken. */
export function screenNames(): string[] {
  return [
    ...SCREENS.map(({name}) => name),
    ...STEPS.map(({name}) => `write-${name}`),
    'report.text',
    'report.markup',
    ...REQUESTS.map(({name}) => `serve-${name}`),
    'serve',
  ].filter(isWanted)
}

type Task = (screens: Screens) => Promise<void>

async function together(tasks: readonly Task[]): Promise<Screens> {
  const screens: Screens = new Map()
  const left = [...tasks]
  const worker = async () => {
    for (let task = left.shift(); task !== undefined; task = left.shift()) await task(screens)
  }
  await Promise.all(Array.from({length: WORKERS}, worker))
  return screens
}

async function readingScreen({args, terminal}: Screen, folder: StoredFolder): Promise<string> {
  return terminal ? terminalScreen(args, folder.path) : pipedScreen(args, folder.path)
}

async function pipedScreen(args: readonly string[], cwd: string): Promise<string> {
  const {code, stdout, stderr} = await bench(args, {cwd})
  return [...head(args, code), '--- stdout', stdout.trimEnd(), '--- stderr', stderr.trimEnd(), ''].join('\n')
}

/** Everything that was written to a terminal of 80 columns; both outputs are one there. */
async function terminalScreen(args: readonly string[], cwd: string): Promise<string> {
  const terminal = openTerminal(args, {cwd, env: {NO_COLOR: '1'}})
  const code = await terminal.exited
  // The end of a process may be known before its last words.
  for (let length = -1; length !== terminal.raw().length;) {
    length = terminal.raw().length
    await new Promise((done) => setTimeout(done, QUIET_MS))
  }

  const text = terminal.raw().replaceAll('\r\n', '\n')
  return [...head(args, code), '--- terminal, 80 columns', text.trimEnd(), ''].join('\n')
}

const head = (args: readonly string[], code: number | null) => [`$ bench ${args.join(' ')}`, `exit ${code}`]

async function writingStory(screens: Screens, folder: StoredFolder): Promise<void> {
  for (const {name, args} of STEPS) {
    const screen = normalised(await pipedScreen(args, folder.path), folder.path)
    screens.set(`write-${name}`, withoutMeasured(screen))
  }
}

async function servedAnswers(screens: Screens, folder: StoredFolder): Promise<void> {
  const server = await startServe([], {cwd: folder.path})
  const cookie = await signIn(server.url)
  for (const request of REQUESTS) {
    const screen = await answerScreen(server.url, request, cookie)
    screens.set(`serve-${request.name}`, normalised(screen, folder.path))
  }

  const {code, stdout, stderr} = await server.stop()
  const log = [...head(['serve'], code), '--- stdout', stdout.trimEnd(), '--- stderr', stderr].join('\n')
  screens.set('serve', withoutMeasured(normalised(log, folder.path)))
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/app/sign-in`, {
    method: 'POST',
    headers: {origin: url, 'content-type': 'application/x-www-form-urlencoded'},
    body: 'name=ann%40example.com',
    redirect: 'manual',
  })
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0]!)
    .join('; ')
}

async function answerScreen(url: string, request: Request, cookie: string): Promise<string> {
  const {path, method = 'GET', headers = {}, body, signedIn} = request
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {...headers, ...(signedIn && {cookie})},
    redirect: 'manual',
    ...(body !== undefined && {body}),
  })
  const text = await answer.text()
  const type = answer.headers.get('content-type') ?? ''
  const shown = type.includes('json') ? JSON.stringify(JSON.parse(text), null, 2) : markupLines(text)
  const kept = [...answer.headers].filter(([name]) => !PASSING_HEADERS.includes(name)).sort()
  return [
    `${method} ${path}`,
    ...(body === undefined ? [] : [body]),
    `status ${answer.status}`,
    ...kept.map(([name, value]) => `${name}: ${value}`),
    '---',
    shown,
    '',
  ].join('\n')
}
