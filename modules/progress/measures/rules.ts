/* One measure of a commitment, as pages show it. Pure. */
import { type Government, type Measure, type Text, wholeGovernment } from '#definitions'
import type { Cell } from '#design'
import { type Account, type Amounts, figureOf, totalOf } from '#figures'
import type { Words } from '#platform/messages'
import { basesOf } from '#roadmaps'
import { cellsOf, hasShare } from '../sentences/cells.ts'
import { coverageSources, sayCoverage } from '../sentences/coverage.ts'
import { sayLastRecorded } from '../sentences/last-recorded.ts'
import {
  type Headline,
  headlineOf,
  isNamed,
  type Mark,
  sayInShort,
  sayStated,
  sayUnknown,
  targetOf,
  wholeStated,
} from '../sentences/rules.ts'
import { type Sourced, silenceOf, statedIn } from '../sentences/said.ts'
import { legendOf, saysOf } from '../sentences/symbols.ts'
import { type Definition, definitionOf } from './definitions.ts'
import { type Row, rowsOf } from './lines.ts'
import { marksBeside } from './marks.ts'

export interface ShownMeasure {
  id: string
  name: string
  /** How it stands, in a line. */
  says: string
  title: Text
  headline: Headline
  /** When it was last recorded, where that was long ago. */
  lastRecorded: string | undefined
  marks: Mark[]
  bar?: { counted: number; outOf: number; unknown: number; target: number | undefined }
  sentences: string[]
  /** Where the coverage was stated and not counted: by whom. */
  coverageSources: Sourced[]
  /** The published number that is shown as the headline. */
  stated?: Sourced
  note?: Text
  rows: Row[]
  /** What the symbols in the table and the headline mean; empty where there is none. */
  legend: string
  /** The rows of organisations of which nothing is known, where that is all of them: a sentence says it, not a table. */
  silent: { says: string; rows: Row[] } | undefined
  total?: Cell[]
  others: (Sourced & { value: string })[]
  /** What those numbers are to the figure. */
  othersAre: string
  definition: Definition
}

export function showMeasure(words: Words, government: Government, account: Account): ShownMeasure {
  const { measure } = account.promised
  const figure = figureOf(account, null)
  const amounts = totalOf(account, null)
  const stated = figure.basis === 'stated' ? wholeStated(figure) : undefined
  const isDerived = measure.derived !== undefined
  const headline = headlineOf(words, figure, measure)
  const lastRecorded = sayLastRecorded(words, figure)
  const split = splitRows(words, account, isDerived ? [] : rowsOf(words, government, account))
  const total =
    amounts.records > 0 && !isDerived
      ? cellsOf(words, amounts, hasShare(measure), account.roundedTo)
      : undefined
  const cells = [...split.rows.flatMap((row) => row.cells), ...(total ?? [])]
  return {
    id: idOf(measure),
    name: measure.name,
    says: `${words.text(measure.title).says}: ${[sayInShort(words, figure, measure), lastRecorded ?? []].flat().join(', ')}.`,
    title: measure.title,
    headline,
    lastRecorded,
    marks: marksBeside(words, government, account.promised, figure).map((mark) =>
      mark.kind === 'reconstructed' && amounts.records > 0 && account.roundedTo === null
        ? { ...mark, explains: reconstructedOf(words, amounts) }
        : mark,
    ),
    ...barOf(figure, measure),
    sentences: [
      ...(figure.target ? [targetOf(words, figure)] : []),
      ...sayUnknown(words, figure, measure),
      sayCoverage(words, account),
    ],
    coverageSources: coverageSources(words, account),
    ...(stated ? { stated: statedIn(words, stated) } : {}),
    ...(measure.note ? { note: measure.note } : {}),
    ...split,
    ...(total ? { total } : {}),
    legend: legendOf(words, [headline.number, headline.words, ...saysOf(cells)]),
    others: othersOf(words, account, stated),
    othersAre: words.say(`progress.others.${figure.basis === 'reconstructed' ? 'reconstructed' : 'says'}`),
    definition: definitionOf(words, government, account),
  }
}

function splitRows(words: Words, account: Account, rows: Row[]): Pick<ShownMeasure, 'rows' | 'silent'> {
  const silent = rows.filter((row) => row.isSilent)
  const isAll = rows.every((row) => row.isSilent || !isNamed(row.slug))
  if (silent.length === 0 || !isAll) return { rows, silent: undefined }
  const organisations = silent.reduce((sum, row) => sum + row.members, 0)
  const says = words.say(`progress.silent.${silenceOf(account)}`, { organisations })
  return { rows: rows.filter((row) => !row.isSilent), silent: { says, rows: silent } }
}

/** Names that the page has listed once are not listed again: the sentence says how many there are. */
export function listSilentOnce<M extends Pick<ShownMeasure, 'silent'>>(measures: readonly M[]): M[] {
  const listed = new Set<string>()
  return measures.map((measure) => {
    if (!measure.silent) return measure
    const names = measure.silent.rows.map(({ slug }) => slug).join(' ')
    if (listed.has(names)) return { ...measure, silent: { ...measure.silent, rows: [] } }
    listed.add(names)
    return measure
  })
}

function reconstructedOf(words: Words, { reconstructed, records }: Amounts): string {
  return words.say('progress.measure.reconstructed', { reconstructed, records })
}

function barOf({ counted, outOf, unknown, target }: ReturnType<typeof figureOf>, measure: Measure) {
  if (counted === null || !outOf || !hasShare(measure)) return {}
  const atLeast = target?.target.atLeast
  const goal = typeof atLeast === 'string' ? (Number.parseFloat(atLeast) / 100) * outOf : atLeast
  return {
    bar: {
      counted,
      outOf,
      unknown: unknown ?? 0,
      target: goal !== undefined && goal <= outOf ? goal : undefined,
    },
  }
}

/** What others have published of the whole, that is not the figure itself. */
function othersOf(words: Words, account: Account, shown: Account['stated'][number] | undefined) {
  return account.stated
    .filter((each) => each.organisation === wholeGovernment && each !== shown)
    .filter((each) => each.quantity === 'figure' || each.quantity === 'other total')
    .map((each) => ({ value: sayStated(words, each), ...statedIn(words, each) }))
}

/** Its anchor on the page: never that of something else. */
function idOf({ name }: Measure): string {
  return `measure-${name}`
}

/** The measures that a derived one rests on: on the same page, or on another commitment's. */
export function restsOn({ promised }: Pick<Account, 'promised'>): Base[] {
  return basesOf(promised).map((base) => {
    const isHere = base.commitment === promised.commitment
    const path = isHere ? '' : `/roadmaps/${base.roadmap.slug}/commitments/${base.commitment.number}`
    return { path, anchor: idOf(base.measure), title: base.measure.title }
  })
}

export interface Base {
  path: string
  anchor: string
  title: Text
}
