import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { figuresModule, type LedgerTables, openLedger } from '#figures'
import { type NewEntry, record, registersModule } from '#registers'
import { guardFormula } from '#shared/csv'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { ProgressStore } from '../known/queries.ts'
import { isNamed } from '../sentences/rules.ts'
import { aSite, readAloud, readTable } from '../testing.ts'
import { coast } from '../world/coast.ts'

const Plain = z.union([z.string(), z.number(), z.boolean(), z.null()])
const Page = z.object({
  tables: z.array(
    z.object({
      id: z.string(),
      caption: z.string(),
      columns: z.array(z.object({ key: z.string() })),
      rows: z.array(z.record(z.string(), Plain)),
    }),
  ),
  charts: z.array(z.object({ headline: z.string() })),
})
type Value = z.infer<typeof Plain> | undefined

const QUANTITIES = ['Counted', 'OutOf', 'Unknown', 'Share', 'Value']

const DATES = ['2024-01-31', '2024-02-29', '2024-03-01', '2024-05-01', '2024-06-01', '2024-06-30']

const aSide = fc.record({
  organisation: fc.oneof(
    fc.constantFrom('all', 'pilots', 'skiff-club', 'tide-ministry'),
    fc.constantFrom(...coast.organisations.map(({ slug }) => slug).filter(isNamed)),
  ),
  on: fc.constantFrom(...DATES),
})
type ASide = { organisation: string; on: string }
const organised = fc.constantFrom('then', 'now')

eachDatabase((_kind, open) => {
  let site: FastifyInstance
  before(async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    site = await aSite(store)
    await recordSevenths(store)
  })

  async function read(format: string, left: ASide, right: ASide, by: string): Promise<string> {
    const query = new URLSearchParams({
      left: left.organisation,
      right: right.organisation,
      from: left.on,
      to: right.on,
      ...(by === 'now' ? { organised: by } : {}),
    })
    const { statusCode, body } = await site.inject(`/compare${format}?${query}`)
    assert.equal(statusCode, 200, `/compare${format}?${query}`)
    return body
  }

  async function readJson(left: ASide, right: ASide, by: string): Promise<z.infer<typeof Page>> {
    return Page.parse(JSON.parse(await read('.json', left, right, by)))
  }

  test('a difference is right less left, in every number of every format', async () => {
    const differences: number[] = []
    await fc.assert(
      fc.asyncProperty(aSide, aSide, organised, async (left, right, by) => {
        const { tables, charts } = await readJson(left, right, by)
        const [all, ...pairs] = tables
        assert.equal(all?.id, 'comparison')
        for (const row of all?.rows ?? []) {
          for (const each of QUANTITIES)
            differences.push(
              ...differenceIn(row[`left${each}`], row[`right${each}`], row[`difference${each}`]),
            )
        }
        const html = await read('', left, right, by)
        const said = readAloud(html)
        for (const { headline } of charts) assert.ok(said.includes(headline), headline)
        for (const { caption, rows } of pairs) {
          const [first, second, difference] = rows
          for (const key of Object.keys(first ?? {}).filter((name) => !['side', 'restsOn'].includes(name)))
            differenceIn(first?.[key], second?.[key], difference?.[key])
          assert.deepEqual(
            readTable(html, caption)
              .slice(1)
              .map((cells) => cells.slice(1, -1).map(numberSaid)),
            rows.map((row) => Object.values(row).slice(1, -1)),
          )
        }
        const [, ...lines]: string[][] = parse(await read('.csv', left, right, by), { bom: true })
        assert.deepEqual(
          lines,
          (all?.rows ?? []).map((row) =>
            Object.values(row).map((value) => (value === null ? '' : guardFormula(String(value)))),
          ),
        )
      }),
      { numRuns: 40, seed: 7 },
    )
    assert.ok(differences.length > 100, `only ${differences.length} differences`)
    assert.ok(
      differences.some((each) => each < 0 && !Number.isInteger(each)),
      'none is a part of a point',
    )
  })

  test('the other way round, every difference has the other sign', async () => {
    await fc.assert(
      fc.asyncProperty(aSide, aSide, organised, async (left, right, by) => {
        const { tables: one } = await readJson(left, right, by)
        const { tables: other } = await readJson(right, left, by)
        assert.equal(one.length, other.length)
        assert.deepEqual(one[0]?.rows.map(turned), other[0]?.rows)
      }),
      { numRuns: 25 },
    )
  })
})

/** Lamps that make shares such as 14.3% and 66.7%: of three and of seven, one more with money on each date. */
async function recordSevenths(store: ProgressStore): Promise<void> {
  const lamp = (organisation: string, nth: number, effectiveOn: string, plan: string): NewEntry => ({
    register: 'lamps',
    key: `${organisation}-${nth}`,
    organisation,
    effectiveOn,
    values: { name: `Lamp ${nth}`, dim: true, plan },
    source: 'Survey of lamps',
    refersTo: [],
    state: 'stands',
    voids: null,
    reconstructed: false,
  })
  const many = { pilots: 3, 'skiff-club': 7 }
  const entries = Object.entries(many).flatMap(([organisation, lamps]) =>
    Array.from({ length: lamps }, (_, nth) => [
      lamp(organisation, nth, '2024-02-29', 'none'),
      ...DATES.slice(nth + 2, nth + 3).map((date) => lamp(organisation, nth, date, 'funded')),
    ]).flat(),
  )
  await store.as('ledger', {}, async (tx) => {
    const recording = {
      kind: 'entries' as const,
      recordedAt: '2024-06-30T09:00:00.000Z',
      actor: 'test',
      source: 'Survey',
    }
    await record(tx, { ...recording, entries, statements: [] }, await openLedger(tx))
  })
}

/** The difference, if there is one, once it is seen to be right. */
function differenceIn(left: Value, right: Value, difference: Value): number[] {
  if (typeof left !== 'number' || typeof right !== 'number') {
    assert.notEqual(typeof difference, 'number')
    return []
  }
  assert.equal(typeof difference, 'number')
  assert.equal(tenths(difference), tenths(right) - tenths(left))
  return [Number(difference)]
}

/** No number of the coast has more decimals than one. */
function tenths(value: Value): number {
  const shifted = Math.round(Number(value) * 10)
  assert.equal(shifted / 10, Number(value))
  return shifted
}

/** The number in a cell as a person reads it, or the symbol in its place. */
function numberSaid(says: string): Value {
  if (says.startsWith('[')) return says
  return Number(says.replace('−', '-').replaceAll(/[^\d.-]/g, ''))
}

function turned(row: Record<string, z.infer<typeof Plain>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => {
      if (key.startsWith('left')) return [key, row[key.replace('left', 'right')]]
      if (key.startsWith('right')) return [key, row[key.replace('right', 'left')]]
      if (!key.startsWith('difference')) return [key, value]
      return [key, typeof value === 'number' && value !== 0 ? -value : value]
    }),
  )
}
