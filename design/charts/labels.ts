import { NARROW, percent, text, WIDE } from './chart.ts'
import { fit, widthOf } from './text.ts'

/*
 * Where the words go that name a line, a point or a target: as near to it as there is room, on no other words, and on
 * lines only where nothing else is left. Since the column's width is not known, a place must do in a narrow and in a
 * wide one.
 */

export interface Label {
  words: string
  /** How far down what it names is. */
  y: number
  /** Where across it may stand, best first. */
  spots: Spot[]
  side: keyof typeof SIDES
  isBold?: boolean
  size?: number
  colour?: string
}

/** How words stand to a place across, in per cent and some pixels more or less. */
export interface Spot {
  x: number
  anchor: 'start' | 'middle' | 'end'
  dx?: number
}

/** Something drawn in pixels about a point, on which no words may be. */
export interface Solid extends Box {
  x: number
  y: number
}

/** Where letters may be: from `left` per cent across, and the first and last baseline down. */
export interface Room {
  left: number
  top: number
  bottom: number
}

/** A line from point to point, across in per cent and down in pixels. */
export type Track = readonly (readonly [number, number])[]

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

interface Place extends Spot {
  baseline: number
}

interface Placed extends Place {
  label: Label
  boxes: Box[]
}

/** A narrow and a wide column, and what is in each: points of lines, and boxes that are taken. */
interface Column {
  width: number
  points: [number, number][]
  solids: Box[]
}

/** From a point to the baseline of its words. */
const SIDES = { over: -10, beside: 5, under: 22 }
const ON_LINE = 3
const ON_WORDS = 1000
const OUT_OF_ORDER = 300
const OUTSIDE = 5000
const STEP = 3

/** Groups in order of their importance. Those of a group stand in the order of what they name. */
export function placeLabels(
  groups: readonly Label[][],
  drawn: { tracks: readonly Track[]; solids: readonly Solid[] },
  room: Room,
): string {
  const columns = [NARROW, WIDE].map((width) => ({
    width,
    points: pointsOn(drawn.tracks, width),
    solids: drawn.solids.map((solid) => boxAbout(solid, width)),
  }))
  let placed: Placed[] = []
  for (const group of groups) {
    const down = group.toSorted((one, other) => one.y - other.y)
    const one = withMore(down, placed, columns, room)
    const other = down.length > 1 ? withMore(down.toReversed(), placed, columns, room) : one
    placed = other.cost < one.cost ? other.placed : one.placed
  }
  return placed.map((each) => written(each, room)).join('')
}

function withMore(
  labels: readonly Label[],
  before: readonly Placed[],
  columns: readonly Column[],
  room: Room,
) {
  const placed = [...before]
  let sum = 0
  for (const label of labels) {
    let best: (Placed & { cost: number }) | undefined
    const wide = wideOf(label, room)
    for (const place of placesOf(label, room)) {
      if (best && place.cost >= best.cost) break
      const boxes = columns.map(({ width }) => boxOf(label, wide, place, width))
      const disorder = disorderOf(label, place.baseline, placed.slice(before.length))
      const cost = place.cost + disorder + costOf(boxes, room, placed, columns)
      if (!best || cost < best.cost) best = { ...place, label, boxes, cost }
    }
    if (best) placed.push(best)
    sum += best?.cost ?? 0
  }
  return { placed, cost: sum }
}

/** Where it may stand, the best first. */
function placesOf({ y, spots, side }: Label, room: Room): (Place & { cost: number })[] {
  const best = y + SIDES[side]
  const baselines = Object.values(SIDES).map((by) => y + by)
  for (let baseline = room.bottom; baseline >= room.top; baseline -= STEP) baselines.push(baseline)
  return baselines
    .filter((baseline) => baseline >= room.top && baseline <= room.bottom)
    .flatMap((baseline) => {
      const isOn = side !== 'beside' && baseline > y + SIDES.over && baseline < y + SIDES.under
      const far = Math.abs(baseline - best) / 2 + (isOn ? 40 : 0)
      return spots.map((spot, nth) => ({ ...spot, baseline, cost: far + nth * 4 }))
    })
    .sort((one, other) => one.cost - other.cost)
}

function widestOf(room: Room): number {
  return NARROW * (1 - room.left / 100)
}

function wideOf({ words, isBold = false, size = 14 }: Label, room: Room): number {
  return widthOf(fit(words, widestOf(room), { size, isBold }), { size, isBold })
}

function boxOf({ size = 14 }: Label, wide: number, place: Place, width: number): Box {
  const { x, dx = 0, anchor, baseline } = place
  const from = (x / 100) * width + dx - { start: 0, middle: wide / 2, end: wide }[anchor]
  return { left: from - 3, right: from + wide + 3, top: baseline - size, bottom: baseline + 4 }
}

function boxAbout({ x, y, left, right, top, bottom }: Solid, width: number): Box {
  const across = (x / 100) * width
  return { left: across + left, right: across + right, top: y + top, bottom: y + bottom }
}

function disorderOf({ y }: Label, baseline: number, peers: readonly Placed[]): number {
  return peers.filter((peer) => (peer.label.y - y) * (peer.baseline - baseline) < 0).length * OUT_OF_ORDER
}

function costOf(
  boxes: readonly Box[],
  room: Room,
  placed: readonly Placed[],
  columns: readonly Column[],
): number {
  const costs = columns.map(({ width, solids }, nth) => {
    const box = boxes[nth]
    if (!box) return 0
    const isOut = box.left < (room.left / 100) * width - 5 || box.right > width + 4
    const taken = [...solids, ...placed.flatMap((other) => other.boxes[nth] ?? [])]
    return (isOut ? OUTSIDE : 0) + taken.filter((other) => isOn(box, other)).length * ON_WORDS
  })
  const cost = costs.reduce((sum, each) => sum + each, 0)
  if (cost > 0) return cost
  return boxes.reduce((sum, box, nth) => sum + pointsUnder(box, columns[nth]?.points ?? []) * ON_LINE, 0)
}

function pointsUnder({ left, right, top, bottom }: Box, points: Column['points']): number {
  let count = 0
  for (const [x, y] of points) if (x > left && x < right && y > top - 1 && y < bottom) count += 1
  return count
}

function isOn(box: Box, other: Box): boolean {
  if (box.left >= other.right || box.right <= other.left) return false
  return box.top < other.bottom && box.bottom > other.top
}

/** Points along the lines, a few pixels apart. */
function pointsOn(tracks: readonly Track[], width: number): [number, number][] {
  return tracks.flatMap((track) =>
    track.slice(1).flatMap(([toX, toY], nth) => {
      const [fromX, fromY] = track[nth] ?? [toX, toY]
      const across = ((toX - fromX) / 100) * width
      const count = Math.ceil(Math.hypot(across, toY - fromY) / 6) + 1
      return Array.from({ length: count }, (_, spot): [number, number] => {
        const part = spot / Math.max(1, count - 1)
        return [(fromX / 100) * width + across * part, fromY + (toY - fromY) * part]
      })
    }),
  )
}

function written({ label, x, dx, anchor, baseline }: Placed, room: Room): string {
  const { words, isBold = false, size = 14, colour } = label
  const style = { isBold, size, within: widestOf(room), anchor }
  return text(percent(x), baseline, words, { ...style, ...(dx ? { dx } : {}), ...(colour ? { colour } : {}) })
}
