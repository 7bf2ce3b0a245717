/** Milliseconds that loading a part of a plugin may take. */
export const LOAD_LIMIT_MS = 20_000

/** The outcome of work in other code, such as a plugin. @throws Error when it takes longer than `limitMs`. */
export async function withTimeout<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${limitMs} ms`)), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
