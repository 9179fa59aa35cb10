/* Every measure by every organisation by twelve quarters, as an overview or a download asks for it. */
import assert from 'node:assert/strict'
import { type Balance, balancesOf, type LedgerTables, measureNumbers } from '#figures'
import { type Kysely, type Store, sql } from '#platform/database'
import { addPeriod, endOf } from '#shared/dates'
import type { Bench, Part } from '../part.ts'
import { type Aim, say, times } from '../report.ts'
import { median, randomNumbers, timed, timesOf } from '../timing.ts'
import { ORGANISATIONS, ROADMAP } from '../world/government.ts'

const SIZES = [10_000, 100_000, 500_000, 1_000_000]
const MEASURES = 24
const QUARTERS = Array.from({ length: 12 }, (_, i) =>
  endOf(addPeriod('2022-03-01', `P${3 * i}M`).slice(0, 7)),
)
const RUNS = 60
const WARM_UPS = 5
/** Every so many runs, the bare sums as well. */
const SUMS_EVERY = 20
const AIM = { entries: 500_000, ms: 300 }

export const grid: Part = {
  title: 'All measures by all organisations by 12 quarters',
  async measure(bench) {
    const measured: Measured[] = []
    for (const entries of bench.sizes(SIZES)) measured.push(await measureOn(entries, bench))
    const head = [
      '',
      'cells',
      'known now: median',
      'p95',
      'known at a random moment: median',
      'p95',
      'bare sums',
      '÷ known now',
    ]
    const rows = measured.map(rowOf)
    return {
      says: SAYS,
      aims: [aimOf(measured)],
      tables: [{ title: 'On PostgreSQL, in milliseconds', head, rows }],
    }
  },
}

const SAYS = `${MEASURES} measures, each over a register of its own, held by ${ORGANISATIONS.length} organisations; the entries are shared out among them. One call of \`balancesOf\` as the role public gives every measure for every organisation at the end of each quarter from 2022 to 2024: as known now, with every entry in it, and in every second run as known at a random moment. ${RUNS} runs. The *bare sums* are one statement that sums the same postings up to each quarter's end, as known now, without balances carried forward; it gave the same cells.`

interface Measured {
  entries: number
  cells: number
  now: number[]
  atRandom: number[]
  bareSums: number[]
}

async function measureOn(entries: number, bench: Bench): Promise<Measured> {
  const { store } = await bench.databases.filled('postgres', { registers: MEASURES, entries })
  const random = randomNumbers(entries)
  const measured: Measured = { entries, cells: 0, now: [], atRandom: [], bareSums: [] }
  const last = entries + 1
  bench.report(`Asking ${RUNS} times for the grid of ${entries} entries.`)
  for (let i = -WARM_UPS; i < RUNS; i++) {
    const isNow = i % 2 === 0
    const recording = isNow ? last : 1 + Math.ceil(random(entries))
    const { value, ms } = await askGrid(store, recording)
    if (i < 0) continue
    measured[isNow ? 'now' : 'atRandom'].push(ms)
    if (i % SUMS_EVERY !== 0) continue
    measured.cells = value.length
    measured.bareSums.push(await askBareSums(store, recording, value))
  }
  return measured
}

function askGrid(store: Store<LedgerTables>, recording: number): Promise<{ value: Balance[]; ms: number }> {
  return store.as('public', {}, async (tx) => {
    const measures = await roadmapMeasures(tx)
    return timed(() => balancesOf(tx, { measures, on: QUARTERS, recording, organisations: null }))
  })
}

async function askBareSums(
  store: Store<LedgerTables>,
  recording: number,
  balances: readonly Balance[],
): Promise<number> {
  const { value, ms } = await store.as('public', {}, async (tx) => {
    const measures = await roadmapMeasures(tx)
    return timed(() =>
      sql<{ measure: number; organisation: string; on: string; counted: string }>`
        select measure, organisation, quarter as on, sum(counted) as counted, sum(out_of) as out_of,
          sum(unknown) as unknown
        from figures.posting_sum join unnest(${QUARTERS}::date[]) as quarter on effective_on <= quarter
        where measure = any (${measures}::integer[]) and recording <= ${recording}
        group by measure, organisation, quarter`.execute(tx),
    )
  })
  const cells = new Map(balances.map((cell) => [nameOf(cell), cell.counted]))
  assert.deepEqual(
    value.rows.map(({ counted }) => Number(counted)),
    value.rows.map((row) => cells.get(nameOf(row))),
  )
  return ms
}

function nameOf({ measure, organisation, on }: Pick<Balance, 'measure' | 'organisation' | 'on'>): string {
  return `${measure} ${organisation} ${on}`
}

/** Without the registers' own, which only say who has answered. */
async function roadmapMeasures(tx: Kysely<LedgerTables>): Promise<number[]> {
  const numbers = await measureNumbers(tx)
  const measures = [...numbers].flatMap(([id, number]) => (id.startsWith(`${ROADMAP}/`) ? [number] : []))
  assert.equal(measures.length, MEASURES)
  return measures
}

function rowOf({ entries, cells, now, atRandom, bareSums }: Measured): string[] {
  const [asNow, asThen, sums] = [timesOf(now), timesOf(atRandom), median(bareSums)]
  return [
    `${say(entries)} entries`,
    say(cells),
    say(asNow.median),
    say(asNow.p95),
    say(asThen.median),
    say(asThen.p95),
    say(sums),
    times(sums / asNow.median),
  ]
}

function aimOf(measured: readonly Measured[]): Aim {
  const aim = `${AIM.ms} ms or less at ${say(AIM.entries)} entries`
  const found = measured.find(({ entries }) => entries === AIM.entries)
  if (!found) return { aim, measured: 'not at this size', isMet: undefined }
  const { median: middle, p95 } = timesOf(found.now)
  return { aim, measured: `median ${say(middle)} ms, p95 ${say(p95)} ms`, isMet: p95 <= AIM.ms }
}
