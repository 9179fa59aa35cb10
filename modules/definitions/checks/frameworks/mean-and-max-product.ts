import type { Framework, MeanAndMaxProduct } from '../../framework.ts'
import type { Found } from '../found.ts'
import { checkBands, reachFromTo } from './bands.ts'

export function checkProduct(
  found: Found,
  { questions, groups }: Framework,
  results: MeanAndMaxProduct,
): void {
  let least = 1
  let most = 1
  const known = groups.map(({ id }) => id)
  found.once(
    results.sides,
    (side) => side,
    (index) => ['results', 'sides', index],
    'sides',
  )
  for (const [index, side] of results.sides.entries()) {
    const path = ['results', 'sides', index]
    if (!found.known(path, side, known, 'group')) continue
    const asked = questions.filter(({ group, decides }) => group === side && decides !== false)
    if (asked.length === 0) found.at(path, `no question is in the group "${side}"`)
    for (const { id, type } of asked) {
      if (type !== 'level') found.at(path, `"${id}" is not answered by level, so it has no score`)
    }
    const scores = asked.flatMap((question) =>
      question.type === 'level' ? [question.levels.map(({ score }) => score)] : [],
    )
    if (scores.length === 0) continue
    least *= sideOf(scores.map((each) => Math.min(...each)))
    most *= sideOf(scores.map((each) => Math.max(...each)))
  }
  checkBands(found, results.bands, reachFromTo(least, most))
}

function sideOf(scores: number[]): number {
  return (scores.reduce((sum, score) => sum + score, 0) / scores.length + Math.max(...scores)) / 2
}
