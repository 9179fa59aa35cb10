/* A small government whose bodies split and merge, with a measure of every kind. For tests. */
import assert from 'node:assert/strict'
import type { Government, Measure, Register } from '#definitions'
import type { Kysely } from '#platform/database'
import { type NewEntry, type NewStatement, record } from '#registers'
import { openAdoption, openLedger } from '../ledger/queries.ts'
import { MEASURE_WORDS, roadmapOf } from '../ledger/testing/one-commitment.ts'
import type { LedgerTables } from '../measures/queries.ts'

export async function recordEverything(tx: Kysely<LedgerTables>): Promise<void> {
  const none = { actor: 'test', source: 'test', entries: [], statements: [] }
  const adoption = { ...none, kind: 'adoption' as const, government, recordedAt: '2024-01-01T00:00:00.000Z' }
  assert.ok((await record(tx, adoption, openAdoption(tx, government, null))).ok)
  const entries: NewEntry[] = [
    entry('a', 'old', '2024-01-10', 'yes', 1),
    entry('b', 'old', '2024-01-10', 'no', 2),
    entry('c', 'old', '2024-01-10', 'yes', 4),
    entry('d', 'old', '2024-01-10', 'no', 5),
    entry('e', 'tiny', '2024-01-10', 'yes', 6),
    entry('f', 'joined', '2024-01-10', 'no', 9),
    entry('a', 'north', '2024-06-01', 'yes', 1),
    entry('b', 'south', '2024-06-01', 'no', 2),
  ]
  const statements: NewStatement[] = [
    {
      organisation: 'quiet',
      register: 'systems',
      part: 'red',
      effectiveOn: '2024-01-10',
      says: 'none exist',
      note: '',
      source: '',
    },
  ]
  const result = await record(tx, { ...none, kind: 'entries', entries, statements }, await openLedger(tx))
  assert.ok(result.ok)
}

export function entry(
  key: string,
  organisation: string,
  effectiveOn: string,
  funded: string,
  size: number,
): NewEntry {
  const values = { red: 'yes', funded, size }
  const fixed = {
    register: 'systems',
    state: 'stands' as const,
    voids: null,
    reconstructed: false,
    source: '',
    refersTo: [],
  }
  return { ...fixed, key, organisation, effectiveOn, values }
}

const systems: Register = {
  name: 'systems',
  title: { en: 'Systems' },
  record: { en: 'system' },
  records: { en: 'systems' },
  kind: 'continuous',
  fields: [
    {
      name: 'red',
      title: { en: 'Red' },
      required: false,
      disclose: 'none',
      type: 'choice',
      options: ['yes', 'no'],
    },
    {
      name: 'funded',
      title: { en: 'Funded' },
      required: false,
      disclose: 'none',
      type: 'choice',
      options: ['yes', 'no'],
    },
    { name: 'size', title: { en: 'Size' }, required: false, disclose: 'none', type: 'integer' },
  ],
  parts: [{ name: 'red', title: { en: 'red systems' }, when: 'record.red == "yes"' }],
  checks: [],
}

const measures: Measure[] = [
  { name: 'funded', ...MEASURE_WORDS, register: 'systems', part: 'red', counts: 'record.funded == "yes"' },
  {
    name: 'size',
    ...MEASURE_WORDS,
    register: 'systems',
    outOf: null,
    counts: 'true',
    amount: { counts: 'record.size' },
    target: { atLeast: 20, by: '2024' },
  },
  { name: 'number', ...MEASURE_WORDS, register: 'systems', outOf: null, counts: 'true' },
  {
    name: 'mean size',
    ...MEASURE_WORDS,
    derived: { quotient: { of: 'size', over: 'number' } },
    target: { atLeast: 20, by: '2024' },
  },
  { name: 'median size', ...MEASURE_WORDS, derived: { quantile: { of: 'size', at: 0.5 } } },
  {
    name: 'well funded',
    ...MEASURE_WORDS,
    derived: { organisations: { of: 'funded', passing: { atLeast: '50%' } } },
  },
]

const bodies = ['old', 'north', 'south', 'tiny', 'joined', 'quiet', 'silent']
export const government: Government = {
  slug: 'test',
  name: { en: 'Test' },
  organisations: bodies.map((slug) => ({
    slug,
    name: { en: slug },
    kind: 'body',
    ...(slug === 'north' ? { from: '2024-06-01' } : {}),
  })),
  successions: [
    { on: '2024-06-01', from: ['old'], to: ['north', 'south'], how: 'split' },
    { on: '2024-05-01', from: ['tiny'], to: ['joined'], how: 'merge' },
  ],
  registers: [systems],
  frameworks: [],
  roadmaps: [roadmapOf({ organisations: bodies, published: true }, measures)],
}
