// Sets the clock of a process, as an administrator or a time server does, to what a file says: milliseconds to add.
// For NODE_OPTIONS=--import; the file is named by CLOCK_FILE.
import {readFileSync} from 'node:fs'

const RealDate = Date
const file = process.env.CLOCK_FILE

function offset() {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return 0
  }
}

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offset())
    else super(...given)
  }

  static now() {
    return RealDate.now() + offset()
  }
}
