/* What must be seen beside a figure of what it rests on: one place decides, for every page. Pure. */
import type { Government } from '#definitions'
import type { Figure } from '#figures'
import type { Words } from '#platform/messages'
import type { Promised } from '#roadmaps'
import { restsOf } from '../frameworks/verified.ts'
import { type Mark, markOf, marksOf, roundedMarks } from '../sentences/rules.ts'

export function marksBeside(
  words: Words,
  government: Government,
  promised: Promised,
  figure: Pick<Figure, 'basis' | 'roundedTo'>,
): Mark[] {
  return [...restingOn(words, government, promised, figure), ...roundedMarks(words, promised, figure)]
}

function restingOn(
  words: Words,
  government: Government,
  promised: Promised,
  { basis }: Pick<Figure, 'basis'>,
): Mark[] {
  const { isOwn, frameworks } = restsOf(government, promised)
  const marks = marksOf(words, basis, !isOwn)
  // A number that somebody published rests on their judgement, and not on the framework as it is written here.
  const isJudgedHere = basis === 'recorded' || basis === 'reconstructed'
  if (!isJudgedHere || frameworks.length === 0) return marks
  const titles = new Set(frameworks.map(({ title }) => words.text(title).says))
  const cautions = [...titles].map((framework) =>
    words.say('progress.measure.framework-unverified', { framework }),
  )
  if (!isOwn) return [...marks, { ...markOf(words, 'unverified'), explains: cautions.join(' ') }]
  return marks.map((mark) =>
    mark.kind === 'unverified' ? { ...mark, explains: [mark.explains, ...cautions].join(' ') } : mark,
  )
}
