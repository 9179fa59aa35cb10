import type { Framework } from '../framework.ts'
import type { Field, Register } from '../government.ts'
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

/** A field that an expression reads: on the way to what it is after, or its end. */
export interface FieldRead {
  register: string
  field: string
  /** A reference leads to a record. An assessment is read whole, or only its rating or its score. */
  reads: 'value' | 'reference' | 'assessment' | 'rating' | 'score'
}

/** Every field on the path of a reference. Undefined where that cannot be known. */
export function fieldsOnPath(
  reference: Reference,
  register: Register,
  known: Known,
): FieldRead[] | undefined {
  const reached = reach(reference, register, known)
  if (!('field' in reached)) return undefined
  const first = register.fields.find(({ name }) => name === reference.steps[0]?.name)
  const { field, register: of, kind } = reached
  const isFurther = first?.type === 'record' && reference.steps.length > 1
  const way = isFurther ? [fieldRead(register, first)] : []
  if (kind !== 'field') return [...way, { register: of.name, field: field.name, reads: kind }]
  const end = [...way, fieldRead(of, field)]
  if (field.type !== 'record' || isFurther || reference.presence) return end
  // Handed on whole, so any field of the record it leads to may be read.
  const other = known.registers.find(({ name }) => name === field.register)
  return other && [...end, ...other.fields.map((each) => fieldRead(other, each))]
}

/** Every field of a record that is handed on whole, and of the records it refers to. */
export function fieldsOfWhole(register: Register, known: Known): FieldRead[] | undefined {
  const paths = register.fields.map(({ name }) =>
    fieldsOnPath({ steps: [{ name, offset: 0 }], offset: 0, ever: false }, register, known),
  )
  return paths.every((path) => path !== undefined) ? paths.flat() : undefined
}

function fieldRead(register: Register, { name, type }: Field): FieldRead {
  const reads = type === 'record' ? 'reference' : type === 'assessment' ? type : 'value'
  return { register: register.name, field: name, reads }
}
