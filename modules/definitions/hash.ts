import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Government, Register } from './government.ts'
import type { Measure } from './roadmap.ts'

/** RFC 8785 canonical JSON. What is undefined is not there. */
export function canonicalJson(value: unknown): string {
  const json = canonicalize(value)
  if (json === undefined) throw new TypeError('Only values that JSON can hold have a canonical form')
  return json
}

/** The same for the same definitions, however their files were spaced, ordered or commented. */
export function governmentHash(government: Government): string {
  return createHash('sha256').update(canonicalJson(government)).digest('hex')
}

/**
 * A measure's version: it changes when what is computed changes, and not with titles, targets or notes. That of a derived
 * one is of its own derivation and of the versions of those that it is derived from.
 */
export function measureVersion(measure: Measure, register?: Register, bases?: readonly string[]): string {
  const part = register?.parts.find(({ name }) => name === measure.part)
  const computing = {
    register: measure.register,
    part: part?.when,
    outOf: measure.outOf,
    counts: measure.counts,
    amount: measure.amount,
    window: measure.window,
    derived: measure.derived,
    bases,
  }
  return createHash('sha256').update(canonicalJson(computing)).digest('hex').slice(0, 12)
}
