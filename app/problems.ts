import type { Problem } from '#definitions'
import { MigrationRefused, StoreInUse, StoreUnavailable } from '#platform/database'
import { type ImportProblem, sayProblem } from '#registers'

/** file:line:column: what is wrong. What would be right. */
export function sayDefinitionProblem({ file, line, column, says, instead }: Problem): string {
  return sayProblem({
    level: 'error',
    file,
    row: line,
    column: String(column),
    says,
    ...(instead && { instead }),
  })
}

/** What went wrong outside this program, in words that say what to do. Undefined for a fault of its own. */
export function sayOutside(error: unknown): string | undefined {
  const isKnown =
    error instanceof StoreInUse || error instanceof StoreUnavailable || error instanceof MigrationRefused
  return isKnown ? error.message : undefined
}

/** A person reads no more of them than this before mending what they name. */
export const MOST_SAID = 50

/** Says the first of the problems, and how many of those that were found are not said. */
export function sayFirst(
  problems: readonly ImportProblem[],
  found: number,
  say: (line: string) => void,
): void {
  for (const problem of problems.slice(0, MOST_SAID)) say(sayProblem(problem))
  const more = found - Math.min(problems.length, MOST_SAID)
  if (more > 0) say(`… and ${more} more.`)
}
