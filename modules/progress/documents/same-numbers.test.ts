/* A page's sentences, charts, tables, CSV and JSON carry the same numbers: whatever was recorded, on any date. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { figuresModule, type LedgerTables, openLedger } from '#figures'
import { type NewEntry, record, registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { ProgressStore } from '../known/queries.ts'
import { aSite, readAloud, readTable } from '../testing.ts'

const Plain = z.union([z.number(), z.string(), z.boolean(), z.null()])
const Given = z.object({
  title: z.string(),
  says: z.array(z.string()),
  figures: z.array(
    z.object({
      measure: z.string(),
      organisation: z.string().nullable(),
      counted: z.number().nullable(),
      outOf: z.number().nullable(),
      unknown: z.number().nullable(),
      value: z.string().optional(),
      basis: z.string(),
    }),
  ),
  tables: z.array(
    z.object({
      id: z.string(),
      caption: z.string(),
      csv: z.string(),
      columns: z.array(z.object({ key: z.string(), label: z.string() })),
      rows: z.array(z.record(z.string(), Plain)),
    }),
  ),
  charts: z.array(z.object({ id: z.string(), headline: z.string(), title: z.string(), svg: z.string() })),
})
type Given = z.infer<typeof Given>

const PAGES = [
  '/',
  '/roadmaps/safe-water',
  '/roadmaps/safe-water/missions/1',
  '/roadmaps/safe-water/commitments/1',
  '/roadmaps/safe-water/commitments/2',
  '/roadmaps/safe-water/commitments/3',
  '/roadmaps/safe-water/commitments/5',
  '/roadmaps/safe-water/commitments/1/measures/funded',
  '/roadmaps/safe-water/commitments/2/measures/share',
  '/organisations/tide-ministry',
]
const HOLDERS = ['tide-ministry', 'harbour-office', 'pilots', 'skiff-club']

const day = fc
  .integer({ min: 0, max: 120 })
  .map((days) => new Date(Date.UTC(2024, 2, 2) + days * 86_400_000).toISOString().slice(0, 10))

/** A lamp on some day, with money or without, or of which that is not known. */
const aLamp = fc.record({
  key: fc.integer({ min: 1, max: 40 }).map((number) => `lamp-${number}`),
  organisation: fc.constantFrom(...HOLDERS),
  effectiveOn: day,
  dim: fc.constantFrom(true, true, true, false),
  plan: fc.constantFrom('funded', 'none', undefined),
})

eachDatabase((_kind, open) => {
  let site: FastifyInstance
  before(async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    site = await aSite(store)
    for (const [nth, lamps] of fc
      .sample(fc.array(aLamp, { maxLength: 12 }), { numRuns: 6, seed: 3 })
      .entries())
      await recordLamps(store, lamps, `2024-06-0${nth + 2}T09:00:00.000Z`)
  })

  test('sentences, charts, tables, CSV and JSON of a page carry the same numbers', async () => {
    let checked = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PAGES),
        day,
        fc.constantFrom('', '&known=2024-06-03', '&known=2024-06-05', '&organised=now'),
        async (page, on, more) => {
          checked += await agree(page, `?on=${on}${more}`)
        },
      ),
      { numRuns: 60, seed: 7 },
    )
    assert.ok(checked > 1000, `only ${checked} numbers were compared`)
  })

  test('what changed between two dates is the same in every format', async () => {
    const page = '/roadmaps/safe-water/commitments/1'
    const given = await agree(page, '?from=2024-03-15&to=2024-06-10')
    assert.ok(given > 20, `only ${given} numbers were compared`)
  })

  /** Compares a page with its files, and answers how many numbers were compared. */
  async function agree(page: string, query: string): Promise<number> {
    const html = await read(page + query)
    const given = Given.parse(JSON.parse(await read(`${page === '/' ? '/overview' : page}.json${query}`)))
    const said = readAloud(html)
    for (const sentence of given.says)
      assert.ok(said.includes(heard(sentence)), `${page}${query}: ${sentence}`)
    let compared = 0
    for (const table of given.tables) compared += await sameTable(html, table)
    for (const chart of given.charts) {
      assert.ok(said.includes(chart.headline), `${page}${query}: ${chart.headline}`)
      const file = await read(chart.svg)
      assert.ok(file.startsWith('<?xml') || file.startsWith('<svg'), chart.svg)
      compared += sameLabels(given, chart, file, html)
    }
    return compared + sameFigures(given)
  }

  async function sameTable(
    html: string,
    { caption, csv, columns, rows }: Given['tables'][number],
  ): Promise<number> {
    const file: string[][] = parse(await read(csv), { bom: true })
    assert.deepEqual(
      file[0],
      columns.map(({ label }) => label),
    )
    assert.equal(file.length, rows.length + 1, csv)
    let compared = 0
    const isShown = html.includes(`id="${csv.match(/table=([^&]+)/)?.[1]}"`)
    const shown = isShown ? readTable(html, caption) : undefined
    for (const [nth, row] of rows.entries()) {
      const cells = Object.values(row)
      const pictures = (shown?.[nth + 1]?.length ?? cells.length) - cells.length
      for (const [at, value] of cells.entries()) {
        assert.equal(file[nth + 1]?.[at], value === null ? '' : guarded(String(value)), `${csv} row ${nth}`)
        if (typeof value !== 'number' || !shown) continue
        // The column of small charts, if there is one, is the second.
        const text = shown[nth + 1]?.[at > 0 ? at + pictures : at] ?? ''
        assert.equal(numberIn(text), value, `${csv} row ${nth}, ${columns[at]?.key}: “${text}”`)
        compared++
      }
    }
    return compared
  }

  async function read(url: string): Promise<string> {
    const { statusCode, body } = await site.inject(url)
    assert.equal(statusCode, 200, url)
    return body
  }
})

/** The figure of a measure is the last row of its table over time, and the sum of its table by organisation. */
function sameFigures({ figures, tables }: Given): number {
  let compared = 0
  for (const { measure, organisation, counted, outOf, unknown } of figures) {
    if (organisation !== null || counted === null) continue
    const last = tables.find(({ id }) => id === `${measure}-over-time-table`)?.rows.at(-1)
    const all = tables.find(({ id }) => id === `${measure}-by-organisation`)?.rows.at(-1)
    for (const row of [last, all]) {
      if (!row) continue
      assert.equal(row.counted, counted, measure)
      assert.equal(row.unknown, unknown, measure)
      if (outOf !== null) assert.equal(row.outOf, outOf, measure)
      compared += 3
    }
  }
  return compared
}

/** The labels of a chart over time are the first and the last number of its table; on the page and in its file. */
function sameLabels({ tables }: Given, { id }: Given['charts'][number], file: string, html: string): number {
  const rows = id.endsWith('-over-time')
    ? tables.find((table) => table.id === `${id}-table`)?.rows
    : undefined
  if (!rows) return 0
  const labels = [...file.matchAll(/<text[^>]*>(?:<title>[^<]*<\/title>)?([^<]*)<\/text>/g)].map(
    ([, label]) => label,
  )
  const last = rows.at(-1)
  const value = Number(last?.counted ?? last?.value)
  assert.ok(
    labels.some((label) => label !== undefined && numberIn(label) === value),
    `${id} shows ${labels.join(', ')} and not ${value}`,
  )
  const inside = html.slice(html.indexOf(`id="${id}"`))
  for (const label of labels.filter((each) => each && numberIn(each) === value))
    assert.ok(inside.includes(`>${label}<`))
  return 1
}

/** The name of a measure stands above its figure, not before it. */
function heard(sentence: string): string {
  return /: (\d|Not known)/.test(sentence)
    ? sentence.slice(sentence.lastIndexOf(': ') + 2).replace(/\.$/, '')
    : sentence
}

/** 1,234 people; 69.8%; −3; +1 record; 182 days. */
function numberIn(text: string): number | undefined {
  const [found] = /[−+-]?\d[\d,]*(\.\d+)?/.exec(text) ?? []
  return found === undefined
    ? undefined
    : Number(found.replaceAll(',', '').replace('−', '-').replace('+', ''))
}

function guarded(text: string): string {
  return /^'*[=+\-@]/.test(text) && !/^-\d+(\.\d+)?$/.test(text) ? `'${text}` : text
}

interface Lamp {
  key: string
  organisation: string
  effectiveOn: string
  dim: boolean
  plan: string | undefined
}

async function recordLamps(store: ProgressStore, lamps: readonly Lamp[], recordedAt: string): Promise<void> {
  const entries = lamps.map(
    ({ key, organisation, effectiveOn, dim, plan }): NewEntry => ({
      register: 'lamps',
      key,
      organisation,
      effectiveOn,
      values: { name: key, dim, ...(plan === undefined ? {} : { plan }) },
      source: 'Survey of lamps',
      refersTo: [],
      state: 'stands',
      voids: null,
      reconstructed: false,
    }),
  )
  await store.as('ledger', {}, async (tx) => {
    const recording = { kind: 'entries' as const, recordedAt, actor: 'test', source: 'Survey of lamps' }
    await record(tx, { ...recording, entries, statements: [] }, await openLedger(tx))
  })
}
