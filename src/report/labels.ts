/** A dot that wants a label, in pixels; `width` is that of the label. */
export interface Labelled {
  x: number
  y: number
  width: number
}

/** Where a label stands: its left edge, and the middle of its line. */
export interface LabelPlace {
  left: number
  y: number
}

export interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** The weight of a pixel of distance from the dot, against a covered square pixel. */
const DISTANCE = 4
const LINE = 16
/** Pixels between a dot and its label. */
const GAP = 10
const RADIUS = 8

/** The weight of a square pixel of a dot or a label, against a pixel of a line: lines can be read through. */
const SOLID = 6

/**
 * A place for the label of each dot: beside it, or above or below, where it is near and covers as little as
 * can be of dots, other labels and `lines`. The first dots choose first.
 */
export function placeLabels(dots: readonly Labelled[], lines: readonly Box[], area: Box): LabelPlace[] {
  const taken = dots.map(({x, y}): Box => ({
    left: x - RADIUS,
    right: x + RADIUS,
    top: y - RADIUS,
    bottom: y + RADIUS,
  }))
  return dots.map((dot) => {
    let best: {place: LabelPlace; cost: number} | undefined
    for (const place of places(dot, area)) {
      // The nearest places come first: what is farther can only cost more.
      if (best && DISTANCE * Math.abs(place.y - dot.y) >= best.cost) break
      const box = boxOf(place, dot.width)
      const cost = DISTANCE * Math.abs(place.y - dot.y) + SOLID * covered(box, taken) + covered(box, lines)
      if (!best || cost < best.cost) best = {place, cost}
    }

    const place = best?.place ?? {left: dot.x + GAP, y: dot.y}
    taken.push(boxOf(place, dot.width))
    return place
  })
}

/** Places within the area, the nearest first; right of the dot before left of it. */
function places({x, y, width}: Labelled, area: Box): LabelPlace[] {
  const reach = Math.ceil((area.bottom - area.top) / (LINE / 2))
  const steps = Array.from({length: reach}, (_, at) => [-(at + 1), at + 1]).flat()
  const rises = [0, ...steps].map((step) => step * (LINE / 2))
  const sides = [x + GAP, x - GAP - width].filter((left) => left >= area.left && left + width <= area.right)
  // A label too wide for either side is pushed inside.
  const lefts = sides.length > 0 ? sides : [Math.max(area.left, Math.min(x + GAP, area.right - width))]
  return rises
    .map((rise) => y + rise)
    .filter((middle) => middle - LINE / 2 >= area.top && middle + LINE / 2 <= area.bottom)
    .flatMap((middle) => lefts.map((left) => ({left, y: middle})))
}

function boxOf({left, y}: LabelPlace, width: number): Box {
  return {left, right: left + width, top: y - LINE / 2, bottom: y + LINE / 2}
}

function covered(box: Box, boxes: readonly Box[]): number {
  return boxes.reduce((sum, otherBox) => sum + overlap(box, otherBox), 0)
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return width > 0 && height > 0 ? width * height : 0
}
