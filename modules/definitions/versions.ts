import type { IsoDate } from '#shared/dates'
import type { Framework } from './framework.ts'

export type WhichVersion = { version: string } | { on: IsoDate }

/**
 * The version of a framework that is named, or the one to judge by on a date: the last that began by then; where none
 * did, of those that do not say when they begin the last in order, so that 4.10 follows 4.9.
 */
export function frameworkFor(
  frameworks: readonly Framework[],
  slug: string,
  which: WhichVersion,
): Framework | undefined {
  const versions = versionsOf(frameworks, slug)
  if ('version' in which) return versions.find(({ version }) => version === which.version)
  return versions.find(({ from }) => from === undefined || from <= which.on)
}

/** The versions of a framework, the latest first: those with a day from which they are in force by that, before any other. */
export function versionsOf(frameworks: readonly Framework[], slug: string): Framework[] {
  return frameworks.filter((framework) => framework.slug === slug).toSorted((a, b) => inOrder(b, a))
}

const { compare } = new Intl.Collator('en', { numeric: true })

function inOrder(a: Framework, b: Framework): number {
  return (
    compare(a.from ?? '', b.from ?? '') || compare(a.version, b.version) || (a.version < b.version ? -1 : 1)
  )
}
