/* The versions of a framework, which live side by side, and their addresses. Pure. */
import { type Framework, frameworkFor, versionsOf } from '#definitions'
import type { Cell, Table } from '#design'
import type { Words } from '#platform/messages'
import type { IsoDate } from '#shared/dates'
import { dateCell, textCell } from '../sentences/cells.ts'

/** The version to judge by on a date; where none had begun by then, the first that will. */
export function shownOn(frameworks: readonly Framework[], slug: string, on: IsoDate): Framework | undefined {
  return frameworkFor(frameworks, slug, { on }) ?? versionsOf(frameworks, slug).at(-1)
}

/** The page of a version: that of the framework where it is the one shown there on the date. */
export function hrefOf(frameworks: readonly Framework[], { slug, version }: Framework, on: IsoDate): string {
  const isShown = shownOn(frameworks, slug, on)?.version === version
  return isShown ? `/frameworks/${slug}` : versionHref(slug, version)
}

/** The page of a version on every date: it is named where there are others. */
export function ownHref(frameworks: readonly Framework[], { slug, version }: Framework): string {
  return versionsOf(frameworks, slug).length > 1 ? versionHref(slug, version) : `/frameworks/${slug}`
}

function versionHref(slug: string, version: string): string {
  return `/frameworks/${slug}?version=${encodeURIComponent(version)}`
}

/** A framework by its title, with a link to its page; where it has several versions, which it is. */
export function titleCell(
  words: Words,
  frameworks: readonly Framework[],
  framework: Framework,
  on: IsoDate,
): Cell {
  const href = hrefOf(frameworks, framework, on)
  const cell = textCell(words, framework.title, href)
  if (versionsOf(frameworks, framework.slug).length === 1) return cell
  const { version } = framework
  const says = words.say('progress.framework.versioned-title', { title: cell.says, version })
  return { ...cell, says }
}

/** The page that says what differs between two versions. */
export function compareHref(slug: string, from: string, to: string): string {
  return `/frameworks/${slug}/compare?${new URLSearchParams({ from, to })}`
}

/** In force on a date, or since or from when it is not. */
export function sayForce(
  words: Words,
  frameworks: readonly Framework[],
  framework: Framework,
  on: IsoDate,
): string {
  const isInForce = frameworkFor(frameworks, framework.slug, { on })?.version === framework.version
  if (isInForce) return words.say('progress.framework.in-force', { on: words.date(on) })
  const isToCome = framework.from !== undefined && framework.from > on
  return words.say(`progress.framework.${isToCome ? 'to-come' : 'not-in-force'}`, { on: words.date(on) })
}

/** Every version, and what differs from the one that is shown; undefined where there is only one. */
export function versionsTable(
  words: Words,
  frameworks: readonly Framework[],
  shown: Framework,
  on: IsoDate,
): Table | undefined {
  const versions = versionsOf(frameworks, shown.slug)
  if (versions.length < 2) return undefined
  return {
    id: 'versions',
    caption: words.say('progress.framework.table.versions'),
    shape: 'stacked',
    columns: ['version', 'since', 'force', 'compare'].map((key) => ({
      key,
      label: words.say(`progress.framework.column.${key}`),
      kind: 'words',
    })),
    rows: versions.map((each) => ({
      cells: [
        { says: each.version, ...(each === shown ? {} : { href: hrefOf(frameworks, each, on) }) },
        each.from === undefined ? { says: '' } : dateCell(words, each.from),
        { says: sayForce(words, frameworks, each, on) },
        compareCell(words, versions, shown, each),
      ],
    })),
  }
}

/** Versions come the latest first: what differs is what came to be, from the earlier to the later. */
function compareCell(words: Words, versions: readonly Framework[], shown: Framework, each: Framework) {
  if (each === shown) return { says: words.say('progress.framework.shown-here') }
  const isLater = versions.indexOf(each) < versions.indexOf(shown)
  const [from, to] = isLater ? [shown.version, each.version] : [each.version, shown.version]
  const says = words.say('progress.framework.what-differs', { from, to })
  return { says, href: compareHref(shown.slug, from, to) }
}
