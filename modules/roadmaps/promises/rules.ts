import type { Commitment, Government, Measure, Register, Roadmap } from '#definitions'

/** One measure with all that it is part of. */
export interface Promised {
  readonly roadmap: Roadmap
  readonly commitment: Commitment
  readonly measure: Measure
}

/** A measure's name in the whole government: 2022-to-2025/10/red-rated-with-funded-plan. */
export function nameOf({ roadmap, commitment, measure }: Promised): string {
  return `${roadmap.slug}/${commitment.number}/${measure.name}`
}

/** Every measure of a government, or of some roadmaps, in the order of those and their commitments. */
export function promisesOf({ roadmaps }: { readonly roadmaps: readonly Roadmap[] }): Promised[] {
  return roadmaps.flatMap((roadmap) =>
    roadmap.commitments.flatMap((commitment) =>
      commitment.measures.map((measure) => ({ roadmap, commitment, measure })),
    ),
  )
}

/** A measure that another names: 'vacancy-rate' in the same commitment, or '16/vacancy-rate'. */
export function named(promised: Promised, name: string): Promised | undefined {
  const { roadmap } = promised
  const [number, ofOther] = name.includes('/') ? name.split('/') : [String(promised.commitment.number), name]
  const commitment = roadmap.commitments.find((each) => String(each.number) === number)
  const measure = commitment?.measures.find((each) => each.name === ofOther)
  return commitment && measure ? { roadmap, commitment, measure } : undefined
}

/** The measures that a derived one is derived from: for a quotient, the divided first. None for any other. */
export function basesOf(promised: Promised): Promised[] {
  const { derived } = promised.measure
  if (!derived) return []
  const names = 'quotient' in derived ? [derived.quotient.of, derived.quotient.over] : [baseOf(derived)]
  return names.flatMap((name) => (name === undefined ? [] : (named(promised, name) ?? [])))
}

/** Every measure asked for and every one those are derived from, each once. */
export function withBases(promises: readonly Promised[]): Promised[] {
  const all = new Map<string, Promised>()
  const visit = (promised: Promised) => {
    if (all.has(nameOf(promised))) return
    all.set(nameOf(promised), promised)
    basesOf(promised).forEach(visit)
  }
  promises.forEach(visit)
  return [...all.values()]
}

/** The register that a measure counts; for a derived measure, the one it is derived from. */
export function registerOf(government: Government, promised: Promised): Register | undefined {
  const { derived, register } = promised.measure
  if (!derived) return government.registers.find((each) => each.name === register)
  const base = named(promised, baseOf(derived))
  return base && registerOf(government, base)
}

function baseOf(derived: NonNullable<Measure['derived']>): string {
  if ('quotient' in derived) return derived.quotient.of
  return 'organisations' in derived ? derived.organisations.of : derived.quantile.of
}
