/* People who asked for help at work, held by bodies that split and merge; and random histories of them. For tests. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Government, Measure, Register } from '#definitions'
import type { Kysely } from '#platform/database'
import { type NewEntry, record } from '#registers'
import type { IsoDate } from '#shared/dates'
import { openAdoption, openLedger } from '../../ledger/queries.ts'
import { MEASURE_WORDS, roadmapOf } from '../../ledger/testing/one-commitment.ts'
import type { LedgerTables } from '../../measures/queries.ts'

export const N = 5
export const DAYS = ['2024-01-10', '2024-02-29', '2024-05-01', '2024-06-01', '2024-09-30']
export const BODIES = ['old', 'north', 'south', 'tiny', 'joined']

const option = { type: 'choice' as const, options: ['yes', 'no'] }
const field = (name: string) => ({ name, title: { en: name }, required: false, disclose: 'none' as const })

const people: Register = {
  name: 'people',
  title: { en: 'People' },
  record: { en: 'person' },
  records: { en: 'people' },
  kind: 'continuous',
  fields: [
    { ...field('asked'), ...option },
    { ...field('helped'), ...option },
    { ...field('times'), type: 'integer', unit: 'times' },
  ],
  parts: [],
  checks: [],
}

const pair = { ...MEASURE_WORDS, register: 'people' }
const HELPED: Measure[] = [
  { ...pair, name: 'helped', outOf: 'record.asked == "yes"', counts: 'record.helped == "yes"' },
  { ...MEASURE_WORDS, name: 'share', derived: { quotient: { of: 'helped' } } },
  {
    ...MEASURE_WORDS,
    name: 'bodies',
    derived: { organisations: { of: 'helped', passing: { atLeast: '50%' } } },
  },
]
const TIMES: Measure[] = [
  { ...pair, name: 'times', outOf: null, counts: 'true', amount: { counts: 'record.times' } },
  { ...pair, name: 'everyone', outOf: null, counts: 'true' },
]

/** With all measures, or with the one that others are made of. */
export function governmentWith(
  smallestCount: number | undefined,
  measures: 'all' | 'one' = 'all',
): Government {
  return {
    slug: 'test',
    name: { en: 'Test' },
    organisations: BODIES.map((slug) => ({ slug, name: { en: slug }, kind: 'body' })),
    successions: [
      { on: '2024-06-01', from: ['old'], to: ['north', 'south'], how: 'split' },
      { on: '2024-05-01', from: ['tiny'], to: ['joined'], how: 'merge' },
    ],
    registers: [{ ...people, ...(smallestCount === undefined ? {} : { smallestCount }) }],
    frameworks: [],
    roadmaps: [
      roadmapOf(
        { organisations: BODIES, published: true },
        measures === 'all' ? [...HELPED, ...TIMES] : HELPED,
      ),
    ],
  }
}

/** One entry: of a person by a number, or taking back the one that was written so many before. */
export type Written =
  | { act: 'enter' | 'end'; key: number; day: IsoDate; body: string; values: Record<string, string | number> }
  | { act: 'void'; before: number }

const day = fc.constantFrom(...DAYS)
const body = fc.constantFrom('old', 'old', ...BODIES)
const values = fc.record(
  {
    asked: fc.constantFrom('yes', 'yes', 'yes', 'no'),
    helped: fc.constantFrom('yes', 'no'),
    times: fc.nat(4),
  },
  { requiredKeys: [] },
)
const key = fc.nat(24)
const written: fc.Arbitrary<Written> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ act: fc.constant('enter' as const), key, day, body, values }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('end' as const), key, day, body, values: fc.constant({}) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('void' as const), before: fc.nat(12) }) },
)

/** What was written, recording by recording. */
export const history: fc.Arbitrary<Written[][]> = fc.array(
  fc.array(written, { minLength: 1, maxLength: 18 }),
  { minLength: 1, maxLength: 6 },
)

export async function adopt(tx: Kysely<LedgerTables>, government: Government): Promise<void> {
  const recording = { kind: 'adoption' as const, actor: 'test', source: '', entries: [], statements: [] }
  const adoption = { ...recording, recordedAt: await nextMoment(tx), government }
  assert.ok((await record(tx, adoption, openAdoption(tx, government, null))).ok)
}

/** Writes a recording; `more` is what is added to it, `voids` which entries it takes back, by their numbers. */
export async function write(
  tx: Kysely<LedgerTables>,
  all: readonly Written[],
  { more = [], voids = [] }: { more?: readonly NewEntry[]; voids?: readonly number[] } = {},
): Promise<void> {
  const entries: NewEntry[] = []
  const gone = new Set(voids)
  for (const each of all) {
    if (each.act !== 'void') entries.push(entryOf(each))
    else entries.push(...(await voiding(tx, each.before, gone)))
  }
  for (const number of voids) entries.push(...(await taking(tx, number)))
  const recording = { kind: 'entries' as const, actor: 'test', source: '', statements: [] }
  const given = { ...recording, recordedAt: await nextMoment(tx), entries: [...entries, ...more] }
  assert.ok((await record(tx, given, await openLedger(tx))).ok)
}

/** Of one history and of another that is to be told from it, the moments are the same. */
async function nextMoment(tx: Kysely<LedgerTables>): Promise<string> {
  const { last } = await tx
    .selectFrom('registers.recording')
    .select(({ fn }) => fn.max('number').as('last'))
    .executeTakeFirstOrThrow()
  return `2024-10-01T00:00:${String((last ?? 0) + 1).padStart(2, '0')}.000Z`
}

export function entryOf({
  act,
  key: number,
  day: effectiveOn,
  body: organisation,
  values: given,
}: Exclude<Written, { act: 'void' }>): NewEntry {
  return {
    register: 'people',
    key: `p${number}`,
    organisation,
    effectiveOn,
    state: act === 'end' ? 'ended' : 'stands',
    voids: null,
    reconstructed: false,
    source: '',
    values: given,
    refersTo: [],
  }
}

/** Takes back the entry written so many before the last, of those that stand in the history itself. */
async function voiding(tx: Kysely<LedgerTables>, before: number, gone: Set<number>): Promise<NewEntry[]> {
  const rows = await tx
    .selectFrom('registers.entry')
    .select(['entry', 'voids', 'state', 'source'])
    .orderBy('entry', 'desc')
    .execute()
  for (const { voids } of rows) if (voids !== null) gone.add(voids)
  const own = rows.filter(({ entry, state, source }) => source === '' && state !== 'void' && !gone.has(entry))
  const target = own[before]
  if (!target) return []
  gone.add(target.entry)
  return taking(tx, target.entry)
}

async function taking(tx: Kysely<LedgerTables>, number: number): Promise<NewEntry[]> {
  const row = await tx
    .selectFrom('registers.entry')
    .innerJoin('registers.record', 'registers.record.id', 'registers.entry.record')
    .select(['registers.record.key', 'organisation', 'effective_on'])
    .where('entry', '=', number)
    .executeTakeFirstOrThrow()
  const placed = { act: 'enter' as const, key: 0, day: row.effective_on, body: row.organisation, values: {} }
  return [{ ...entryOf(placed), key: row.key, state: 'void', voids: number }]
}
