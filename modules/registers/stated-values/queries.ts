import type { Kysely } from '#platform/database'
import type { IsoDate } from '#shared/dates'
import type { Values } from '#shared/values'
import type { RegistersTables } from '../tables.ts'

/** A number that somebody published without its parts: shown with its source, never summed. */
export interface StatedValue {
  /** The measure it is about: 2022-to-2025/10/red-rated-with-funded-plan. */
  readonly measure: string
  /** figure, answered, in scope or other total. */
  readonly quantity: string
  /** A decimal, as published. */
  readonly value: string
  /** percent, count or about. */
  readonly unit: string
  readonly certainty: string
  readonly asAt: IsoDate
  readonly says: string
  readonly source: string
  readonly link: string | null
  /** Whom it is about; whole-government for the whole. */
  readonly organisation: string
  /** The reporting line it is about, where that is several organisations together. */
  readonly line: string | null
}

/** The stated values that stand on a date as known at a recording. */
export async function statedValuesAt(
  tx: Kysely<RegistersTables>,
  on: IsoDate,
  recording: number,
): Promise<StatedValue[]> {
  const rows = await tx
    .selectFrom('registers.stated_value as entry')
    .distinctOn('entry.record')
    .select(['entry.organisation', 'entry.state', 'entry.values'])
    .where('entry.effective_on', '<=', on)
    .where('entry.recording', '<=', recording)
    .where('entry.state', '<>', 'void')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('registers.stated_value as void')
            .select('void.entry')
            .whereRef('void.voids', '=', 'entry.entry')
            .where('void.recording', '<=', recording),
        ),
      ),
    )
    .orderBy('entry.record')
    .orderBy('entry.effective_on', 'desc')
    .orderBy('entry.recording', 'desc')
    .orderBy('entry.entry', 'desc')
    .execute()
  return rows
    .filter((row) => row.state === 'stands')
    .map((row) => statedValue(row.organisation, row.values))
    .sort((a, b) => (a.asAt < b.asAt ? -1 : a.asAt > b.asAt ? 1 : 0))
}

function statedValue(organisation: string, values: Values): StatedValue {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : '')
  return {
    organisation,
    measure: text('measure'),
    quantity: text('quantity'),
    value: text('value'),
    unit: text('unit'),
    certainty: text('certainty'),
    asAt: text('asAt'),
    says: text('says'),
    source: text('source'),
    link: text('link') || null,
    line: text('line') || null,
  }
}
