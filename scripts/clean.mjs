import {rm} from 'node:fs/promises'

// Stale output must never pass for a build: `node scripts/clean.mjs FOLDER…`
for (const folder of process.argv.slice(2)) await rm(folder, {recursive: true, force: true})
