import type { Chart, Table } from '#design'
import {
  type Explanation,
  type Figure,
  type Forecast,
  figureOf,
  forecastOf,
  type Series,
  totalOf,
} from '#figures'
import { nameOf, type Promised } from '#roadmaps'
import { publicExplanation } from '../changes/queries.ts'
import type { Asked } from '../documents/document.ts'
import { type PublicAccount, publicAccounts, publicSeries } from '../known/queries.ts'
import { recordsAfter, recordsBehind } from '../records/queries.ts'
import { MOST_RECORDS, NONE, type ShownRecords, showFirst, showRecords } from '../records/rules.ts'
import { sayClasses, sayDifference } from '../sentences/changes.ts'
import { type ShownForecast, showForecast } from '../sentences/forecasts.ts'
import { lastStep } from './changes.ts'
import { sparklinesOf } from './pictures.ts'
import { type Base, restsOn, type ShownMeasure, showMeasure } from './rules.ts'
import { linesTable } from './tables.ts'
import { trendOf } from './trends.ts'

/** One measure as a page shows it, and as the page gives it away. */
export interface MeasureParts {
  account: PublicAccount['account']
  figure: Figure
  /** Undefined where nothing is known of it over time. */
  forecast: Forecast | undefined
  shown: ShownMeasure & {
    href: string
    bases: Base[]
    behind: Omit<ShownRecords, 'table'> | undefined
    forecast: ShownForecast | undefined
    /** What changed last, in a sentence or two; none where nothing did. */
    change: string[]
  }
  tables: Table[]
  charts: Chart[]
}

/** Of more records than these no page sorts all, or explains unasked what changed: either would take long. */
const MOST_SORTED = 500
const FIRST_SHOWN = 50

export function hrefOf({ roadmap, commitment, measure }: Promised): string {
  return `/roadmaps/${roadmap.slug}/commitments/${commitment.number}/measures/${measure.name}`
}

/** All that is shown of measures, read together. */
export async function readMeasures(asked: Asked, promises: readonly Promised[]): Promise<MeasureParts[]> {
  const { reader, asAt } = asked
  const [accounts, series] = await Promise.all([
    publicAccounts(reader, asAt, promises),
    publicSeries(reader, asAt, promises),
  ])
  const parts: MeasureParts[] = []
  for (const each of accounts) {
    parts.push(await partsOf(asked, each, series.get(each.account.promised)))
  }
  return parts
}

async function partsOf(asked: Asked, of: PublicAccount, series: Series | undefined): Promise<MeasureParts> {
  const { words, known, asAt } = asked
  const { account } = of
  const { promised } = account
  const figure = figureOf(account, null)
  const shown = showMeasure(words, known.government, account)
  const behind = await behindOf(asked, of)
  const forecast = series && forecastOf(series)
  const trend = series && trendOf(words, series, forecast)
  const lines =
    shown.rows.length === 0
      ? []
      : [
          linesTable(words, {
            measure: promised.measure,
            rows: shown.rows,
            total: shown.total,
            onSays: words.date(asAt.on),
            pictures: series ? sparklinesOf(account, series) : new Map(),
          }),
        ]
  return {
    account,
    figure,
    forecast,
    shown: {
      ...shown,
      href: hrefOf(promised),
      bases: restsOn(account),
      behind: behind && { says: behind.says },
      forecast: forecast && showForecast(words, promised.measure, forecast),
      change: series ? await lastChange(asked, account, series) : [],
    },
    tables: [...lines, ...(trend ? [trend.table] : []), ...(behind?.table ? [behind.table] : [])],
    charts: trend ? [trend.chart] : [],
  }
}

/** What changed last: in a small register to the record, in a large one as a difference. */
async function lastChange(
  { reader, words, asAt }: Asked,
  account: PublicAccount['account'],
  series: Series,
): Promise<string[]> {
  const step = lastStep(series.points)
  if (!step) return []
  const { promised } = account
  const { measure } = promised
  const { from, to } = step
  const difference = words.say('progress.change.on', {
    date: words.date(to.on),
    difference: sayDifference(words, measure, from, to),
  })
  const isExplained =
    !measure.derived && account.roundedTo === null && totalOf(account, null).records <= MOST_SORTED
  const explanation = !isExplained
    ? undefined
    : await publicExplanation(reader, promised, asAt, { from: from.on, to: to.on })
  return [difference, ...classesOf(words, measure, explanation)]
}

function classesOf(
  words: Asked['words'],
  measure: Promised['measure'],
  explanation: Explanation | 'too many' | undefined,
): string[] {
  const isThere = explanation !== undefined && explanation !== 'too many'
  return isThere ? sayClasses(words, measure, explanation.classes) : []
}

/** The records behind a measure; those of a derived one are behind the measure that it is derived from. */
async function behindOf(
  { reader, words }: Asked,
  { account, known }: PublicAccount,
): Promise<ShownRecords | undefined> {
  const { promised, on } = account
  const number = known.measures.get(nameOf(promised))
  if (number === undefined || promised.measure.derived) return undefined
  if (account.roundedTo !== null) return { says: words.say('progress.records.rounded'), table: undefined }
  const { records } = totalOf(account, null)
  if (records > MOST_SORTED) {
    const first = { after: null, most: FIRST_SHOWN }
    const found = await reader.asPublic((tx) => recordsAfter(tx, number, on, known.recording, first))
    return showFirst(words, known.government, account, found.records, records)
  }
  const behind =
    records === 0
      ? NONE
      : await reader.asPublic((tx) => recordsBehind(tx, number, on, known.recording, MOST_RECORDS))
  return showRecords(words, known.government, account, behind, records)
}
