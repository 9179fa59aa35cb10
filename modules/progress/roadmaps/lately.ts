import type { Roadmap } from '#definitions'
import { type Promised, promisesOf } from '#roadmaps'
import type { Asked } from '../documents/document.ts'
import { publicSeries } from '../known/queries.ts'
import { lastStep } from '../measures/changes.ts'
import { hrefOf } from '../measures/parts.ts'
import { sayDifference } from '../sentences/changes.ts'
import { type Mark, roundedMarks } from '../sentences/rules.ts'

/** A figure that changed. */
export interface Lately {
  on: string
  onSays: string
  title: Promised['measure']['title']
  href: string
  says: string
  marks: Mark[]
}

const MOST = 6

/** What changed last in these roadmaps, the latest first: one line for each measure. */
export async function readLately(
  { reader, words, asAt }: Asked,
  roadmaps: readonly Roadmap[],
): Promise<Lately[]> {
  const series = await publicSeries(reader, asAt, promisesOf({ roadmaps }))
  const changed = [...series].flatMap(([promised, { points, roundedTo }]) => {
    const step = lastStep(points)
    if (!step) return []
    const { title } = promised.measure
    const says = `${sayDifference(words, promised.measure, step.from, step.to)}.`
    const figure = { basis: 'recorded' as const, ...(roundedTo === null ? {} : { roundedTo }) }
    const marks = roundedMarks(words, promised, figure)
    return { on: step.to.on, onSays: words.date(step.to.on), title, href: hrefOf(promised), says, marks }
  })
  return changed.sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0)).slice(0, MOST)
}
