import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Government, Measure, Register } from '#definitions'
import { type Kysely, type Store, sql } from '#platform/database'
import {
  historiesOf,
  type NewEntry,
  type NewRecording,
  record,
  recordIdsOf,
  registersModule,
} from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { balancesOf, carryForward } from '../balances/queries.ts'
import { type LedgerTables, ledgerMeasures } from '../measures/queries.ts'
import { figuresModule } from '../tables.ts'
import { openAdoption, openLedger, rebuildLedger } from './queries.ts'
import { type Amounts, add, NOTHING } from './rules.ts'
import { DAYS, ORGANISATIONS, recompute } from './testing.ts'

const MODULES = [registersModule, figuresModule]
const ON = [...DAYS, '2024-05-01', '2025-12-31'].sort()

eachDatabase((kind, open) => {
  test('the ledger is what entries recompute to, at any two times, and a rebuild is identical', async () => {
    const store = await open<LedgerTables>(MODULES)
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 14 }), async (acts) => {
        await rolledBack(store, async (tx) => {
          await adopt(tx, 0, null)
          const entries: NewEntry[] = []
          for (const each of acts) await perform(tx, each, entries)
          await checkAgainstEntries(tx)
          const before = await ledgerRows(tx)
          await rebuildLedger(tx)
          assert.deepEqual(await ledgerRows(tx), before)
          await checkAgainstEntries(tx)
        })
      }),
      { numRuns: kind === 'pglite' ? 15 : 40 },
    )
  })

  test('balances carried forward change no figure', async () => {
    const store = await open<LedgerTables>(MODULES)
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), fc.nat(9), async (acts, every) => {
        await rolledBack(store, async (tx) => {
          await adopt(tx, 0, null)
          const entries: NewEntry[] = []
          for (const [i, each] of acts.entries()) {
            await perform(tx, each, entries)
            if (i % (every + 1) === 0) await carryAll(tx)
          }
          await checkAgainstEntries(tx)
        })
      }),
      { numRuns: 10 },
    )
  })

  test('entries, recordings and statements can be neither changed nor removed', async () => {
    const store = await open<LedgerTables>(MODULES)
    await store.as('ledger', {}, async (tx) => {
      await adopt(tx, 0, null)
      await perform(tx, { act: 'enter', key: 1, day: 1, organisation: 0, values: {}, target: null }, [])
    })
    for (const statement of [
      'update registers.entry set organisation = organisation',
      'delete from registers.entry',
      'truncate registers.entry cascade',
      'update registers.recording set actor = actor',
      'delete from registers.recording',
      'delete from registers.record',
      'update registers.adoption set recording = 9',
    ]) {
      for (const attempt of [
        () => store.owner((tx) => sql.raw(statement).execute(tx)),
        () => store.as('ledger', {}, (tx) => sql.raw(statement).execute(tx)),
      ]) {
        await assert.rejects(attempt(), /refused|permission denied|must be owner/, statement)
      }
    }
  })

  test('two writers at once keep the order of recordings and the chain of hashes', async () => {
    const store = await open<LedgerTables>(MODULES)
    await store.as('ledger', {}, (tx) => adopt(tx, 0, null))
    const values = { red: 'yes', funded: 'no', size: 1 }
    await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        store.as('ledger', {}, async (tx) => {
          await perform(
            tx,
            { act: 'enter', key: i % 5, day: i % DAYS.length, organisation: i % 3, values, target: null },
            [],
          )
        }),
      ),
    )
    await store.as('ledger', {}, async (tx) => {
      const rows = await tx.selectFrom('registers.recording').selectAll().orderBy('number').execute()
      assert.equal(rows.length, 25)
      for (const [i, row] of rows.entries()) {
        assert.equal(row.number, i + 1)
        const before = rows[i - 1]
        if (!before) continue
        assert.ok(row.recorded_at > before.recorded_at)
        assert.deepEqual(row.previous_hash, before.hash)
      }
      await checkAgainstEntries(tx)
    })
  })

  test('an asserted time is never before the last recording and never in the future', async () => {
    const store = await open<LedgerTables>(MODULES)
    await store.as('ledger', {}, async (tx) => {
      const recording: NewRecording = {
        kind: 'entries',
        actor: 'a',
        source: 's',
        entries: [],
        statements: [],
      }
      const ledger = await openLedger(tx)
      assert.ok((await record(tx, { ...recording, recordedAt: '2024-02-29T09:30:00.000Z' }, ledger)).ok)
      const early = await record(tx, { ...recording, recordedAt: '2024-02-29T09:29:00.000Z' }, ledger)
      assert.match(early.ok ? '' : early.says, /before the last recording/)
      const late = await record(tx, { ...recording, recordedAt: '2999-01-01T00:00:00.000Z' }, ledger)
      assert.match(late.ok ? '' : late.says, /in the future/)
      const same = await record(tx, { ...recording, recordedAt: '2024-02-29T09:30:00.000Z' }, ledger)
      assert.equal(same.ok && same.recordedAt, '2024-02-29T09:30:00.001Z')
    })
  })

  test('a stranger sees no row, and each organisation only its own records', async () => {
    const store = await open<LedgerTables>(MODULES)
    await store.as('ledger', {}, async (tx) => {
      await adopt(tx, 0, null)
      const values = { red: 'yes', funded: 'no', size: 1 }
      for (const organisation of [0, 1]) {
        await perform(tx, { act: 'enter', key: organisation, day: 0, organisation, values, target: null }, [])
      }
    })
    const seen = (role: 'staff' | 'public', context: { organisation?: string; centre?: boolean }) =>
      store.as(role, context, async (tx) => {
        const rows = await tx.selectFrom('registers.entry').select('organisation').execute()
        return rows.map((row) => row.organisation).sort()
      })
    assert.deepEqual(await seen('staff', {}), [])
    assert.deepEqual(await seen('staff', { organisation: 'x' }), ['x'])
    assert.deepEqual(await seen('staff', { organisation: 'nobody' }), [])
    assert.deepEqual(await seen('staff', { centre: true }), ['x', 'y'])
    await assert.rejects(seen('public', {}), /permission denied/)
    await assert.rejects(
      store.as('public', {}, (tx) => tx.selectFrom('figures.posting').selectAll().execute()),
      /permission denied/,
    )
    const shown = await store.as('public', {}, (tx) =>
      tx.selectFrom('registers.public_entry').selectAll().execute(),
    )
    assert.deepEqual([...new Set(shown.flatMap((row) => Object.keys(row.values)))], ['size'])
  })
})

type Act =
  | {
      act: 'enter'
      key: number
      day: number
      organisation: number
      values: Record<string, string | number>
      target: number | null
    }
  | { act: 'end'; key: number; day: number; organisation: number }
  | { act: 'void'; entry: number }
  | { act: 'adopt'; variant: number; from: string | null }

const day = fc.nat(DAYS.length - 1)
const organisation = fc.nat(ORGANISATIONS.length - 1)
const values = fc.record(
  {
    red: fc.constantFrom('yes', 'no'),
    funded: fc.constantFrom('yes', 'no'),
    size: fc.nat(9),
    seenOn: fc.constantFrom(...DAYS),
  },
  { requiredKeys: [] },
)
const enter: fc.Arbitrary<Act> = fc.record({
  act: fc.constant('enter' as const),
  key: fc.nat(3),
  day,
  organisation,
  values,
  target: fc.option(fc.nat(3), { nil: null }),
})
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: enter },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('end' as const), key: fc.nat(3), day, organisation }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('void' as const), entry: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('adopt' as const),
      variant: fc.nat(2),
      from: fc.option(fc.constantFrom(...DAYS), { nil: null }),
    }),
  },
)

async function perform(tx: Kysely<LedgerTables>, given: Act, entries: NewEntry[]): Promise<void> {
  if (given.act === 'adopt') return adopt(tx, given.variant, given.from)
  const entry = given.act === 'void' ? await voiding(tx, given.entry, entries) : entering(given, entries)
  if (!entry) return
  const result = await record(
    tx,
    { kind: 'entries', actor: 'test', source: 'test', entries: [entry], statements: [] },
    await openLedger(tx),
  )
  assert.ok(result.ok)
  entries.push(entry)
}

function entering(given: Extract<Act, { act: 'enter' | 'end' }>, entries: readonly NewEntry[]): NewEntry {
  const target = given.act === 'enter' && given.target !== null ? `k${given.target}` : null
  const exists = target !== null && entries.some((entry) => entry.key === target)
  return {
    register: 'systems',
    key: `k${given.key}`,
    organisation: ORGANISATIONS[given.organisation] ?? 'x',
    effectiveOn: DAYS[given.day] ?? '2024-01-10',
    state: given.act === 'end' ? 'ended' : 'stands',
    voids: null,
    reconstructed: false,
    source: '',
    values: given.act === 'enter' ? given.values : {},
    refersTo: exists && target ? [{ field: 'other', register: 'systems', key: target }] : [],
  }
}

async function voiding(
  tx: Kysely<LedgerTables>,
  nth: number,
  entries: readonly NewEntry[],
): Promise<NewEntry | undefined> {
  const target = entries[nth % Math.max(1, entries.length)]
  const rows = await tx
    .selectFrom('registers.entry')
    .selectAll()
    .where('state', '<>', 'void')
    .orderBy('entry')
    .execute()
  const voided = await tx.selectFrom('registers.entry').select('voids').where('state', '=', 'void').execute()
  const free = rows.filter((row) => !voided.some((each) => each.voids === row.entry))
  const row = free[nth % Math.max(1, free.length)]
  if (!target || !row) return undefined
  const { key } = await tx
    .selectFrom('registers.record')
    .select('key')
    .where('id', '=', row.record)
    .executeTakeFirstOrThrow()
  const { organisation: holder, effective_on: effectiveOn } = row
  return {
    ...target,
    key,
    organisation: holder,
    effectiveOn,
    state: 'void',
    voids: row.entry,
    values: {},
    refersTo: [],
  }
}

async function adopt(tx: Kysely<LedgerTables>, variant: number, from: string | null): Promise<void> {
  const government = governmentOf(variant)
  const adoption: NewRecording = {
    kind: 'adoption',
    actor: 'test',
    source: '',
    entries: [],
    statements: [],
    government,
  }
  assert.ok((await record(tx, adoption, openAdoption(tx, government, from))).ok)
}

async function checkAgainstEntries(tx: Kysely<LedgerTables>): Promise<void> {
  const { last } = await tx
    .selectFrom('registers.recording')
    .select(({ fn }) => fn.max('number').as('last'))
    .executeTakeFirstOrThrow()
  const histories = await historiesOf(tx, await recordIdsOf(tx, 'systems', null, 1000))
  const measures = await ledgerMeasures(tx, last)
  for (const k of new Set([1, Math.ceil(last / 3), Math.ceil(last / 2), last - 1, last])) {
    const balances = await balancesOf(tx, {
      measures: measures.map(({ measure }) => measure),
      on: ON,
      recording: k,
      organisations: null,
    })
    for (const { measure, versions, register } of measures) {
      for (const on of ON) {
        for (const each of ORGANISATIONS) {
          const expected = histories
            .filter((history) => history.register === register)
            .map((history) => recompute(history, versions, on, k))
            .filter((contribution) => contribution?.organisation === each)
            .reduce((sum: Amounts, contribution) => add(sum, contribution ?? NOTHING), NOTHING)
          const found = balances.find(
            (row) => row.measure === measure && row.on === on && row.organisation === each,
          )
          assert.deepEqual(
            add(found ?? NOTHING, NOTHING),
            expected,
            `measure ${measure} on ${on} at ${k} for ${each}`,
          )
        }
      }
    }
  }
}

async function carryAll(tx: Kysely<LedgerTables>): Promise<void> {
  const { rows } = await sql<{ measure: number; last: number }>`
    select measure, (select max(number) from registers.recording) as last from figures.measure
    where measure not in (
      select measure from figures.carried where through = (select max(number) from registers.recording))`.execute(
    tx,
  )
  for (const { measure, last } of rows) await carryForward(tx, measure, last)
}

async function ledgerRows(tx: Kysely<LedgerTables>): Promise<unknown[]> {
  const { rows } = await sql`
    select organisation, measure, recording, effective_on, record, counted, out_of, unknown, records, reconstructed
    from figures.posting order by measure, recording, record, effective_on, organisation`.execute(tx)
  const sums =
    await sql`select * from figures.posting_sum order by measure, recording, effective_on, organisation`.execute(
      tx,
    )
  return [rows, sums.rows]
}

class RolledBack extends Error {}

/** Runs work in a transaction that is rolled back once all has been checked. */
async function rolledBack(
  store: Store<LedgerTables>,
  work: (tx: Kysely<LedgerTables>) => Promise<void>,
): Promise<void> {
  const attempt = store.as('ledger', {}, async (tx) => {
    await work(tx)
    throw new RolledBack()
  })
  await assert.rejects(attempt, (error) => {
    if (error instanceof RolledBack) return true
    throw error
  })
}

function governmentOf(variant: number): Government {
  return {
    slug: 'test',
    name: { en: 'Test' },
    organisations: ORGANISATIONS.map((slug) => ({ slug, name: { en: slug }, kind: 'body' })),
    successions: [],
    registers: [systems],
    frameworks: [],
    roadmaps: [
      {
        slug: 'r',
        title: { en: 'R' },
        summary: { en: '' },
        from: '2024',
        until: '2025',
        missions: [],
        reportingLines: [],
        rollUp: [],
        commitments: [
          {
            number: 1,
            slug: 'c',
            mission: 1,
            title: { en: 'C' },
            promise: { en: 'C' },
            scope: { organisations: [], published: false },
            phases: [],
            milestones: [],
            doubts: [],
            measures: measuresOf(variant),
          },
        ],
      },
    ],
  }
}

const option = { type: 'choice' as const, options: ['yes', 'no'] }
const field = (name: string) => ({ name, title: { en: name }, required: false })
const systems: Register = {
  name: 'systems',
  title: { en: 'Systems' },
  record: { en: 'system' },
  records: { en: 'systems' },
  kind: 'continuous',
  fields: [
    { ...field('red'), disclose: 'none', ...option },
    { ...field('funded'), disclose: 'centre', ...option },
    { ...field('size'), disclose: 'public', type: 'integer' },
    { ...field('seenOn'), disclose: 'organisation', type: 'date' },
    { ...field('other'), disclose: 'none', type: 'record', register: 'systems' },
  ],
  parts: [],
  checks: [],
}

function measuresOf(variant: number): Measure[] {
  const words = {
    title: { en: 'T' },
    unit: { en: 'systems' },
    method: { en: 'M' },
    public: 'on acceptance' as const,
  }
  const all: Measure[] = [
    {
      name: 'pair',
      ...words,
      register: 'systems',
      outOf: variant === 0 ? 'record.red == "yes"' : 'record.size > 4',
      counts: 'record.funded == "yes"',
    },
    {
      name: 'window',
      ...words,
      register: 'systems',
      outOf: null,
      counts: 'record.size > 2',
      amount: { counts: 'record.size' },
      window: { from: 'seenOn', lasts: variant === 1 ? 'P6M' : 'P12M' },
    },
    {
      name: 'ever',
      ...words,
      register: 'systems',
      outOf: 'true',
      counts: 'ever.exists(e, has(e.red) && e.red == "yes")',
    },
    { name: 'other', ...words, register: 'systems', outOf: 'true', counts: 'record.other.size > 4' },
  ]
  return variant === 2 ? all.slice(0, 3) : all
}
