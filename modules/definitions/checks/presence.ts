import { checkExpression } from '../expressions/check.ts'
import { type Known, reach } from '../expressions/fields.ts'
import type { Register } from '../government.ts'
import type { Found } from './found.ts'

const ONLY_HAS = /^has\(\s*(record(?:\.\w+)+)\s*\)$/

/** To count by has() alone is never not known: mostly somebody meant an answer that may be missing. */
export function warnOfPresence(
  found: Found,
  path: string[],
  counts: string,
  register: Register,
  known: Known,
): void {
  const [, field] = ONLY_HAS.exec(counts.trim()) ?? []
  if (field === undefined) return
  const checked = checkExpression(counts, register, known, 'bool')
  if (!checked.ok) return
  const [reference] = checked.syntax.references
  const condition = reference && conditionOn(field, reach(reference, register, known))
  if (condition === undefined) return
  const says = 'has() makes what was not answered count as no'
  found.warn(path, says, `write ${condition}, which is then not known`)
}

/** True of every answer, and not known without one. Undefined where a record may rightly have nothing. */
function conditionOn(written: string, reached: ReturnType<typeof reach>): string | undefined {
  if (reached.kind === 'rating') return `${written} != ""`
  if (reached.kind === 'score') return `${written} >= 0.0`
  if (reached.kind !== 'field') return undefined
  switch (reached.field.type) {
    case 'integer':
      return `${written} >= 0`
    case 'decimal':
      return `${written} >= 0.0`
    case 'boolean':
      return `${written} in [true, false]`
    case 'assessment':
      return `${written}.rating != ""`
    case 'date':
    case 'text':
    case 'choice':
    case 'link':
    case 'record':
      return undefined
  }
}
