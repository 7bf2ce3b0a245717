import {escapeHtml} from './html.js'

/** What XML 1.0 has no way to write: halves of characters, and U+FFFE, U+FFFF. */
const NOT_XML = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uFFFE\uFFFF]/g

/** Text that XML shows as it is, within an element or a quoted attribute. */
export function escapeXml(text: string): string {
  return escapeHtml(text.replaceAll(NOT_XML, '\uFFFD'))
}
