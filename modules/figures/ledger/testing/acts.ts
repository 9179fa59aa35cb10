/* A small government for the ledger's tests on a database, and random acts of recording in it. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Government, Measure, Register } from '#definitions'
import type { Kysely } from '#platform/database'
import { type NewEntry, type NewRecording, record } from '#registers'
import type { LedgerTables } from '../../measures/queries.ts'
import { openAdoption, openLedger } from '../queries.ts'
import { DAYS, ORGANISATIONS } from './histories.ts'
import { MEASURE_WORDS, roadmapOf } from './one-commitment.ts'

export type Act =
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
export const act: fc.Arbitrary<Act> = fc.oneof(
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

export async function perform(tx: Kysely<LedgerTables>, given: Act, entries: NewEntry[]): Promise<void> {
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

export async function adopt(tx: Kysely<LedgerTables>, variant: number, from: string | null): Promise<void> {
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

function governmentOf(variant: number): Government {
  return {
    slug: 'test',
    name: { en: 'Test' },
    organisations: ORGANISATIONS.map((slug) => ({ slug, name: { en: slug }, kind: 'body' })),
    successions: [],
    registers: [systems],
    frameworks: [],
    roadmaps: [roadmapOf({ organisations: [], published: false }, measuresOf(variant))],
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
  const all: Measure[] = [
    {
      name: 'pair',
      ...MEASURE_WORDS,
      register: 'systems',
      outOf: variant === 0 ? 'record.red == "yes"' : 'record.size > 4',
      counts: 'record.funded == "yes"',
    },
    {
      name: 'window',
      ...MEASURE_WORDS,
      register: 'systems',
      outOf: null,
      counts: 'record.size > 2',
      amount: { counts: 'record.size' },
      window: { from: 'seenOn', lasts: variant === 1 ? 'P6M' : 'P12M' },
    },
    {
      name: 'ever',
      ...MEASURE_WORDS,
      register: 'systems',
      outOf: 'true',
      counts: 'ever.exists(e, has(e.red) && e.red == "yes")',
    },
    { name: 'other', ...MEASURE_WORDS, register: 'systems', outOf: 'true', counts: 'record.other.size > 4' },
  ]
  return variant === 2 ? all.slice(0, 3) : all
}
