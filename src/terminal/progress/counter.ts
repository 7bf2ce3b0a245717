/** Milliseconds between two lines of progress: work that ends sooner shows none. */
const INTERVAL_MS = 1000

/** Progress of work of unknown length: a line on stderr that is overwritten; no output without a terminal. */
export function counter(what: string): {show: (count: number) => void; end: () => void} {
  let last = performance.now()
  let isShown = false
  return {
    show(count) {
      if (!process.stderr.isTTY || performance.now() - last < INTERVAL_MS) return
      last = performance.now()
      isShown = true
      process.stderr.write(`\r${count.toLocaleString('en')} ${what} …`)
    },
    end() {
      if (isShown) process.stderr.write('\r\u001B[K')
    },
  }
}
