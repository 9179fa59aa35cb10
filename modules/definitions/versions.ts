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
  const versions = frameworks.filter((each) => each.slug === slug)
  if ('version' in which) return versions.find(({ version }) => version === which.version)
  const begun = versions.filter(({ from }) => from !== undefined && from <= which.on)
  if (begun.length > 0) {
    return begun.reduce((last, each) => ((each.from ?? '') > (last.from ?? '') ? each : last))
  }
  return versions
    .filter(({ from }) => from === undefined)
    .toSorted(inOrder)
    .at(-1)
}

const { compare } = new Intl.Collator('en', { numeric: true })

function inOrder(a: Framework, b: Framework): number {
  return compare(a.version, b.version) || (a.version < b.version ? -1 : 1)
}
