import { currentHolder, successorsAt } from '#organisations'
import { type Kysely, sql } from '#platform/database'
import type { IsoDate } from '#shared/dates'
import { type Balance, type BucketRow, runningSums } from '../balances/queries.ts'
import type { Known } from '../known/queries.ts'
import { type Amounts, add, NOTHING } from '../ledger/rules.ts'
import type { FiguresTables } from '../tables.ts'

/** As the organisations were on the date, or by their successors today. */
export type Organised = 'then' | 'now'

/**
 * Balances, as known at one recording, by the organisations asked for: as they were; or as they are today, an
 * organisation that was split being shared among its successors by who holds each record. There may be several of one
 * organisation. What is rounded is not shared out, since the parts beside the whole would tell more than either: it is
 * unallocated.
 */
export async function asOrganised(
  tx: Kysely<FiguresTables>,
  { government, recording, roundedTo }: Pick<Known, 'government' | 'recording' | 'roundedTo'>,
  { organised, today }: { organised: Organised; today: IsoDate },
  balances: readonly Balance[],
): Promise<Balance[]> {
  if (organised === 'then') return [...balances]
  const all = new Set(balances.map((each) => each.organisation))
  const isSplit = new Set([...all].filter((each) => successorsAt(government, each, today).length > 1))
  const organisedNow = balances.flatMap((balance) => {
    const { organisation, measure } = balance
    if (isSplit.has(organisation) && !roundedTo.has(measure)) return []
    return [{ ...balance, organisation: currentHolder(government, organisation, organisation, today) }]
  })
  const split = balances.filter(
    ({ organisation, measure, records }) =>
      isSplit.has(organisation) && !roundedTo.has(measure) && records !== 0,
  )
  for (const [measure, together] of Map.groupBy(split, (each) => each.measure)) {
    const asked = {
      measure,
      recording,
      on: [...new Set(together.map((each) => each.on))].sort(),
      organisations: [...new Set(together.map((each) => each.organisation))],
    }
    for (const { holder, ...share } of await sharesOf(tx, asked)) {
      if (share.records === 0) continue
      organisedNow.push({
        ...share,
        organisation: currentHolder(government, share.organisation, holder, today),
      })
    }
  }
  return organisedNow
}

/** Balances of one measure on one date, added up by organisation. */
export function sumByOrganisation(balances: readonly Balance[]): Map<string, Amounts> {
  const amounts = new Map<string, Amounts>()
  for (const balance of balances) {
    amounts.set(balance.organisation, add(amounts.get(balance.organisation) ?? NOTHING, balance))
  }
  return amounts
}

/** What organisations had on several dates, by who holds each record last, as known at the recording. */
async function sharesOf(
  tx: Kysely<FiguresTables>,
  asked: {
    measure: number
    organisations: readonly string[]
    on: readonly IsoDate[]
    recording: number
  },
): Promise<(Balance & { holder: string })[]> {
  const { rows } = await sql<BucketRow & { holder: string }>`
    select ${asked.measure}::integer as measure, organisation, holder, bucket, counted, out_of as "outOf", unknown,
      records, reconstructed
    from figures.shares_at(${asked.measure}, ${asked.organisations}::text[], ${asked.on}::date[],
      ${asked.recording})`.execute(tx)
  return [...Map.groupBy(rows, (row) => row.holder)].flatMap(([holder, of]) =>
    runningSums(of, asked.on).map((balance) => ({ ...balance, holder })),
  )
}
