import {
  compileMeasure,
  type FieldRead,
  type Government,
  type Measure,
  type Register,
  standsFor,
} from '#definitions'
import type { Version } from '../ledger/rules.ts'

/** A measure that posts: one of a roadmap's, or a register's own, which counts its records that stand. */
export interface PostedMeasure {
  readonly roadmap: string
  readonly commitment: number
  readonly name: string
  readonly register: string
  /** What it reads of a record, and of others. Undefined where that cannot be known, and of what nobody may be shown. */
  readonly reads: readonly FieldRead[] | undefined
  readonly definition: Omit<Version, 'recording' | 'from'>
}

const postedOf = new WeakMap<Government, PostedMeasure[]>()

/** Every measure of a government that posts to the ledger. Derived measures are worked out from these. */
export function postedMeasures(government: Government): PostedMeasure[] {
  const before = postedOf.get(government)
  if (before) return before
  const posted = [...government.registers.map(presence), ...roadmapMeasures(government)]
  postedOf.set(government, posted)
  return posted
}

/** The name of a measure in the whole government: 2022-to-2025/10/red-rated-with-funded-plan. */
export function measureId(of: { roadmap: string; commitment: number; name: string }): string {
  return `${of.roadmap}/${of.commitment}/${of.name}`
}

/** A register's own measure: who holds a record that stands. A snapshot carried forward is no answer. */
function presence(register: Register): PostedMeasure {
  const lasts = register.kind === 'snapshot' ? register.period : undefined
  return {
    roadmap: '',
    commitment: 0,
    name: register.name,
    register: register.name,
    reads: undefined,
    definition: {
      version: lasts ?? 'stands',
      references: [],
      evaluate: () => ({ counted: 0, outOf: 0, unknown: 0 }),
      ...(lasts ? { standsFor: lasts } : {}),
    },
  }
}

function roadmapMeasures(government: Government): PostedMeasure[] {
  return government.roadmaps.flatMap(({ slug, commitments }) =>
    commitments.flatMap(({ number, measures }) =>
      measures.flatMap((measure) => {
        const register = government.registers.find((each) => each.name === measure.register)
        if (!register) return []
        return [{ roadmap: slug, commitment: number, ...posted(government, register, measure) }]
      }),
    ),
  )
}

function posted(government: Government, register: Register, measure: Measure) {
  const compiled = compileMeasure(government, register, measure)
  const lasts = standsFor(register)
  return {
    name: measure.name,
    register: register.name,
    reads: compiled.reads,
    definition: {
      version: compiled.version,
      references: compiled.references,
      evaluate: compiled.evaluate,
      ...(compiled.window ? { window: compiled.window } : {}),
      ...(lasts ? { standsFor: lasts } : {}),
    },
  }
}

/**
 * May what one record adds to a measure be shown to anyone? It says something of each field on the way to it, so all
 * must be public; of an assessment, the public has the rating only. A register with no public field, or with a smallest
 * count, shows no record at all. A posting stays what it was when its measure is defined otherwise: so this is asked of
 * each version that ever posted, by what is public now.
 */
export function isListed(
  government: Government,
  versions: readonly Pick<PostedMeasure, 'register' | 'reads'>[],
): boolean {
  return versions.length > 0 && versions.every(({ register, reads }) => isPublic(government, register, reads))
}

function isPublic({ registers }: Government, of: string, reads: readonly FieldRead[] | undefined): boolean {
  const register = registers.find(({ name }) => name === of)
  if (!reads || !register?.fields.some(({ disclose }) => disclose === 'public')) return false
  if (register.smallestCount !== undefined) return false
  return reads.every((each) => {
    const fields = registers.find(({ name }) => name === each.register)?.fields
    const field = fields?.find(({ name }) => name === each.field)
    return field?.disclose === 'public' && each.reads !== 'score' && each.reads !== 'assessment'
  })
}
