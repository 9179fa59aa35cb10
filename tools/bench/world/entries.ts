/*
 * A history of entries, written with SQL because recording half a million one by one takes hours. The ledger is then
 * made from them by `rebuildLedger`, as `fingerpost rebuild` does.
 *
 * Every entry is a recording of its own: a figure can be asked for as known at any of them, and nothing sums up what
 * one recording brought. The days entries are about are spread evenly over four years, without regard to when they
 * were recorded: every entry is a correction of the past. Real histories are kinder in both.
 */
import type { Government } from '#definitions'
import { type LedgerTables, openAdoption, rebuildLedger } from '#figures'
import { type Store, sql } from '#platform/database'
import { record } from '#registers'
import { addPeriod, type IsoDate, type Moment } from '#shared/dates'
import { governmentOf, ORGANISATIONS } from './government.ts'

export const FIRST_DAY = '2021-01-01'
export const DAYS = 1461
const ADOPTED = '2020-01-01T00:00:00.000Z'
const FIRST_RECORDED = '2020-01-02T00:00:00.000Z'
const LAST_RECORDED = '2024-12-31T00:00:00.000Z'
/** The day on which the figures are asked for. */
export const TODAY = '2025-01-01'
/** How many entries a record has. */
const VERSIONS = 5

export interface World {
  registers: number
  entries: number
}

export async function adoptWorld(store: Store<LedgerTables>, registers: number): Promise<void> {
  await adopt(store, governmentOf(registers), ADOPTED)
}

/** Adopts a government's definitions as the first recording of a database. */
export async function adopt(
  store: Store<LedgerTables>,
  government: Government,
  recordedAt: Moment,
): Promise<void> {
  const adoption = { actor: 'bench', source: 'bench', entries: [], statements: [], government }
  const recorded = await store.as('ledger', {}, (tx) =>
    record(tx, { ...adoption, kind: 'adoption', recordedAt }, openAdoption(tx, government, null)),
  )
  if (!recorded.ok) throw new Error(recorded.says)
}

/** Writes the entries and makes their ledger. Answers how many postings it has. */
export async function fillWorld(store: Store<LedgerTables>, { registers, entries }: World): Promise<number> {
  await store.as('ledger', {}, async (tx) => {
    const span = Date.parse(LAST_RECORDED) - Date.parse(FIRST_RECORDED)
    await sql`
      insert into registers.recording
        (number, recorded_at, asserted, actor, source, kind, content_hash, previous_hash, hash)
      select n + 1, ${FIRST_RECORDED}::timestamptz + n * ${span / entries}::double precision * interval '1 millisecond', true, 'bench',
        'bench', 'entries', '', '', decode(lpad(to_hex(n), 64, '0'), 'hex')
      from generate_series(1, ${entries}::integer) as n`.execute(tx)
    await sql`
      insert into registers.record (id, register, key, holder, first_recording)
      select lpad(to_hex(r), 32, '0')::uuid, 'systems-' || (r % ${registers} + 1), 'system-' || r,
        'organisation-' || (r / ${registers} % ${ORGANISATIONS.length} + 1), r + 1
      from generate_series(1, ${Math.ceil(entries / VERSIONS)}::integer) as r`.execute(tx)
    // Of the hundred chances of an entry, 70 are of a red system, and 35 of a funded plan; of 5 nobody knows.
    await sql`
      insert into registers.entry
        (entry, recording, record, register, organisation, effective_on, state, voids, reconstructed, source, values)
      select n, n + 1, lpad(to_hex(r), 32, '0')::uuid, 'systems-' || (r % ${registers} + 1),
        'organisation-' || (r / ${registers} % ${ORGANISATIONS.length} + 1), ${FIRST_DAY}::date + ${chance('n', 1, DAYS)}, 'stands',
        null, false, '', case when ${chance('n', 2, 100)} < 70 then '{"red": "yes"}' else '{"red": "no"}' end::jsonb ||
        case when ${chance('n', 3, 100)} < 5 then '{}' when ${chance('n', 3, 100)} < 40 then '{"funded": "yes"}'
          else '{"funded": "no"}' end::jsonb
      from generate_series(1, ${entries}::integer) as n
      cross join lateral (select (n - 1) % ${Math.ceil(entries / VERSIONS)}::integer + 1 as r) as whose`.execute(
      tx,
    )
  })
  const { postings } = await store.as('ledger', {}, (tx) => rebuildLedger(tx))
  return postings
}

/** A day between the first and the last that entries are about. */
export function dayAt(number: number): IsoDate {
  return addPeriod(FIRST_DAY, `P${Math.floor(number)}D`)
}

/** The moment of the recording that brought an entry. */
export function momentOf(entry: number, entries: number): Moment {
  const span = Date.parse(LAST_RECORDED) - Date.parse(FIRST_RECORDED)
  return new Date(Date.parse(FIRST_RECORDED) + Math.ceil((entry * span) / entries)).toISOString()
}

/** The same chance for the same number on every machine. */
function chance(number: string, seed: number, below: number) {
  return sql`abs(hashint8extended(${sql.ref(number)}, ${sql.lit(seed)}) % ${sql.lit(below)})::integer`
}
