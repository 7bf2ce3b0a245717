/**
 * Writes test/screens/expected anew, when a screen or a document changed on purpose: each change should be seen in
 * review.
 *
 * npm run build && npm run snapshot:screens
 */
import {keepScreens} from '../test/screens/expected.js'
import {takeScreens} from '../test/screens/take.js'

await keepScreens(await takeScreens(), {areAll: !process.env['SCREENS']})
