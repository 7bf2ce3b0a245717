import {mkdir, readFile, writeFile} from 'node:fs/promises'
import type {ServerResponse} from 'node:http'
import {dirname, join, resolve} from 'node:path'

const GUIDE = resolve(import.meta.dirname, '../../docs/plugins.md')
const CHIPS = ['situation', 'jargon', 'role_task', 'environment'].flatMap((type) =>
  [1, 2, 3, 4].map((at) => ({key: `${type}_${at}`, display: `${type} – ${at}`, type})),
)

/** Writes the files of the plugin guide into a folder: its blocks whose first line names a file. */
export async function writeGuidePlugin(root: string): Promise<void> {
  const text = await readFile(GUIDE, 'utf8')
  for (const [, name, source] of text.matchAll(/^```(?:js|json|yaml) (\S+)\n([\s\S]*?)^```$/gm)) {
    await mkdir(dirname(join(root, name!)), {recursive: true})
    await writeFile(join(root, name!), source!)
  }
}

/** Answers as the server of the guide does: 16 chips as a stream of events, which may break off. */
export function streamedChips(answer: ServerResponse, {isBroken = false} = {}): void {
  answer.writeHead(200, {'content-type': 'text/event-stream'})
  const text = JSON.stringify(CHIPS)
  for (let at = 0; at < text.length; at += 50)
    answer.write(`data: ${JSON.stringify({choices: [{delta: {content: text.slice(at, at + 50)}}]})}\n\n`)
  if (isBroken) {
    answer.destroy()
    return
  }

  answer.write(`data: ${JSON.stringify({choices: [{delta: {}, finish_reason: 'stop'}]})}\n\n`)
  const usage = {prompt_tokens: 1000, completion_tokens: 500}
  answer.end(`data: ${JSON.stringify({choices: [], usage})}\n\ndata: [DONE]\n\n`)
}
