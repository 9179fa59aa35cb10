/* Asking for one figure in several ways: they must agree, and each is timed. */
import assert from 'node:assert/strict'
import {
  accountsOf,
  balancesOf,
  type Figure,
  figureOf,
  type Known,
  knownAt,
  type LedgerTables,
} from '#figures'
import { type Kysely, type Store, sql } from '#platform/database'
import { nameOf, type Promised, promisesOf } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import type { Filled } from '../databases.ts'
import { timed } from '../timing.ts'
import { momentOf, TODAY } from '../world/entries.ts'
import { recompute } from './recomputation.ts'

export interface Asked {
  on: IsoDate
  /** As known when this entry was recorded. */
  entry: number
  organisation: string | null
}

/** Through the front door, in milliseconds: the whole transaction, and three calls in it. */
export interface FrontDoor {
  whole: number
  known: number
  accounts: number
  figure: number
}

export interface Answer {
  took: FrontDoor
  figure: Figure
  known: Known
  promised: Promised
}

export async function askFrontDoor({ store, entries }: Filled, asked: Asked): Promise<Answer> {
  const moment = momentOf(asked.entry, entries)
  const { value, ms } = await timed(() =>
    store.as('public', {}, async (tx) => {
      const { value: known, ms: knownMs } = await timed(() => knownThen(tx, moment))
      const promised = firstPromise(known)
      const question = { promises: [promised], on: asked.on, organised: 'then', today: TODAY } as const
      const { value: accounts, ms: accountsMs } = await timed(() => accountsOf(tx, known, question))
      const [account] = accounts
      assert.ok(account)
      const { value: figure, ms: figureMs } = await timed(async () => figureOf(account, asked.organisation))
      return { known, promised, figure, took: { known: knownMs, accounts: accountsMs, figure: figureMs } }
    }),
  )
  return { ...value, took: { ...value.took, whole: ms } }
}

/** Only the query that adds up the ledger, in a transaction that is already open. */
export async function askBalances(store: Store<LedgerTables>, asked: Asked, answer: Answer): Promise<number> {
  const question = {
    measures: [measureOf(answer)],
    on: [asked.on],
    recording: answer.known.recording,
    organisations: asked.organisation === null ? null : [asked.organisation],
  }
  const { value, ms } = await store.as('public', {}, (tx) => timed(() => balancesOf(tx, question)))
  mustAgree(answer, {
    counted: value.reduce((sum, each) => sum + each.counted, 0),
    outOf: value.reduce((sum, each) => sum + each.outOf, 0),
    unknown: value.reduce((sum, each) => sum + each.unknown, 0),
  })
  return ms
}

/** One sum over the postings, without balances carried forward. */
export async function askBareSum(store: Store<LedgerTables>, asked: Asked, answer: Answer): Promise<number> {
  const { organisation } = asked
  const { value, ms } = await store.as('public', {}, (tx) =>
    timed(() =>
      sql<{ counted: string | null; outOf: string | null; unknown: string | null }>`
        select sum(counted) as counted, sum(out_of) as "outOf", sum(unknown) as unknown, sum(records) as records
        from figures.posting_sum
        where measure = ${measureOf(answer)} and effective_on <= ${asked.on}
          and recording <= ${answer.known.recording}
          and (${organisation}::text is null or organisation = ${organisation})`.execute(tx),
    ),
  )
  const [row] = value.rows
  mustAgree(answer, {
    counted: Number(row?.counted),
    outOf: Number(row?.outOf),
    unknown: Number(row?.unknown),
  })
  return ms
}

/** Works figures out from entries. Answers what each took in memory, and what reading the entries took. */
export async function askEntries(
  store: Store<LedgerTables>,
  asked: readonly (Asked & { answer: Answer })[],
): Promise<{ took: number[]; readMs: number }> {
  const [first] = asked
  assert.ok(first)
  const { known, promised } = first.answer
  const questions = asked.map(({ on, answer }) => ({ on, recording: answer.known.recording }))
  const { answers, readMs } = await store.as('ledger', {}, (tx) => recompute(tx, known, promised, questions))
  for (const [i, { answer }] of asked.entries()) mustAgree(answer, answers[i])
  return { took: answers.map(({ ms }) => ms), readMs }
}

interface Sums {
  counted: number
  outOf: number
  unknown: number
}

/** A figure without records has no numbers; sums of nothing are 0. */
function mustAgree({ figure }: Answer, sums: Sums | undefined): void {
  const { counted, outOf, unknown } = figure
  const told = { counted: counted ?? 0, outOf: outOf ?? 0, unknown: unknown ?? 0 }
  assert.ok(sums)
  assert.deepEqual({ counted: sums.counted, outOf: sums.outOf, unknown: sums.unknown }, told)
}

async function knownThen(tx: Kysely<LedgerTables>, moment: string): Promise<Known> {
  const known = await knownAt(tx, moment)
  assert.ok(known)
  return known
}

function firstPromise({ government }: Known): Promised {
  const [promised] = promisesOf(government)
  assert.ok(promised)
  return promised
}

function measureOf({ known, promised }: Answer): number {
  const measure = known.measures.get(nameOf(promised))
  assert.ok(measure)
  return measure
}
