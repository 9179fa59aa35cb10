import type { CountOfYes, Framework } from '../../framework.ts'
import type { Found } from '../found.ts'
import { checkBands, reachOf } from './bands.ts'
import { questionsToJudge } from './questions.ts'

export function checkCountOfYes(found: Found, { questions }: Framework, { as, bands }: CountOfYes): void {
  const asked = questionsToJudge(found, 'boolean', questions)
  const always = asked.filter(({ mayNotApply }) => !mayNotApply).length
  if (asked.length === 0) return
  if (as === 'count') checkBands(found, bands, reachOf(upTo(asked.length)))
  else checkBands(found, bands, reachOf(sharesOf(Math.max(1, always), asked.length)))
}

/** Every share in percent, where as few as `least` and as many as `most` of the questions apply. */
function sharesOf(least: number, most: number): Set<number> {
  const shares = new Set<number>()
  for (let apply = least; apply <= most; apply++) {
    for (const yes of upTo(apply)) shares.add((100 * yes) / apply)
  }
  return shares
}

function upTo(most: number): number[] {
  return Array.from({ length: most + 1 }, (_, count) => count)
}
