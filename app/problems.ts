import type { Problem } from '#definitions'
import { MigrationRefused, StoreInUse, StoreUnavailable } from '#platform/database'
import { sayProblem } from '#registers'

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
