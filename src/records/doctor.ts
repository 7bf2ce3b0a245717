/** One thing that was looked at. */
export interface Check {
  name: string
  /** `warning`: it works, but look at it; `broken`: something will not work. */
  status: 'ok' | 'warning' | 'broken'
  found: string
  /** What to do, where there is something to do. */
  next: string[]
}

export interface Diagnosis {
  checks: Check[]
  broken: number
}
