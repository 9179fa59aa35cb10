/* Bands, in which a score of whatever kind falls. Pure. */
import { type Band, notPublished } from '#definitions'
import type { Table } from '#design'
import type { Banded } from '#frameworks'
import type { Words } from '#platform/messages'
import { sayExactly } from '../../sentences/numbers.ts'
import { columns, edgeCell, wordCell } from '../cells.ts'
import { quoted } from '../sentences.ts'
import type { RulePart } from './parts.ts'

/** What its scores are, where that is a share. */
type Unit = '%' | undefined

export function bandsTable(words: Words, bands: readonly Band[], unit?: Unit): Table {
  // Words have no room where a number has.
  const isWhole = bands.every(({ from }) => from !== notPublished)
  return {
    id: 'bands',
    caption: words.say('progress.framework.table.bands'),
    ...(isWhole ? { shape: 'figures' as const } : {}),
    columns: columns(words, ['result', 'from', 'below'], ['from', 'below']),
    rows: bands.map(({ result, from }, at) => ({
      cells: [
        wordCell(words, result),
        edgeCell(words, from, unit),
        edgeCell(words, bands[at + 1]?.from, unit),
      ],
    })),
  }
}

/** Which bands nobody has said the beginning of; nothing where all are known. */
export function sayUnpublished(words: Words, bands: readonly Band[]): string[] {
  const results = bands.filter(({ from }) => from === notPublished).map(({ result }) => quoted(result))
  if (results.length === 0) return []
  return [
    words.say('progress.framework.rule.unpublished', {
      results: words.list(results),
      count: results.length,
    }),
  ]
}

/** In which band a score falls, or which threshold would have to be known to say so. */
export function sayBand(
  words: Words,
  bands: readonly Band[],
  { from, undecided }: Banded,
  { score, rating, unit }: { score: string; rating: string; unit?: Unit },
): string {
  if (undecided.length > 0) {
    const results = words.list(undecided.map(quoted))
    return words.say('progress.framework.working.undecided', { score, results, count: undecided.length })
  }
  const next = nextBand(bands, from)
  const key =
    from === null
      ? next === undefined
        ? 'only-band'
        : 'lowest-band'
      : next === undefined
        ? 'highest-band'
        : 'band'
  return words.say(`progress.framework.working.${key}`, {
    score,
    rating,
    from: sayEdge(words, from ?? 0, unit),
    next: sayEdge(words, next ?? 0, unit),
  })
}

function sayEdge(words: Words, edge: number, unit: Unit): string {
  return `${sayExactly(words, edge)}${unit ?? ''}`
}

function nextBand(bands: readonly Band[], from: number | null): number | undefined {
  const starts = bands.flatMap((band) => (typeof band.from === 'number' ? band.from : []))
  return starts.find((start) => start > (from ?? -Infinity))
}

/** What other answers could not have changed. */
export function sayRest(words: Words, unanswered: number): string[] {
  return unanswered === 0 ? [] : [words.say('progress.framework.working.rest', { count: unanswered })]
}

/** Each band's beginning, to be compared with another version's. */
export function bandParts(words: Words, bands: readonly Band[], unit?: Unit): RulePart[] {
  return bands.map(({ result, from }) => ({
    key: `band ${result}`,
    what: words.say('progress.framework.compare.band', { result }),
    says: sayFrom(words, from, unit),
  }))
}

function sayFrom(words: Words, from: Band['from'], unit: Unit): string {
  if (from === undefined) return words.say('progress.framework.no-edge')
  if (from === notPublished) return words.say('progress.framework.not-published')
  return words.say('progress.framework.compare.from', { from: sayEdge(words, from, unit) })
}
