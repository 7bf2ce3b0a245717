import {readFile, writeFile} from 'node:fs/promises'

// oclif lists commands as the file system happens to give them: sorted, the same sources give the same file.
const file = new URL('../oclif.manifest.json', import.meta.url)
const manifest = JSON.parse(await readFile(file, 'utf8'))
const commands = Object.fromEntries(Object.entries(manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1)))
await writeFile(file, `${JSON.stringify({...manifest, commands}, null, 2)}\n`)
