/* One figure through the front door, beside what it is made of, a bare sum, and recomputation from entries. */
import type { Kind } from '#platform/database'
import type { Bench, Part } from '../part.ts'
import { type Aim, say, type Table, times } from '../report.ts'
import { median, randomNumbers, timesOf } from '../timing.ts'
import { DAYS, dayAt } from '../world/entries.ts'
import { ORGANISATIONS } from '../world/government.ts'
import {
  type Answer,
  type Asked,
  askBalances,
  askBareSum,
  askEntries,
  askFrontDoor,
  type FrontDoor,
} from './asking.ts'

const SIZES = [10_000, 100_000, 500_000, 1_000_000]
const LARGEST_ON_PGLITE = 100_000
const RUNS = 300
const WARM_UPS = 30
/** Every so many runs, the bare sum as well. */
const SUM_EVERY = 10
const RECOMPUTED = 5
const AIM = { entries: 500_000, p95: 10 }

export const figure: Part = {
  title: 'One figure, at any date and any moment',
  async measure(bench) {
    const sizes = bench.sizes(SIZES)
    const measured: Measured[] = []
    for (const entries of sizes) measured.push(await measureOn('postgres', entries, bench))
    for (const entries of sizes.filter((size) => size <= LARGEST_ON_PGLITE)) {
      measured.push(await measureOn('pglite', entries, bench))
    }
    return { says: SAYS, aims: [aimOf(measured)], tables: tablesOf(measured) }
  },
}

const SAYS = `All entries are in the register of one measure. Each of ${RUNS} runs asks for its figure on a random day of four years, as known at a random moment of five; every second run for one of 30 organisations, the others for all. It goes through the front door as a page does: one read-only transaction as the role public; \`knownAt\`; \`accountsOf\`, which reads the figure by organisation with coverage, statements and stated values; and \`figureOf\`.

*Balances* is \`balancesOf\` alone, which adds up the ledger, in a transaction already open. The *bare sum* is one \`select sum\` over the same postings, without the balances carried forward. *Recomputation* uses no ledger: it finds the entries that stand and applies the measure's definition to each, in Node, with every entry already in memory; *reading* them from the database, which it would also have to do, is given apart. Every way gave the same figures.`

interface Measured {
  kind: Kind
  entries: number
  postings: number
  all: Run[]
  one: Run[]
  bareSum: number[]
  recomputed: number[]
  readMs: number
}

type Run = FrontDoor & { balances: number }

async function measureOn(kind: Kind, entries: number, bench: Bench): Promise<Measured> {
  const filled = await bench.databases.filled(kind, { registers: 1, entries })
  const { store, postings } = filled
  const random = randomNumbers(entries)
  const all: Run[] = []
  const one: Run[] = []
  const bareSum: number[] = []
  const answers: (Asked & { answer: Answer })[] = []
  bench.report(`Asking ${kind} for ${RUNS} figures of ${entries} entries.`)
  for (let i = -WARM_UPS; i < RUNS; i++) {
    const organisation =
      i % 2 === 0 ? null : (ORGANISATIONS[Math.floor(random(ORGANISATIONS.length))] ?? null)
    const asked = { on: dayAt(random(DAYS)), entry: Math.ceil(random(entries)), organisation }
    const answer = await askFrontDoor(filled, asked)
    const run = { ...answer.took, balances: await askBalances(store, asked, answer) }
    if (i < 0) continue
    if (organisation === null) all.push(run)
    else one.push(run)
    if (i % SUM_EVERY === 0) bareSum.push(await askBareSum(store, asked, answer))
    if (organisation === null && answers.length < RECOMPUTED) answers.push({ ...asked, answer })
  }
  bench.report(`Recomputing ${RECOMPUTED} of them from entries.`)
  const { took, readMs } = await askEntries(store, answers)
  return { kind, entries, postings, all, one, bareSum, recomputed: took, readMs }
}

function aimOf(measured: readonly Measured[]): Aim {
  const aim = `on PostgreSQL, with ${say(AIM.entries)} entries in one measure, p95 of ${AIM.p95} ms or less`
  const found = measured.find(({ kind, entries }) => kind === 'postgres' && entries === AIM.entries)
  if (!found) return { aim, measured: 'not at this size', isMet: undefined }
  const { p95, median: middle } = timesOf([...found.all, ...found.one].map(({ whole }) => whole))
  return { aim, measured: `p95 ${say(p95)} ms, median ${say(middle)} ms`, isMet: p95 <= AIM.p95 }
}

function tablesOf(measured: readonly Measured[]): Table[] {
  return [
    {
      title: 'Through the front door, in milliseconds',
      head: ['', 'postings', 'all organisations: median', 'p95', 'one organisation: median', 'p95'],
      rows: measured.map((each) => [
        nameOf(each),
        say(each.postings),
        ...medianAndP95(each.all.map(({ whole }) => whole)),
        ...medianAndP95(each.one.map(({ whole }) => whole)),
      ]),
    },
    {
      title: 'Where it goes: medians of all runs, in milliseconds',
      head: ['', 'begin and commit', 'knownAt', 'accountsOf', 'figureOf', 'balances alone: median', 'p95'],
      rows: measured.map((each) => {
        const runs = [...each.all, ...each.one]
        const rest = runs.map((run) => run.whole - run.known - run.accounts - run.figure)
        return [
          nameOf(each),
          say(median(rest)),
          say(median(runs.map(({ known }) => known))),
          say(median(runs.map(({ accounts }) => accounts))),
          say(median(runs.map(({ figure: made }) => made))),
          ...medianAndP95(runs.map(({ balances }) => balances)),
        ]
      }),
    },
    {
      title: 'Beside other ways, for all organisations: medians in milliseconds, and their ratios',
      head: [
        '',
        'front door',
        'balances',
        'bare sum',
        'recomputation',
        'reading',
        'sum ÷ balances',
        'sum ÷ front door',
        'recomputation ÷ front door',
      ],
      rows: measured.map((each) => {
        const whole = median(each.all.map((run) => run.whole))
        const balances = median(each.all.map((run) => run.balances))
        const sum = median(each.bareSum)
        const recomputed = median(each.recomputed)
        const compared = [whole, balances, sum, recomputed, each.readMs].map(say)
        const ratios = [sum / balances, sum / whole, recomputed / whole].map(times)
        return [nameOf(each), ...compared, ...ratios]
      }),
    },
  ]
}

function nameOf({ kind, entries }: Measured): string {
  return `${kind === 'postgres' ? 'PostgreSQL' : 'PGlite'}, ${say(entries)} entries`
}

function medianAndP95(measured: readonly number[]): string[] {
  const { median: middle, p95 } = timesOf(measured)
  return [say(middle), say(p95)]
}
