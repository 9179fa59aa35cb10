/* A commitment's page: how many a server on one core gives in a second, and what one weighs. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import type { Bench, Part } from '../part.ts'
import { type Aim, say, times } from '../report.ts'
import { type Load, load, type Server, startBare, startSite } from '../site/processes.ts'
import { type Weight, weigh } from '../site/weight.ts'
import { median, randomNumbers } from '../timing.ts'
import { DAYS, dayAt } from '../world/entries.ts'
import { ROADMAP } from '../world/government.ts'

const SIZES = [10_000, 100_000, 500_000, 1_000_000]
const RUNS = 3
const SECONDS = 5
const WARM_UP_SECONDS = 3
const DATES = 50
const AIM = { bytes: 30_000, requests: 4 }

export const page: Part = {
  title: 'A commitment’s page',
  async measure(bench) {
    const measured: Measured[] = []
    for (const entries of bench.sizes(SIZES)) measured.push(await measureOn(entries, bench))
    return {
      says: SAYS,
      aims: aimsOf(measured.map(({ weight }) => weight)),
      tables: [
        {
          title: `Medians of ${RUNS} runs of ${SECONDS} seconds`,
          head: ['', 'pages a second', 'median, ms', 'p97.5, ms', 'bare replies a second', 'bare ÷ page'],
          rows: measured.map(speedOf),
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

const SAYS = `The page of a commitment with one measure over all entries: its figure, coverage and verdict, 30 organisations in a table, the first hundred records, the definition. \`app/server.ts\` is one process on one core, with PostgreSQL beside it; another process on another core (on two cores, PostgreSQL shares both) asks over ten connections for ${DATES} random dates in turn, so that every page is read from the database, made and compressed afresh. The *bare reply* is Fastify on the same core sending one such page, made and compressed beforehand, in turn with the site in the same run. What a page weighs counts everything a browser fetches to show it the first time, without headers.`

interface Measured {
  entries: number
  site: Load[]
  bare: Load[]
  weight: Weight
}

async function measureOn(entries: number, bench: Bench): Promise<Measured> {
  const { url } = await bench.databases.filled('postgres', { registers: 1, entries })
  const random = randomNumbers(entries)
  const address = `/roadmaps/${ROADMAP}/commitments/1?on=`
  const paths = Array.from({ length: DATES }, () => `${address}${dayAt(random(DAYS))}`)
  const latest = `${address}${dayAt(DAYS - 1)}`
  const servers: Server[] = []
  try {
    const site = await startSite(url, join(bench.databases.folder, 'site'))
    servers.push(site)
    const weight = await weigh(`${site.url}${latest}`)
    const bare = await startBare(await keepPage(bench.databases.folder, `${site.url}${latest}`))
    servers.push(bare)
    bench.report(
      `Asking for pages of ${entries} entries, ${RUNS} times ${SECONDS} seconds, and for bare replies.`,
    )
    await load(site, paths, WARM_UP_SECONDS)
    await load(bare, paths, WARM_UP_SECONDS)
    const measured: Measured = { entries, site: [], bare: [], weight }
    for (let run = 0; run < RUNS; run++) {
      measured.site.push(await load(site, paths, SECONDS))
      measured.bare.push(await load(bare, paths, SECONDS))
    }
    assert.equal(
      [...measured.site, ...measured.bare].reduce((sum, { failures }) => sum + failures, 0),
      0,
    )
    return measured
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

async function keepPage(folder: string, url: string): Promise<string> {
  const path = join(folder, 'page.br')
  const html = await (await fetch(url)).text()
  writeFileSync(path, brotliCompressSync(html))
  return path
}

function speedOf({ entries, site, bare }: Measured): string[] {
  const pages = median(site.map(({ requestsPerSecond }) => requestsPerSecond))
  const replies = median(bare.map(({ requestsPerSecond }) => requestsPerSecond))
  return [
    `${say(entries)} entries`,
    say(pages),
    say(median(site.map(({ medianMs }) => medianMs))),
    say(median(site.map(({ slowMs }) => slowMs))),
    say(replies),
    times(replies / pages),
  ]
}

function aimsOf(weights: readonly Weight[]): Aim[] {
  const bytes = Math.max(...weights.map((weight) => weight.bytes))
  const requests = Math.max(...weights.map((weight) => weight.requests))
  return [
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
