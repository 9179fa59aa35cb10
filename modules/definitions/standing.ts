import type { Register } from './government.ts'

/**
 * For how long an entry of the register stands by itself: the period of a snapshot that is not carried forward.
 * Undefined: until there is another.
 */
export function standsFor({ kind, period, carryForward }: Register): string | undefined {
  return kind === 'snapshot' && !carryForward ? period : undefined
}
