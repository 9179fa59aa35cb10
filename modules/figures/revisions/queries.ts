import type { Government } from '#definitions'
import { type Kysely, type RawBuilder, sql } from '#platform/database'
import { type Adopted, adoptionsUntil, recordingsAt, recordingsOf } from '#registers'
import { nameOf, type Promised } from '#roadmaps'
import type { IsoDate, Moment } from '#shared/dates'
import { amountsOf, decimal } from '../accounts/amounts.ts'
import { amountsFrom, cellsOf, postedBy, singleOn } from '../cells/queries.ts'
import type { Known } from '../known/queries.ts'
import { numbersOf } from '../known/rules.ts'
import { type LedgerTables, measuresOn } from '../measures/queries.ts'
import { changeDates } from '../series/queries.ts'
import { endsOf } from '../series/rules.ts'
import type { Organised } from '../shares/queries.ts'
import type { FiguresTables } from '../tables.ts'
import { promisedIn } from '../versions/queries.ts'
import {
  changing,
  fewest,
  type KnownColumn,
  type KnownFigure,
  MOST_COLUMNS,
  type RevisionColumn,
  type Revisions,
  rowsOf,
} from './rules.ts'

export interface RevisionsAsked {
  readonly on: IsoDate
  /** In ascending order. Otherwise the last ends of quarters up to `on`, and `on`: at most eight. */
  readonly dates?: readonly IsoDate[]
  readonly organisation: string | null
  readonly organised: Organised
  readonly today: IsoDate
}

const MOST_ROWS = 8
/** Up to so many recordings are looked at one by one. */
const FEW_RECORDINGS = 16
/** And so many of those that posted only later dates. */
const MOST_LOOKED_AT = 1000

/** How a figure was known over time, on several dates, by the definition in force as known each time. */
export async function revisionsOf(
  tx: Kysely<LedgerTables>,
  known: Known,
  promised: Promised,
  asked: RevisionsAsked,
): Promise<Revisions> {
  const adoptions = await adoptionsUntil(tx, known.recording)
  const measures = numbersOf(known, everPostedBy(adoptions, promised))
  const dates = asked.dates ?? (await quarterEnds(tx, measures, asked.on, known.recording))
  const adopted = adoptions.map(({ recording }) => recording)
  const { every, moments } = await momentsOf(tx, known, measures, dates.at(-1) ?? asked.on, adopted)
  const columns: KnownColumn[] = []
  for (const moment of moments) {
    const government = adoptions.findLast(({ recording }) => recording <= moment.recording)?.government
    const then = government && promisedIn(government, promised)
    const figures = then ? await figuresThen(tx, known, { ...moment, government }, then, dates, asked) : []
    columns.push({ ...moment, figures: dates.map((_, i) => figures[i] ?? null) })
  }
  const fewer = fewest(changing(columns))
  return {
    promised,
    organisation: asked.organisation,
    every: fewer.every === 'recording' ? every : fewer.every,
    columns: fewer.columns.map(({ recording, recordedAt, source }) => ({ recording, recordedAt, source })),
    rows: rowsOf(dates, fewer.columns),
  }
}

/** Every measure whose postings it was ever made of. */
function everPostedBy(adoptions: readonly Adopted[], promised: Promised): Promised[] {
  const all = adoptions.flatMap(({ government }) => {
    const then = promisedIn(government, promised)
    return then ? postedBy(then) : []
  })
  return [...new Map(all.map((each) => [nameOf(each), each])).values()]
}

/** The figure on each date that had come by then. */
async function figuresThen(
  tx: Kysely<FiguresTables>,
  known: Known,
  then: RevisionColumn & { government: Government },
  promised: Promised,
  dates: readonly IsoDate[],
  { organisation, organised, today }: RevisionsAsked,
): Promise<(KnownFigure | null)[]> {
  const on = dates.filter((date) => date <= then.recordedAt.slice(0, 10))
  const at = { ...known, recording: then.recording }
  const cells = await cellsOf(tx, at, {
    measures: numbersOf(known, postedBy(promised)),
    on,
    organised,
    today,
  })
  const single = await singleOn(tx, at, promised, on)
  return on.map((date) => {
    const knownThen = { ...at, government: then.government }
    const of = amountsFrom(cells, knownThen, promised, date, single.get(date) ?? [])
    const { amounts, value } = amountsOf(of, organisation)
    if (amounts.records === 0) return null
    const { counted, unknown } = amounts
    const outOf = promised.measure.outOf === null ? null : amounts.outOf
    return { counted, outOf, unknown, ...(value === undefined ? {} : { value: decimal(value) }) }
  })
}

/** The last ends of quarters up to that of the last change, and the date asked for. */
async function quarterEnds(
  tx: Kysely<FiguresTables>,
  measures: readonly number[],
  on: IsoDate,
  recording: number,
): Promise<IsoDate[]> {
  const changes = await changeDates(tx, measures, on, recording)
  const standing = await measuresOn(tx, measures, on, recording)
  const [first] = [...changes.values()].flat().sort()
  const last = [...standing.values()]
    .map(({ latest }) => latest ?? '')
    .sort()
    .at(-1)
  if (first === undefined || !last) return [on]
  const ends = endsOf('quarter', 'P3M', first, on)
  const after = ends.findIndex((end) => end >= last)
  const until = after === -1 ? ends : ends.slice(0, after + 1)
  return [...until.filter((end) => end !== on).slice(1 - MOST_ROWS), on]
}

/** The moments of knowledge to compare: all recordings that touch the dates, or the last of each quarter or year. */
async function momentsOf(
  tx: Kysely<LedgerTables>,
  known: Known,
  measures: readonly number[],
  last: IsoDate,
  adopted: readonly number[],
): Promise<{ every: Revisions['every']; moments: RevisionColumn[] }> {
  const { recordings, isAll } = await touching(tx, measures, last, known.recording)
  const all = [...new Set([...recordings, ...adopted])].sort((a, b) => a - b)
  const asked = { recording: known.recording, recordedAt: known.knownAt, source: null }
  if (isAll && all.length <= FEW_RECORDINGS) {
    return { every: 'recording', moments: [...(await described(tx, all)), asked] }
  }
  const [first] = await described(tx, recordings.slice(0, 1))
  const { every, ends } = periodsOf(first?.recordedAt ?? known.knownAt, known.knownAt)
  const through = await lastTouching(tx, measures, await recordingsAt(tx, [...ends, known.knownAt]))
  return { every, moments: [...(await described(tx, through)), asked] }
}

/** The last moments of quarters; of years, where there are too many quarters. */
function periodsOf(from: Moment, to: Moment): { every: 'quarter' | 'year'; ends: Moment[] } {
  const [first, last] = [from.slice(0, 10), to.slice(0, 10)]
  const quarters = endsOf('quarter', 'P3M', first, last)
  const every = quarters.length < MOST_COLUMNS ? 'quarter' : 'year'
  const ends = every === 'quarter' ? quarters : endsOf('year', 'P12M', first, last).slice(1 - MOST_COLUMNS)
  return { every, ends: ends.map((end) => `${end}T23:59:59.999Z`) }
}

async function described(tx: Kysely<LedgerTables>, numbers: readonly number[]): Promise<RevisionColumn[]> {
  const recordings = await recordingsOf(tx, numbers)
  return numbers.flatMap((recording) => {
    const recorded = recordings.get(recording)
    return recorded ? [{ recording, ...recorded }] : []
  })
}

/** The first recordings that posted anything up to a date: all of them, where they are few. */
async function touching(
  tx: Kysely<FiguresTables>,
  measures: readonly number[],
  last: IsoDate,
  recording: number,
): Promise<{ recordings: number[]; isAll: boolean }> {
  // From each recording straight to the next by the index: there may be as many as there are postings.
  const next = (after: RawBuilder<unknown>, measure: RawBuilder<unknown>) => sql`
    select sums.recording, coalesce((
      select 1 from figures.posting_sum as early
      where early.measure = ${measure} and early.recording = sums.recording and early.effective_on <= ${last}::date
      limit 1), 0) as touches
    from figures.posting_sum as sums
    where sums.measure = ${measure} and sums.recording > ${after} and sums.recording <= ${recording}
    order by sums.recording limit 1`
  const { rows } = await sql<{ recording: number; touches: number; isLooking: boolean }>`
    with recursive touch as (
      select asked.measure, first.recording, first.touches, first.touches as found, 1 as looked
      from unnest(${measures}::integer[]) as asked (measure)
      cross join lateral (${next(sql`0`, sql`asked.measure`)}) as first
      union all
      select touch.measure, next.recording, next.touches, touch.found + next.touches, touch.looked + 1
      from touch
      cross join lateral (${next(sql`touch.recording`, sql`touch.measure`)}) as next
      where touch.found <= ${FEW_RECORDINGS} and touch.looked < ${MOST_LOOKED_AT}
    )
    select distinct recording, touches, found > ${FEW_RECORDINGS} or looked >= ${MOST_LOOKED_AT} as "isLooking"
    from touch order by recording`.execute(tx)
  return {
    recordings: [...new Set(rows.filter(({ touches }) => touches > 0).map((row) => row.recording))],
    isAll: !rows.some(({ isLooking }) => isLooking),
  }
}

/** The last recording at or before each of these that posted anything, each once. */
async function lastTouching(
  tx: Kysely<FiguresTables>,
  measures: readonly number[],
  recordings: readonly number[],
): Promise<number[]> {
  const { rows } = await sql<{ recording: number }>`
    select distinct last.recording
    from unnest(${recordings}::bigint[]) as asked (recording)
    cross join lateral (
      select max(before.recording) as recording
      from unnest(${measures}::integer[]) as of (measure)
      cross join lateral (
        select sums.recording from figures.posting_sum as sums
        where sums.measure = of.measure and sums.recording <= asked.recording
        order by sums.recording desc limit 1
      ) as before
    ) as last
    where last.recording is not null order by last.recording`.execute(tx)
  return rows.map((row) => row.recording)
}
