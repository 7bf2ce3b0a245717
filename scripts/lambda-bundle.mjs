// Gathers what the function for AWS Lambda needs in build/lambda: the built package and the dependencies it
// loads there. Run `npm run build` before.
import {execFileSync} from 'node:child_process'
import {cp, mkdir, rm} from 'node:fs/promises'

const OUT = process.argv[2] ?? 'build/lambda'
// What only the command line loads, and the binaries for local files: the function reads a remote database.
const NEVER_LOADED = [
  'npm',
  'yarn',
  '@oclif',
  'listr2',
  'cli-table3',
  'openai',
  '@aws-sdk',
  '@smithy',
  '@libsql/linux-x64-gnu',
  '@libsql/linux-x64-musl',
  '@libsql/linux-arm64-gnu',
  '@libsql/linux-arm64-musl',
  '@libsql/darwin-arm64',
  '@libsql/darwin-x64',
  '@libsql/win32-x64-msvc',
]

await rm(OUT, {recursive: true, force: true})
await mkdir(OUT, {recursive: true})
for (const name of ['dist', 'suites', 'schema.sql', 'package.json', 'package-lock.json', '.npmrc', 'LICENSE'])
  await cp(name, `${OUT}/${name}`, {recursive: true})
execFileSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], {cwd: OUT, stdio: 'inherit'})
for (const name of NEVER_LOADED) await rm(`${OUT}/node_modules/${name}`, {recursive: true, force: true})
