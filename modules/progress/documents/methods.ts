/* How the figures of a document are made, in words: for those who take it away. Pure. */
import { type Government, measureSentence } from '#definitions'
import type { Figure } from '#figures'
import type { Words } from '#platform/messages'
import { promisesOf, registerOf } from '#roadmaps'
import { roundedMarks } from '../sentences/rules.ts'

export interface Method {
  roadmap: string
  commitment: number
  measure: string
  /** Made from its definition. */
  says: string
  /** In its author's words. */
  method: string
  /** Where its numbers are rounded: to what, and what for. */
  rounding?: string
}

/** One for each measure that there is a figure of. */
export function methodsOf(words: Words, government: Government, figures: readonly Figure[]): Method[] {
  return promisesOf(government).flatMap((promised): Method[] => {
    const { roadmap, commitment, measure } = promised
    const of = figures.filter(
      (figure) =>
        figure.roadmap === roadmap.slug &&
        figure.commitment === commitment.number &&
        figure.measure === measure.name,
    )
    if (of.length === 0) return []
    const [rounded] = of.flatMap((figure) => roundedMarks(words, promised, figure))
    return [
      {
        roadmap: roadmap.slug,
        commitment: commitment.number,
        measure: measure.name,
        says: measureSentence(registerOf(government, promised), measure, words.locale),
        method: words.text(measure.method).says,
        ...(rounded ? { rounding: rounded.explains } : {}),
      },
    ]
  })
}
