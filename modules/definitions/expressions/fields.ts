import type { Framework } from '../framework.ts'
import { cannotBeJudged, type Field, type Register } from '../government.ts'
import type { Reference } from './syntax.ts'

/** The registers and frameworks an expression may speak of. */
export interface Known {
  registers: readonly Register[]
  frameworks: readonly Framework[]
}

export type Reached =
  | { kind: 'field'; field: Field; register: Register }
  | { kind: 'rating' | 'score'; field: Field; register: Register }
  | { kind: 'unknown'; at: number; register: Register; known: string[] }
  | { kind: 'unreachable'; at: number; says: string }
  /** The register it leads to is itself wrong, or missing: that is said elsewhere. */
  | { kind: 'unknowable' }

/** What a reference reaches: a field, or the rating or score of an assessment, one record further at most. */
export function reach(reference: Reference, register: Register, known: Known): Reached {
  let among = register
  let field: Field | undefined
  for (const [index, { name }] of reference.steps.entries()) {
    if (field?.type === 'assessment') {
      if (name === 'rating' || name === 'score') return { kind: name, field, register: among }
      return { kind: 'unknown', at: index, register: among, known: ['rating', 'score'] }
    }
    if (field?.type === 'record') {
      const { register: of } = field
      const next = known.registers.find((each) => each.name === of)
      if (!next || index > 1)
        return { kind: 'unreachable', at: index, says: 'only one record further can be read' }
      among = next
    } else if (field) {
      return {
        kind: 'unreachable',
        at: index,
        says: `"${field.name}" is one value: nothing can be read inside it`,
      }
    }
    const found: Field | undefined = among.fields.find((each) => each.name === name)
    if (!found)
      return { kind: 'unknown', at: index, register: among, known: among.fields.map((each) => each.name) }
    field = found
  }
  return field
    ? { kind: 'field', field, register: among }
    : { kind: 'unreachable', at: 0, says: 'a field must be named' }
}

/** The results a framework can give, over all its versions. */
export function resultsOf(framework: Framework): string[] {
  const { results } = framework
  switch (results.rule) {
    case 'mean and max product':
      return results.bands.map(({ result }) => result)
    case 'every threshold passed':
      return [results.passed, results.failed, cannotBeJudged]
  }
}

export function ratingsOf(slug: string, frameworks: readonly Framework[]): string[] {
  return [...new Set(frameworks.filter((each) => each.slug === slug).flatMap(resultsOf))]
}
