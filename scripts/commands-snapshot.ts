/**
 * Writes test/commands/snapshot.json anew, when commands or flags changed on purpose: users and scripts depend
 * on them, so each change should be seen in review.
 *
 * npm run build && npm run snapshot:commands
 */
import {writeFile} from 'node:fs/promises'
import {commandSnapshot, SNAPSHOT} from '../test/support/command-snapshot.js'

await writeFile(SNAPSHOT, await commandSnapshot())
