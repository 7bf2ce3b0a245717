import {Flags} from '@oclif/core'
import {safeJson} from '../text/json.js'

/** `-v` behind a command: as `bin/run.js` answers without one, under `--json` as a document. */
export const versionFlag = Flags.boolean({
  char: 'v',
  hidden: true,
  description: 'show the version',
  parse(_, command) {
    const {name, version, platform, arch, userAgent} = command.config
    const document = {name, version, platform: `${platform}-${arch}`, node: process.version}
    // oclif hands over a copy of the command, whose own question for `--json` answers nothing.
    process.stdout.write(`${command.argv.includes('--json') ? safeJson(document, 2) : userAgent}\n`)
    return command.exit(0)
  },
})
