import type {Check} from '../../records/doctor.js'
import {colour} from '../colour.js'
import {sanitizeLine} from '../lines.js'

const WIDTH = 14

/** The checks, a line each, and below a check what to do. */
export function doctorView(checks: readonly Check[]): string {
  return checks
    .flatMap(({name, status, found, next}) => [
      `${mark(status)} ${name.padEnd(WIDTH)} ${sanitizeLine(found)}`,
      ...next.map((line) => `${' '.repeat(10 + WIDTH)}${sanitizeLine(line)}`),
    ])
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
