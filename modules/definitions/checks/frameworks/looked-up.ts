import type { Framework, LookedUp } from '../../framework.ts'
import { isWhole } from '../../results.ts'
import type { Found } from '../found.ts'
import { checkBy, checkRows } from './rows.ts'

export function checkLookedUp(found: Found, { questions }: Framework, { results, by, rows }: LookedUp): void {
  const before = found.problems.length
  found.once(
    results,
    (result) => result,
    (index) => ['results', 'results', index],
    'results',
  )
  const choices = checkBy(found, ['results', 'by'], by, questions)
  checkRows(found, ['results', 'rows'], { by, rows, choices })
  for (const [index, { result }] of rows.entries()) {
    found.known(['results', 'rows', index, 'result'], result, results, 'result')
  }
  // A table that is not full may still be given rows for the others.
  if (found.problems.length > before || !isWhole({ by, rows }, questions)) return
  for (const [index, result] of results.entries()) {
    if (!rows.some((row) => row.result === result))
      found.at(['results', 'results', index], `"${result}" is never reached: no row gives it`)
  }
}
