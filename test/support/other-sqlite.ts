import {execFileSync} from 'node:child_process'

const PYTHON = `import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.executescript(sys.argv[2])`

/** Another program's SQLite: the shell, else Python's; undefined where this machine has neither. */
export function otherSqlite(): {version: string; run: (file: string, sql: string) => void} | undefined {
  const quiet = {stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'], encoding: 'utf8' as const}
  try {
    const version = execFileSync('sqlite3', ['--version'], quiet).split(' ')[0]!
    return {version, run: (file, sql) => void execFileSync('sqlite3', ['-bail', file, sql], quiet)}
  } catch {
    // There is none.
  }

  try {
    const version = execFileSync('python3', ['-c', 'import sqlite3; print(sqlite3.sqlite_version)'], quiet)
    return {
      version: version.trim(),
      run: (file, sql) => void execFileSync('python3', ['-c', PYTHON, file, sql], quiet),
    }
  } catch {
    return undefined
  }
}
