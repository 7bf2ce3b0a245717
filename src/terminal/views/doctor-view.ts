import type {Check} from '../../records/doctor.js'
import {colour} from '../colour.js'
import {wrapText} from '../lines.js'
import {textWidth} from '../width.js'

const WIDTH = 14
/** Where what was found begins, and what to do below it. */
const INDENT = 10 + WIDTH

/** The checks, a line each, and below a check what to do. */
export function doctorView(checks: readonly Check[], width = Infinity): string {
  const wrapped = (text: string) => wrapText(text, textWidth(width) - INDENT)
  return checks
    .flatMap(({name, status, found, next}) => {
      const [first = '', ...others] = [...wrapped(found), ...next.flatMap(wrapped)]
      return [
        `${mark(status)} ${name.padEnd(WIDTH)} ${first}`,
        ...others.map((line) => ' '.repeat(INDENT) + line),
      ]
    })
    .join('\n')
}

function mark(status: Check['status']): string {
  switch (status) {
    case 'ok':
      return colour.green('ok      ')
    case 'warning':
      return colour.yellow('warning ')
    case 'broken':
      return colour.red('broken  ')
  }
}
