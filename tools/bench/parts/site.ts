/* The whole public site of the example: how long all of it takes to make once, and what a page of each kind weighs. */
import assert from 'node:assert/strict'
import type { FastifyInstance } from 'fastify'
import { crawl } from '../../../tests/site/crawl.ts'
import { serveExample } from '../../../tests/site/serving.ts'
import type { Bench, Part } from '../part.ts'
import { type Aim, say } from '../report.ts'
import { type Weight, weigh } from '../site/weight.ts'
import { median } from '../timing.ts'

const FOLDER = 'governments/uk'
const RUNS = 3
const AIM = { seconds: 20, pages: 7000, bytes: 30_000, requests: 4 }

/** A page of each kind, by the beginning of its address; the heaviest of a kind is the one that is shown. */
const KINDS: readonly (readonly [string, RegExp])[] = [
  ['overview', /^\/$/],
  ['roadmap', /^\/roadmaps\/[^/]+$/],
  ['mission', /\/missions\/\d+$/],
  ['commitment', /\/commitments\/\d+$/],
  ['measure', /\/measures\/[^/]+$/],
  ['organisations', /^\/organisations$/],
  ['organisation', /^\/organisations\/./],
  ['frameworks', /^\/frameworks$/],
  ['framework', /^\/frameworks\/./],
  ['registers', /^\/registers$/],
  ['register', /^\/registers\/[^/]+$/],
  ['record', /^\/registers\/[^/]+\/records\/./],
  ['compare', /^\/compare$/],
  ['search', /^\/search$/],
  ['about', /^\/(about|accessibility|privacy|cookies|support)$/],
]

export const site: Part = {
  title: 'The whole public site',
  async measure(bench) {
    const whole: Whole[] = []
    for (let run = 0; run < RUNS; run++) whole.push(await makeAll(bench))
    const weights = await weighKinds(bench)
    return {
      says: SAYS,
      aims: aimsOf(whole, weights),
      tables: [
        {
          title: `All of it, made once: medians of ${RUNS} runs`,
          head: ['', 'addresses', 'seconds', 'a second'],
          rows: [...new Set(whole.flatMap(({ types }) => [...types.keys()]))].map((type) =>
            rowOf(whole, type),
          ),
        },
        {
          title: 'What a page of each kind weighs: the heaviest of its kind',
          head: ['', 'requests', 'all, compressed bytes', 'the page alone', 'its address'],
          rows: [...weights].map(([kind, { weight, address }]) => [
            kind,
            say(weight.requests),
            say(weight.bytes),
            say(weight.pageBytes),
            address,
          ]),
        },
      ],
    }
  },
}

const SAYS = `The example of the United Kingdom on PostgreSQL. *All of it* is every address that a link leads to from the overview, in English and in Welsh: pages, their data as JSON, every table as CSV and every chart as SVG, without the permanent links, which lead to the same pages again. Each is asked for once of a server that has nothing in memory, in the process that asks, one after the other; answers are put together and not compressed. What a page weighs counts everything that a browser fetches to show it for the first time, without headers.`

interface Whole {
  types: Map<string, { addresses: number; seconds: number }>
}

const ALL = 'all'

async function makeAll(bench: Bench): Promise<Whole> {
  const app = await serve(bench)
  const types: Whole['types'] = new Map()
  let last = performance.now()
  const add = (type: string, seconds: number) => {
    const so = types.get(type) ?? { addresses: 0, seconds: 0 }
    types.set(type, { addresses: so.addresses + 1, seconds: so.seconds + seconds })
  }
  await crawl(app, ['/', '/cy/'], {
    wanted: (address) => !/[?&]known=/.test(address),
    each({ address, status, type }) {
      assert.equal(status, 200, address)
      const now = performance.now()
      for (const name of [ALL, type.split(';', 1)[0] ?? '']) add(name, (now - last) / 1000)
      last = now
    },
  })
  await app.close()
  return { types }
}

async function serve({ databases, report }: Bench): Promise<FastifyInstance> {
  report(`Recording the example of ${FOLDER}.`)
  const { store } = await databases.bare('postgres')
  return serveExample(store, FOLDER)
}

async function weighKinds(bench: Bench): Promise<Map<string, { weight: Weight; address: string }>> {
  const app = await serve(bench)
  const heaviest = new Map<string, { address: string; length: number }>()
  await crawl(app, ['/'], {
    wanted: (address) => !/[?&]known=|\.(json|csv|svg)(\?|$)|^\/cy\//.test(address),
    each({ address, body }) {
      const kind = KINDS.find(([, pattern]) => pattern.test(address.split('?', 1)[0] ?? ''))?.[0]
      if (kind && body.length > (heaviest.get(kind)?.length ?? 0))
        heaviest.set(kind, { address, length: body.length })
    },
  })
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  const weights = new Map<string, { weight: Weight; address: string }>()
  for (const [kind] of KINDS) {
    const found = heaviest.get(kind)
    assert.ok(found, `no page of the kind ${kind} was found`)
    weights.set(kind, { weight: await weigh(base + found.address), address: found.address })
  }
  await app.close()
  return weights
}

function rowOf(whole: readonly Whole[], type: string): string[] {
  const of = whole.flatMap(({ types }) => types.get(type) ?? [])
  const addresses = median(of.map((each) => each.addresses))
  const seconds = median(of.map((each) => each.seconds))
  return [type, say(addresses), say(seconds), say(addresses / seconds)]
}

function aimsOf(whole: readonly Whole[], weights: ReadonlyMap<string, { weight: Weight }>): Aim[] {
  const of = whole.flatMap(({ types }) => types.get(ALL) ?? [])
  const addresses = median(of.map((each) => each.addresses))
  const seconds = median(of.map((each) => each.seconds))
  const bytes = Math.max(...[...weights.values()].map(({ weight }) => weight.bytes))
  const requests = Math.max(...[...weights.values()].map(({ weight }) => weight.requests))
  return [
    {
      aim: `the whole public site once in ${AIM.seconds} seconds or less, for about ${say(AIM.pages)} pages`,
      measured: `${say(seconds)} seconds for ${say(addresses)} addresses`,
      isMet: (seconds / addresses) * AIM.pages <= AIM.seconds,
    },
    {
      aim: `every kind of page with its assets in ${say(AIM.bytes)} compressed bytes or less`,
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
