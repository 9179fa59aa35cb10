import { NARROW, percent, text, WIDE } from './chart.ts'
import { fit, widthOf } from './text.ts'

/*
 * Where the words go that name a line, a point or a target: as near to it as there is room, on no other words, and on
 * lines only where nothing else is left. Since the column's width is not known, a place must do in a narrow and in a
 * wide one.
 */

export interface Label {
  words: string
  /** What it names: across in per cent, down in pixels. */
  x: number
  y: number
  /** Pixels off that point. */
  dx?: number
  /** How it may stand to that point, best first. */
  anchors: Anchor[]
  side: keyof typeof SIDES
  isBold?: boolean
  size?: number
  colour?: string
}

type Anchor = 'start' | 'middle' | 'end'

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

interface Place {
  anchor: Anchor
  baseline: number
}

interface Placed extends Place {
  label: Label
  boxes: Box[]
}

/** From a point to the baseline of its words. */
const SIDES = { over: -10, beside: 5, under: 22 }
const COLUMNS = [NARROW, WIDE]
const ON_WORDS = 1000
const OUT_OF_ORDER = 300
const OUTSIDE = 5000
const STEP = 3

/** Groups in order of their importance. Those of a group stand in the order of what they name. */
export function placeLabels(groups: readonly Label[][], tracks: readonly Track[], room: Room): string {
  const spots = COLUMNS.map((width) => spotsOn(tracks, width))
  let placed: Placed[] = []
  for (const group of groups) {
    const down = group.toSorted((one, other) => one.y - other.y)
    const [one, other] = [down, down.toReversed()].map((labels) => withMore(labels, placed, spots, room))
    if (one && other) placed = other.cost < one.cost ? other.placed : one.placed
  }
  return placed.map((each) => written(each, room)).join('')
}

function withMore(labels: readonly Label[], before: readonly Placed[], spots: readonly Track[], room: Room) {
  const placed = [...before]
  let sum = 0
  for (const label of labels) {
    let best: (Placed & { cost: number }) | undefined
    const wide = wideOf(label, room)
    for (const place of placesOf(label, room)) {
      if (best && place.cost >= best.cost) break
      const boxes = COLUMNS.map((width) => boxOf(label, wide, place, width))
      const disorder = disorderOf(label, place.baseline, placed.slice(before.length))
      const cost = place.cost + disorder + costOf(boxes, room, placed, spots)
      if (!best || cost < best.cost) best = { ...place, label, boxes, cost }
    }
    if (best) placed.push(best)
    sum += best?.cost ?? 0
  }
  return { placed, cost: sum }
}

/** Where it may stand, the best first. */
function placesOf({ y, anchors, side }: Label, room: Room): (Place & { cost: number })[] {
  const best = y + SIDES[side]
  const baselines = Object.values(SIDES).map((by) => y + by)
  for (let baseline = room.bottom; baseline >= room.top; baseline -= STEP) baselines.push(baseline)
  return baselines
    .filter((baseline) => baseline >= room.top && baseline <= room.bottom)
    .flatMap((baseline) => {
      const isOn = side !== 'beside' && baseline > y + SIDES.over && baseline < y + SIDES.under
      const far = Math.abs(baseline - best) / 2 + (isOn ? 40 : 0)
      return anchors.map((anchor, nth) => ({ anchor, baseline, cost: far + nth * 4 }))
    })
    .sort((one, other) => one.cost - other.cost)
}

function widestOf(room: Room): number {
  return NARROW * (1 - room.left / 100)
}

function wideOf({ words, isBold = false, size = 14 }: Label, room: Room): number {
  return widthOf(fit(words, widestOf(room), { size, isBold }), { size, isBold })
}

function boxOf({ x, dx = 0, size = 14 }: Label, wide: number, place: Place, width: number): Box {
  const from = (x / 100) * width + dx - { start: 0, middle: wide / 2, end: wide }[place.anchor]
  return { left: from - 3, right: from + wide + 3, top: place.baseline - size, bottom: place.baseline + 4 }
}

function disorderOf({ y }: Label, baseline: number, peers: readonly Placed[]): number {
  return peers.filter((peer) => (peer.label.y - y) * (peer.baseline - baseline) < 0).length * OUT_OF_ORDER
}

function costOf(
  boxes: readonly Box[],
  room: Room,
  placed: readonly Placed[],
  spots: readonly Track[],
): number {
  const isOut = boxes.some(({ left, right }, nth) => {
    const width = COLUMNS[nth] ?? NARROW
    return left < (room.left / 100) * width - 8 || right > width + 4
  })
  const onWords = placed.filter(({ boxes: others }) =>
    boxes.some((box, nth) => isOn(box, others[nth])),
  ).length
  const cost = (isOut ? OUTSIDE : 0) + onWords * ON_WORDS
  if (cost > 0) return cost
  return boxes.reduce((sum, box, nth) => sum + spotsUnder(box, spots[nth] ?? []), 0)
}

function spotsUnder({ left, right, top, bottom }: Box, spots: Track): number {
  let count = 0
  for (const [x, y] of spots) if (x > left && x < right && y > top - 1 && y < bottom) count += 1
  return count
}

function isOn(box: Box, other: Box | undefined): boolean {
  if (!other || box.left >= other.right || box.right <= other.left) return false
  return box.top < other.bottom && box.bottom > other.top
}

/** Points along the lines, a few pixels apart. */
function spotsOn(tracks: readonly Track[], width: number): [number, number][] {
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

function written({ label, anchor, baseline }: Placed, room: Room): string {
  const { x, words, dx, isBold = false, size = 14, colour } = label
  const style = { isBold, size, within: widestOf(room), anchor }
  return text(percent(x), baseline, words, { ...style, ...(dx ? { dx } : {}), ...(colour ? { colour } : {}) })
}
