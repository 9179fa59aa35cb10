import type { Government } from '#definitions'
import { type Kysely, sql } from '#platform/database'
import { historiesOf, type Ledger, type RecordHistory, recordIdsOf } from '#registers'
import type { IsoDate } from '#shared/dates'
import { addPostingSums, carryAllForward, type Sum } from '../balances/queries.ts'
import { roundAll, roundSums, type SmallestCounts } from '../disclosures/queries.ts'
import {
  adoptVersions,
  type LedgerMeasure,
  type LedgerTables,
  ledgerMeasures,
  listAgain,
} from '../measures/queries.ts'
import type { FiguresTables } from '../tables.ts'
import { add, isNothing, NOTHING, type Posting, postingsOf } from './rules.ts'

type Posted = Posting & { measure: number; record: string }

const CHUNK = 5000

/** The ledger of every measure, for one transaction: what the registers tell of each recording. */
export async function openLedger(tx: Kysely<LedgerTables>): Promise<Ledger> {
  const measures = await ledgerMeasures(tx, Number.MAX_SAFE_INTEGER)
  const byRegister = Map.groupBy(measures, (measure) => measure.register)
  const book = newBook(tx)
  return {
    post: (recording, histories) =>
      book.write(
        histories.flatMap((history) =>
          postingsAt(history, byRegister.get(history.register) ?? [], recording),
        ),
      ),
    close: (recording) => book.close(recording, smallestCounts(measures)),
  }
}

/** The ledger for an adoption: measures whose definition changes are posted again, in force from a date or for all. */
export function openAdoption(tx: Kysely<LedgerTables>, government: Government, from: IsoDate | null): Ledger {
  const book = newBook(tx)
  return {
    post: async () => {},
    close: async (recording) => {
      const { changed, guarded } = await adoptVersions(tx, government, recording, from)
      const all = await ledgerMeasures(tx, recording)
      const measures = all.filter(({ measure }) => changed.has(measure))
      const byRegister = Map.groupBy(measures, (measure) => measure.register)
      for (const [register, ofRegister] of byRegister) {
        for await (const histories of registerHistories(tx, register)) {
          await book.write(histories.flatMap((history) => postingsAt(history, ofRegister, recording)))
        }
      }
      const smallest = smallestCounts(all)
      await book.close(recording, smallest, guarded)
      await roundEach(tx, guarded, smallest)
    },
  }
}

/**
 * Throws the ledger away and posts it again from entries: as the ledger role, in the caller's transaction.
 * The balances it carries forward may fall at other recordings than before; the figures may not.
 */
export async function rebuildLedger(
  tx: Kysely<LedgerTables>,
  progress: (done: number, of: number) => void = () => {},
): Promise<{ postings: number }> {
  await sql`
    truncate figures.posting, figures.posting_sum, figures.exact_sum, figures.balance, figures.carried`.execute(
    tx,
  )
  await tx.updateTable('figures.measure').set({ tail: 0 }).execute()
  await listAgain(tx)
  const measures = await ledgerMeasures(tx, Number.MAX_SAFE_INTEGER)
  const smallest = smallestCounts(measures)
  const byRegister = Map.groupBy(measures, (measure) => measure.register)
  let postings = 0
  let done = 0
  for (const [register, ofRegister] of byRegister) {
    for await (const histories of registerHistories(tx, register)) {
      const posted = histories.flatMap((history) =>
        touches(history, ofRegister).flatMap((recording) => postingsAt(history, ofRegister, recording)),
      )
      await insertPostings(tx, posted)
      postings += posted.length
    }
    progress(++done, byRegister.size)
  }
  await sql`
    insert into figures.posting_sum
      (measure, effective_on, recording, organisation, counted, out_of, unknown, records, reconstructed)
    select measure, effective_on, recording, organisation, sum(counted), sum(out_of), sum(unknown), sum(records),
      sum(reconstructed)
    from figures.posting where measure <> all (${[...smallest.keys()]}::integer[])
    group by measure, effective_on, recording, organisation
    having sum(counted) <> 0 or sum(out_of) <> 0 or sum(unknown) <> 0 or sum(records) <> 0
      or sum(reconstructed) <> 0`.execute(tx)
  const open = measures.flatMap(({ measure }) => (smallest.has(measure) ? [] : [measure]))
  await carryAllForward(tx, open)
  await roundEach(tx, smallest.keys(), smallest)
  return { postings }
}

/** Compares the postings of registers' records with what their entries say, whole or up to so many records of each. */
export async function checkLedger(
  tx: Kysely<LedgerTables>,
  most: number,
): Promise<{ records: number; wrong: { measure: string; record: string }[] }> {
  const byRegister = Map.groupBy(
    await ledgerMeasures(tx, Number.MAX_SAFE_INTEGER),
    (measure) => measure.register,
  )
  const wrong: { measure: string; record: string }[] = []
  let records = 0
  for (const [register, ofRegister] of byRegister) {
    let left = most
    for await (const histories of registerHistories(tx, register)) {
      const checked = histories.slice(0, left)
      const posted = await postingsOfRecords(tx, ofRegister, checked)
      for (const history of checked) {
        for (const measure of ofRegister) {
          const expected = touches(history, [measure])
            .flatMap((k) => postingsAt(history, [measure], k))
            .map(sayPosted)
          const found = (posted.get(`${measure.measure} ${history.record}`) ?? []).map(sayPosted)
          if (expected.sort().join() !== found.sort().join())
            wrong.push({ measure: measure.id, record: history.record })
        }
      }
      records += checked.length
      left -= checked.length
      if (left <= 0) break
    }
  }
  return { records, wrong }
}

function sayPosted({
  recording,
  effectiveOn,
  organisation,
  counted,
  outOf,
  unknown,
  records,
  reconstructed,
}: Posted): string {
  return [recording, effectiveOn, organisation, counted, outOf, unknown, records, reconstructed].join(' ')
}

async function postingsOfRecords(
  tx: Kysely<FiguresTables>,
  measures: readonly LedgerMeasure[],
  histories: readonly RecordHistory[],
): Promise<Map<string, Posted[]>> {
  const { rows } = await sql<Posted>`
    select measure, record, recording, effective_on as "effectiveOn", organisation, counted, out_of as "outOf", unknown,
      records, reconstructed
    from figures.posting
    where measure = any (${measures.map(({ measure }) => measure)}::integer[])
      and record = any (${histories.map(({ record }) => record)}::uuid[])`.execute(tx)
  return Map.groupBy(rows, (row) => `${row.measure} ${row.record}`)
}

function postingsAt(history: RecordHistory, measures: readonly LedgerMeasure[], recording: number): Posted[] {
  return measures.flatMap(({ measure, versions }) =>
    postingsOf(history, versions, recording).map((posting) => ({
      ...posting,
      measure,
      record: history.record,
    })),
  )
}

/** The recordings that touch a record: its own entries', those of what it refers to, and its measures' adoptions. */
function touches(history: RecordHistory, measures: readonly LedgerMeasure[]): number[] {
  const own = history.entries.map((entry) => entry.recording)
  const first = Math.min(...own)
  const referred = [...history.referred.values()].flat().map((entry) => entry.recording)
  const adopted = measures.flatMap(({ versions }) => versions.map((version) => version.recording))
  const all = new Set([...own, ...referred, ...adopted])
  return [...all].filter((recording) => recording >= first).sort((a, b) => a - b)
}

/** One recording's postings: written as they come, summed when the recording closes. */
function newBook(tx: Kysely<FiguresTables>) {
  const sums = new Map<string, Sum>()
  return {
    async write(postings: readonly Posted[]): Promise<void> {
      for (const { record, ...posting } of postings) {
        const key = `${posting.measure} ${posting.effectiveOn} ${posting.organisation}`
        sums.set(key, { ...posting, ...add(sums.get(key) ?? NOTHING, posting) })
      }
      await insertPostings(tx, postings)
    },
    /** But for `others`, of which all sums are made again. */
    async close(recording: number, smallest: SmallestCounts, others = new Set<number>()): Promise<void> {
      const all = [...sums.values()].filter((sum) => !isNothing(sum) && !others.has(sum.measure))
      await addPostingSums(tx, recording, await roundSums(tx, all, smallest))
    },
  }
}

function smallestCounts(measures: readonly LedgerMeasure[]): SmallestCounts {
  return new Map(
    measures.flatMap(({ measure, smallestCount }) =>
      smallestCount === null ? [] : [[measure, smallestCount] as const],
    ),
  )
}

async function roundEach(
  tx: Kysely<FiguresTables>,
  measures: Iterable<number>,
  smallest: SmallestCounts,
): Promise<void> {
  for (const measure of measures) {
    const n = smallest.get(measure)
    if (n === undefined) continue
    await roundAll(tx, measure, n)
    await carryAllForward(tx, [measure])
  }
}

async function* registerHistories(
  tx: Kysely<LedgerTables>,
  register: string,
): AsyncGenerator<RecordHistory[]> {
  let after: string | null = null
  for (;;) {
    const records: string[] = await recordIdsOf(tx, register, after, CHUNK)
    if (records.length === 0) return
    yield await historiesOf(tx, records)
    after = records.at(-1) ?? null
  }
}

async function insertPostings(tx: Kysely<FiguresTables>, postings: readonly Posted[]): Promise<void> {
  for (let from = 0; from < postings.length; from += CHUNK) {
    const chunk = postings.slice(from, from + CHUNK)
    await sql`
      insert into figures.posting (organisation, measure, recording, effective_on, record, counted, out_of, unknown,
        records, reconstructed)
      select * from unnest(
        ${chunk.map((each) => each.organisation)}::text[], ${chunk.map((each) => each.measure)}::integer[],
        ${chunk.map((each) => each.recording)}::bigint[], ${chunk.map((each) => each.effectiveOn)}::date[],
        ${chunk.map((each) => each.record)}::uuid[], ${chunk.map((each) => each.counted)}::bigint[],
        ${chunk.map((each) => each.outOf)}::bigint[], ${chunk.map((each) => each.unknown)}::bigint[],
        ${chunk.map((each) => each.records)}::integer[], ${chunk.map((each) => each.reconstructed)}::integer[])`.execute(
      tx,
    )
  }
}
