/**
 * Writes docs/reference/licences.md: what ships with an installation, with versions and licences, read from
 * the lock file and the installed packages.
 *
 * node --import tsx scripts/licences.ts
 */
import {readFile, writeFile} from 'node:fs/promises'

interface Locked {
  version?: string
  dev?: boolean
  devOptional?: boolean
  peer?: boolean
  license?: string
  hasInstallScript?: boolean
}

// Licences that ask for no more than to be kept with the copies.
const PERMISSIVE =
  /^\(?(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-3\.0|CC-BY-4\.0|Python-2\.0|Unlicense|Artistic-2\.0|WTFPL)( (OR|AND) [\w.-]+)*\)?$/

// Packages that do not name their licence where others do; read from their LICENSE file.
const READ_BY_HAND: Record<string, string> = {'qrcode-terminal': 'Apache-2.0'}
// yarn comes with @oclif/plugin-plugins. Its script looks whether another yarn is in the way and changes nothing.
const KNOWN_SCRIPTS = ['yarn']

const root = new URL('../', import.meta.url)
const {packages} = JSON.parse(await readFile(new URL('package-lock.json', root), 'utf8')) as {
  packages: Record<string, Locked>
}
const shipped = Object.entries(packages)
  .filter(
    ([path, {dev = false, devOptional = false, peer = false}]) =>
      path.startsWith('node_modules/') && !dev && !devOptional && !peer,
  )
  .map(([path, {version = '', license, hasInstallScript = false}]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    return {name, version, license: license ?? READ_BY_HAND[name] ?? 'unknown', hasInstallScript}
  })
  .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1))
const strange = shipped.filter(({license}) => !PERMISSIVE.test(license))
const scripts = shipped.filter(
  ({name, hasInstallScript}) => hasInstallScript && !KNOWN_SCRIPTS.includes(name),
)
if (strange.length + scripts.length > 0) {
  for (const {name, license} of strange)
    console.error(`${name}: ${license} is no licence we know to be permissive`)
  for (const {name} of scripts) console.error(`${name} wants to run a script when it is installed`)
  process.exit(1)
}

const counts = new Map<string, number>()
for (const {license} of shipped) counts.set(license, (counts.get(license) ?? 0) + 1)
const text = `# Licences

bench is under the MIT licence. An installation brings ${shipped.length} packages with it, all under permissive licences. One of them, yarn (which comes with the plugin manager), has an install script; it changes nothing, and \`npm install --ignore-scripts\` leaves it out. Licences: ${[
  ...counts,
]
  .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  .map(([license, count]) => `${license} ${count}`)
  .join(', ')}. Packages for other platforms are listed too; only one of each kind is installed.

| package | version | licence |
| --- | --- | --- |
${[...new Set(shipped.map(({name, version, license}) => `| \`${name}\` | ${version} | ${license} |`))].join('\n')}
`
await writeFile(new URL('docs/reference/licences.md', root), text)
