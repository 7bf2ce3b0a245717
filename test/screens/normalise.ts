import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'

const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}
/** A screen is taken within this time; what the stored database holds is older. */
const RECENT_MS = 15 * 60_000
const TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?/g
/** Ids of calls are drawn; those of results follow from run and case, and those of the stored rows are fixed. */
const DRAWN_ID = /(?!0{8})[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}/g

/** Signs that a terminal, or a review, would obey instead of showing them. */
const OBEYED = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g
/** Digits of a figure; the last ones hang on the order of a sum, which is nothing that a reader sees. */
const DIGITS = 12

/** A text without what differs from machine to machine and from day to day. */
export function normalised(text: string, folder: string): string {
  return text
    .replaceAll(folder, '<folder>')
    .replaceAll(TIME, (time) => (isRecent(time) ? '<now>' : time))
    .replaceAll(DRAWN_ID, '<uuid>')
    .replaceAll(`bench ${version}`, 'bench <version>')
    .replaceAll(`"version": "${version}"`, '"version": "<version>"')
    .replaceAll(`"tool_version": "${version}"`, '"tool_version": "<version>"')
    .replaceAll(process.version.slice(1), '<node>')
    .replaceAll(/\/app\/assets\/[\w-]+\//g, '/app/assets/<hash>/')
    .replaceAll(/(?<=^etag: ).*/gm, '<etag>')
    .replaceAll(/(?<=#token=)[\w-]+/g, '<token>')
    .replaceAll(/(?<= is in tokens.yaml until )[\d-]+/g, '<date>')
    .replaceAll(/\b\d+\.\d MB\b/g, '<size>')
    .replaceAll(/\b\d+\.\d{12,}(e-\d+)?\b/g, (figure) => String(Number(Number(figure).toPrecision(DIGITS))))
    .replaceAll(OBEYED, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`)
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
}

function isRecent(time: string): boolean {
  const inUtc = time.replace(' ', 'T').replace(/Z?$/, 'Z')
  return Math.abs(Date.parse(inUtc) - Date.now()) < RECENT_MS
}

/** Without what was measured while the screen was taken, and the widths of columns that follow from it. */
export function withoutMeasured(text: string): string {
  return text
    .replaceAll(/\b\d+(\.\d+)? (ms|s)\b/g, '<time>')
    .replaceAll(/"(\w*latency\w*|\w*_ms)": ?[\d.]+/g, '"$1": "<time>"')
    .replaceAll(/^\d\d:\d\d:\d\d (?=[A-Z])/gm, '<time> ')
    .replaceAll(/(?<=\S) {2,}(?=\S)/g, '  ')
}

/** Markup with one tag a line, in which a review finds the change; styles and scripts are a digest. */
export function markupLines(html: string): string {
  return html
    .replaceAll(
      /(<(style|script)[^>]*>)([^]*?)(<\/\2>)/g,
      (_, open: string, name, text: string, end: string) => {
        return `${open}${text.trim() === '' ? '' : digest(text)}${end}`
      },
    )
    .replaceAll(/\s*\n\s*/g, '\n')
    .replaceAll(/>\s*</g, '>\n<')
}

function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
}

/** What a person reads of a page. */
export function pageText(html: string): string {
  return html
    .replaceAll(/<(style|script|svg)[^]*?<\/\1>/g, '')
    .replaceAll(/<\/t[dh]>\s*<t[dh][^>]*>/g, ' | ')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim()
}
