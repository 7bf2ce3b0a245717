/**
 * Holm's step-down adjustment of a family of p-values (Holm 1979), in the order given. A null (no test was
 * possible) stays null and does not count towards the family.
 */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const adjusted: (number | null)[] = ps.map(() => null)
  const tested = ps.flatMap((p, index) => (p === null ? [] : [{p, index}])).sort((a, b) => a.p - b.p)
  let floor = 0
  tested.forEach(({p, index}, step) => {
    floor = Math.max(floor, Math.min(1, (tested.length - step) * p))
    adjusted[index] = floor
  })
  return adjusted
}
