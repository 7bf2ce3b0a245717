/** One check. */
export interface Check {
  name: string
  /** `warning`: it works, but needs a look; `broken`: something will not work. */
  status: 'ok' | 'warning' | 'broken'
  found: string
  /** What to do, where there is something to do. */
  next: string[]
}

export interface Diagnosis {
  checks: Check[]
  broken: number
}
