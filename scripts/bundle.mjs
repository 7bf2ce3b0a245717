// Writes dist: the entries of the package with all that they import, in few files, as a small command spends
// most of its time on loading modules. See docs/decisions/0027-speed.md.
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {build} from 'rolldown'

const OUT = 'dist'

/** What oclif, Node's threads, plugins and Lambda load by name. */
const ENTRIES = [
  ...modulesBelow('src/commands'),
  ...modulesBelow('src/plugins/built-in'),
  'src/cli/start.ts',
  'src/cli/init-hook.ts',
  'src/plugins/plugin.ts',
  'src/server/jobs/job-thread.ts',
  'src/store/database/writer-loop.ts',
  'src/lambda.ts',
]

/** Scripts of the pages: a module each, and the service worker, which not every browser takes as a module. */
const PAGE_MODULES = ['rate', 'sign-in', 'live'].map((name) => ({
  path: `src/server/browser/${name}.ts`,
  format: 'esm',
}))
const SERVICE_WORKER = {path: 'src/server/browser/worker.ts', format: 'iife'}

/**
 * Left where npm put them: what brings a binary, what speaks to the network (so that a mended version of it can
 * be installed), and what oclif looks for on machines of plugin developers. So stays what is asked for with
 * `createRequire`.
 */
const LEFT_OUT = ['libsql', 'undici', 'typescript', 'ts-node', 'pnpapi']

const {output} = await build({
  input: Object.fromEntries(ENTRIES.map((path) => [path.slice('src/'.length, -'.ts'.length), path])),
  platform: 'node',
  transform: {target: 'node20.19'},
  external: LEFT_OUT,
  output: {
    dir: OUT,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    comments: false,
  },
})

for (const {path, format} of [...PAGE_MODULES, SERVICE_WORKER])
  await build({
    input: path,
    platform: 'browser',
    transform: {target: 'es2023'},
    output: {file: join(OUT, 'browser', basename(path, '.ts') + '.js'), format, minify: true},
  })

const modules = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
writeFileSync(join(OUT, 'licences.txt'), licences(modules))

/** Paths of the modules of a folder and of its folders. */
function modulesBelow(folder) {
  return readdirSync(folder, {recursive: true})
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort()
}

/** The licences of the packages of these files, which ask to be kept with every copy. */
function licences(files) {
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
  return [...new Set(folders)]
    .filter((folder) => folder !== undefined)
    .sort()
    .map((folder) => {
      const {name, version, license} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
      const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
      return `${name} ${version} (${license})\n\n${text}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}
