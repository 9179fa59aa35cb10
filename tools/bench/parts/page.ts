/* A commitment's page: how many a server on one core gives in a second, and what one weighs. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { addPeriod } from '#shared/dates'
import type { Bench, Part } from '../part.ts'
import { type Aim, say, times } from '../report.ts'
import { type Load, load, type Path, type Server, startBare, startSite } from '../site/processes.ts'
import { type Weight, weigh } from '../site/weight.ts'
import { median, randomNumbers } from '../timing.ts'
import { DAYS, dayAt } from '../world/entries.ts'
import { ROADMAP } from '../world/government.ts'

const SIZES = [10_000, 100_000, 500_000, 1_000_000]
const RUNS = 3
const SECONDS = 5
const WARM_UP_SECONDS = 3
/** Far more than the site keeps. */
const ADDRESSES = 2000
const KEPT_ADDRESSES = 50
const PAGE = `/roadmaps/${ROADMAP}/commitments/1`
/** Known since the beginning of 2020, on days that all lie behind us. */
const FIRST_KNOWN = '2020-01-03'
const DAYS_KNOWN = 1800
/** Asked for one after another, to see what one reader waits. */
const SINGLE = 60
const AIM = { bytes: 30_000, requests: 4, growth: 1.5 }

export const page: Part = {
  title: 'A commitment’s page',
  async measure(bench) {
    const measured: Measured[] = []
    for (const entries of bench.sizes(SIZES)) measured.push(await measureOn(entries, bench))
    return {
      says: SAYS,
      aims: aimsOf(measured),
      tables: [
        {
          title: `Pages a second, medians of ${RUNS} runs of ${SECONDS} seconds`,
          head: [
            '',
            'made: a second',
            'median, ms',
            'p97.5, ms',
            'kept: a second',
            'median, ms',
            'held: a second',
            'bare: a second',
            'bare ÷ made',
            'bare ÷ kept',
            'bare ÷ held',
          ],
          rows: measured.map(speedOf),
        },
        {
          title: `One page at a time, of ${SINGLE} never asked for before, in milliseconds`,
          head: ['', 'median', 'p95', `÷ ${say(measured[0]?.entries ?? 0)} entries`],
          rows: measured.map(({ entries, single }) => [
            `${say(entries)} entries`,
            say(median(single)),
            say(slowest(single)),
            times(median(single) / median(measured[0]?.single ?? single)),
          ]),
        },
        {
          title: 'What one page weighs',
          head: ['', 'requests', 'all, compressed bytes', 'the page alone'],
          rows: measured.map(({ entries, weight }) => [
            `${say(entries)} entries`,
            say(weight.requests),
            say(weight.bytes),
            say(weight.pageBytes),
          ]),
        },
      ],
    }
  },
}

const SAYS = `The page of a commitment with one measure over all entries: its figure, coverage and verdict, 30 organisations in a table, the first hundred records, the definition. *Made* is a page on a random day, as known on a random day, that nobody has asked for before: read from the database, put together and compressed. *Kept* is one of ${KEPT_ADDRESSES} pages that were asked for before; the site only looks whether something has been recorded since. *Held* is the same, asked for by one who holds it already and sends its ETag: the answer is 304, without a body. The *bare reply* is Fastify sending one such page, made and compressed beforehand. \`app/server.ts\` is one process on one core, and so is the bare server; another process asks over ten connections from another core. PostgreSQL runs where it finds room: on a machine of two cores it takes from both. They are measured in turn. What a page weighs counts everything that a browser fetches to show it for the first time, without headers.`

interface Measured {
  entries: number
  made: Load[]
  kept: Load[]
  held: Load[]
  bare: Load[]
  /** Milliseconds of each page asked for by itself. */
  single: number[]
  weight: Weight
}

async function measureOn(entries: number, bench: Bench): Promise<Measured> {
  const { url } = await bench.databases.filled('postgres', { registers: 1, entries })
  const { folder } = bench.databases
  const random = randomNumbers(entries)
  const made = () => addressesOf(random, ADDRESSES)
  const kept = addressesOf(random, KEPT_ADDRESSES)
  const servers: Server[] = []
  try {
    const site = await startSite(url, join(folder, 'site'))
    servers.push(site)
    const whole = `${site.url}${PAGE}?on=${dayAt(DAYS - 1)}`
    const weight = await weigh(whole)
    const bare = await startBare(await keepPage(folder, whole))
    servers.push(bare)
    bench.report(`Asking for pages of ${entries} entries, ${RUNS} times ${SECONDS} seconds each way.`)
    await load(site, made(), WARM_UP_SECONDS)
    await load(bare, kept, WARM_UP_SECONDS)
    const single = await askOneByOne(site, addressesOf(random, SINGLE))
    const measured: Measured = { entries, made: [], kept: [], held: [], bare: [], single, weight }
    for (let run = 0; run < RUNS; run++) {
      measured.made.push(await load(site, made(), SECONDS))
      const held = await askForEach(site, kept)
      measured.kept.push(await load(site, kept, SECONDS))
      measured.held.push(await load(site, held, SECONDS))
      measured.bare.push(await load(bare, kept, SECONDS))
    }
    const loads = [...measured.made, ...measured.kept, ...measured.held, ...measured.bare]
    assert.equal(
      loads.reduce((sum, { failures }) => sum + failures, 0),
      0,
    )
    return measured
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

/** A random day, as known on a random day: no two lists have an address in common. */
function addressesOf(random: (below: number) => number, count: number): Path[] {
  const known = () => addPeriod(FIRST_KNOWN, `P${Math.floor(random(DAYS_KNOWN))}D`)
  return Array.from({ length: count }, () => ({ path: `${PAGE}?on=${dayAt(random(DAYS))}&known=${known()}` }))
}

/** So that the site has made each of them, and nothing else is left for it to do. Answers their tags. */
async function askForEach({ url }: Server, paths: readonly Path[]): Promise<Path[]> {
  const held: Path[] = []
  for (const { path } of paths) {
    const reply = await fetch(`${url}${path}`, { headers: { 'accept-encoding': 'br, gzip' } })
    assert.equal(reply.status, 200)
    await reply.arrayBuffer()
    held.push({ path, etag: reply.headers.get('etag') ?? '' })
  }
  return held
}

async function askOneByOne(server: Server, paths: readonly Path[]): Promise<number[]> {
  const taken: number[] = []
  for (const path of paths) {
    const began = performance.now()
    await askForEach(server, [path])
    taken.push(performance.now() - began)
  }
  return taken
}

function slowest(taken: readonly number[]): number {
  return taken.toSorted((a, b) => a - b)[Math.floor(taken.length * 0.95)] ?? 0
}

async function keepPage(folder: string, url: string): Promise<string> {
  const path = join(folder, 'page.br')
  const html = await (await fetch(url)).text()
  writeFileSync(path, brotliCompressSync(html))
  return path
}

function speedOf({ entries, made, kept, held, bare }: Measured): string[] {
  const madeRate = rateOf(made)
  const keptRate = rateOf(kept)
  const heldRate = rateOf(held)
  const bareRate = rateOf(bare)
  return [
    `${say(entries)} entries`,
    say(madeRate),
    say(median(made.map(({ medianMs }) => medianMs))),
    say(median(made.map(({ slowMs }) => slowMs))),
    say(keptRate),
    say(median(kept.map(({ medianMs }) => medianMs))),
    say(heldRate),
    say(bareRate),
    times(bareRate / madeRate),
    times(bareRate / keptRate),
    times(bareRate / heldRate),
  ]
}

function rateOf(loads: readonly Load[]): number {
  return median(loads.map(({ requestsPerSecond }) => requestsPerSecond))
}

function aimsOf(measured: readonly Measured[]): Aim[] {
  const weights = measured.map(({ weight }) => weight)
  const bytes = Math.max(...weights.map((weight) => weight.bytes))
  const requests = Math.max(...weights.map((weight) => weight.requests))
  const [least, most] = [measured[0], measured.at(-1)]
  const growth = least && most ? median(most.single) / median(least.single) : 1
  return [
    {
      aim: `a page at ${say(most?.entries ?? 0)} entries within ${AIM.growth} times one at ${say(least?.entries ?? 0)}`,
      measured: times(growth),
      isMet: growth <= AIM.growth,
    },
    {
      aim: `a page with its assets in ${say(AIM.bytes)} compressed bytes or less`,
      measured: say(bytes),
      isMet: bytes <= AIM.bytes,
    },
    {
      aim: `and in ${AIM.requests} requests or less`,
      measured: say(requests),
      isMet: requests <= AIM.requests,
    },
  ]
}
