import {expect} from 'chai'
import {request} from 'node:http'
import {bench} from './processes.js'
import {startSite} from './site.js'

/** A request as no browser would send it; fetch does not let the origin be set. */
export function send(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: {method?: string; headers?: Record<string, string>; body?: string},
) {
  return new Promise<{status: number; text: string; headers: NodeJS.Dict<string | string[]>}>(
    (resolve, reject) => {
      const asked = request(url, {method, headers}, (answer) => {
        let text = ''
        answer.on('data', (part: Buffer) => (text += part.toString()))
        answer.on('end', () => resolve({status: answer.statusCode ?? 0, text, headers: answer.headers}))
      })
      asked.on('error', reject)
      asked.end(body)
    },
  )
}

/** Hooks of a `describe`: sites that end with its tests. */
export function sites() {
  const open: (() => Promise<unknown>)[] = []
  after(() => Promise.all(open.map((close) => close())))
  const ownSite: typeof startSite = async (...given) => {
    const own = await startSite(...given)
    open.push(() => own.stop())
    return own
  }

  /** A site with a token file, and a link for ana. */
  const invitedSite = async () => {
    const folder = await ownSite([], 6)
    await folder.crash()
    const invite = async (name: string, ...more: string[]) => {
      const {stdout, code, stderr} = await bench(
        ['serve', 'invite', name, '--tokens', 'people.yaml', '--json', ...more],
        {cwd: folder.folder.path},
      )
      expect(code, stderr).to.equal(0)
      return JSON.parse(stdout) as {link: string; user: string; expires: string | null}
    }
    const {link} = await invite('ana')
    await folder.restart(['--tokens', 'people.yaml'])
    return {
      site: folder,
      invite,
      linkTo: (given: string) => `${folder.url}/${new URL(given).hash}`,
      link: `${folder.url}/${new URL(link).hash}`,
    }
  }

  return {
    ownSite,
    invitedSite,
    /** What else ends with the tests. */
    atEnd: (close: () => Promise<unknown>) => open.push(close),
  }
}
