/* The version of a measure's definition, as a figure names it. Pure. */
import { type Government, measureVersion } from '#definitions'
import { basesOf, type Promised, registerOf } from '#roadmaps'

/** As these definitions have it, whatever was in force before. */
export function versionOf(government: Government, promised: Promised): string {
  const bases = basesOf(promised).map((base) => ({ definition: versionOf(government, base) }))
  if (bases.length > 0) return derivedVersion(promised, bases)
  return measureVersion(promised.measure, registerOf(government, promised))
}

/** That of a derived measure, from the versions in force of those that it is derived from. */
export function derivedVersion(
  { measure }: Pick<Promised, 'measure'>,
  bases: readonly { readonly definition: string }[],
): string {
  const versions = bases.map(({ definition }) => definition)
  return measureVersion(measure, undefined, versions)
}
