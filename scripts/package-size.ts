/**
 * Packs bench, installs it into an empty prefix, runs it there, and writes docs/reference/packaging.md: what
 * the package and an installation weigh, and what of it weighs most.
 *
 * npm run build && node --import tsx scripts/package-size.ts
 */
import {execFileSync} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const MEGABYTE = 2 ** 20
/** What each of the heavy ones is for, and what would take its place. */
const REASONS: Record<string, string> = {
  openai: 'OpenAI-compatible servers; half of it are type declarations and a second module format',
  '@libsql': 'the database; its binary for this machine, on Linux for glibc and for musl',
  npm: 'comes with `@oclif/plugin-plugins`, for `bench plugins install`',
  yarn: 'likewise, for plugins that are linked',
  zod: 'schemas; three versions and a second module format',
  hono: 'the HTTP API',
  '@types': 'declarations that libraries depend on',
}

const top = new URL('..', import.meta.url).pathname
const folder = await mkdtemp(join(tmpdir(), 'bench-package-'))
try {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {cwd: top, encoding: 'utf8'}),
  ) as [{filename: string; size: number; unpackedSize: number; entryCount: number}]
  execFileSync(
    'npm',
    [
      'install',
      '--global',
      '--prefix',
      join(folder, 'prefix'),
      '--no-audit',
      '--no-fund',
      join(folder, packed.filename),
    ],
    {stdio: 'ignore'},
  )
  execFileSync(
    join(folder, 'prefix/bin/bench'),
    ['run', '--model', 'builtin/lexicon', '--db', `file:${join(folder, 'x.db')}`],
    {stdio: 'ignore'},
  )
  const modules = join(folder, 'prefix/lib/node_modules/@hexweavers/bench/node_modules')
  const [whole] = weights([modules])
  const parts = weights(
    execFileSync('ls', [modules], {encoding: 'utf8'})
      .trim()
      .split('\n')
      .map((name) => join(modules, name)),
  )
  const heavy = parts.sort((a, b) => b.bytes - a.bytes).slice(0, 10)
  const rows = heavy.map(({path, bytes}) => {
    const name = path.slice(modules.length + 1)
    return `| \`${name}\` | ${(bytes / MEGABYTE).toFixed(1)} | ${REASONS[name] ?? ''} |`
  })
  const text = `# What bench weighs

Written by \`scripts/package-size.ts\`, which packs bench, installs it into an empty prefix and runs it there; sizes differ a little by platform.

- The package: ${(packed.size / 1000).toFixed(0)} kB packed, ${(packed.unpackedSize / MEGABYTE).toFixed(1)} MB unpacked, ${packed.entryCount} files: what runs, with the suite, the schemas and type declarations for plugins. No tests, no sources, no install scripts.
- An installation with all it depends on: ${(whole!.bytes / MEGABYTE).toFixed(0)} MB.

| heaviest | MB | |
| --- | --- | --- |
${rows.join('\n')}

What could go: npm and yarn (a quarter) with \`bench plugins install\`; plugins would then be linked by hand. The second libSQL binary, were packages able to name the C library. The SDK of OpenAI for a few hundred lines of our own; it follows the protocol's changes better than we would.
`
  await writeFile(join(top, 'docs/reference/packaging.md'), text)
  console.log(text)
} finally {
  await rm(folder, {recursive: true, force: true})
}

/** Bytes on disk, as du counts them. */
function weights(paths: string[]): {path: string; bytes: number}[] {
  return execFileSync('du', ['-s', '--block-size=1', ...paths], {encoding: 'utf8', maxBuffer: 1e8})
    .trim()
    .split('\n')
    .map((line) => {
      const [bytes, path] = line.split('\t') as [string, string]
      return {path, bytes: Number(bytes)}
    })
}
