import {readdir, readFile, rm, writeFile} from 'node:fs/promises'
import type {Screens} from './take.js'

const FOLDER = new URL('expected/', import.meta.url)
const ENDING = '.txt'
const fileOf = (name: string) => new URL(`${name}${ENDING}`, FOLDER)

/** The screen as it was last agreed on; undefined when there is none. */
export async function expectedScreen(name: string): Promise<string | undefined> {
  return readFile(fileOf(name), 'utf8').catch(() => undefined)
}

/** Names of all screens that are kept. */
export async function expectedNames(): Promise<string[]> {
  const files = await readdir(FOLDER)
  return files.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length))
}

/** Keeps these screens, and no others when they are all. */
export async function keepScreens(screens: Screens, {areAll}: {areAll: boolean}): Promise<void> {
  if (areAll) for (const name of await expectedNames()) if (!screens.has(name)) await rm(fileOf(name))
  for (const [name, text] of screens) await writeFile(fileOf(name), text)
}
