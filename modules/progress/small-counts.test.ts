/* No page, file or chart tells a small number: two worlds that differ in nothing else are told alike. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Government } from '#definitions'
import { figuresModule, type LedgerTables, openAdoption, openLedger } from '#figures'
import { createServer } from '#platform/http'
import { type NewEntry, record, registersModule } from '#registers'
import { eachDatabase } from '../../platform/database/testing.ts'
import { progressSite, servePages } from './index.ts'
import type { ProgressStore } from './known/queries.ts'
import { readAloud } from './testing.ts'
import { guarded, histories } from './world/guarded.ts'

const COMMITMENT = '/roadmaps/safe-water/commitments/1'
const MEASURE = `${COMMITMENT}/measures/helped`
const START = [
  '/',
  '/?on=2024-02-15',
  '/?on=2024-04-09&known=2024-06-30',
  '/?on=2024-02-15&organised=now',
  `${COMMITMENT}?from=2024-02-15&to=2024-06-15`,
  `${COMMITMENT}?from=2024-04-08&to=2024-04-09`,
  `${MEASURE}?from=2024-02-15&to=2024-06-15`,
  `${MEASURE}?on=2024-05-20&organised=now`,
  '/organisations/tide-ministry?on=2024-02-15',
  '/registers/helped?on=2024-02-15',
  '/compare?left=tide-ministry&right=pilots',
  '/compare?left=cod-office&right=all&organised=now',
  '/compare?left=all&right=all&from=2024-02-15&to=2024-06-15',
  '/search?q=people',
  '/cy/roadmaps/safe-water/commitments/1/measures/helped',
]
/** Far more than there are pages, and files of them; what is left says the same of other dates. */
const MOST = 600

async function siteOf(
  store: ProgressStore,
  recordings: readonly NewEntry[][],
  government = guarded,
): Promise<FastifyInstance> {
  await adopt(store, government, '2024-01-10T09:00:00.000Z')
  for (const [i, entries] of recordings.entries()) {
    await store.as('ledger', {}, async (tx) => {
      const recordedAt = `2024-0${i === 0 ? 2 : 6}-20T09:00:00.000Z`
      const recording = { ...BASE, kind: 'entries' as const, recordedAt, entries }
      assert.ok((await record(tx, recording, await openLedger(tx))).ok)
    })
  }
  const app = createServer(progressSite)
  servePages(app, { store, now: () => '2024-07-01T12:00:00.000Z', publicUrl: 'https://coast.example' })
  return app
}

async function adopt(store: ProgressStore, government: Government, recordedAt: string): Promise<void> {
  await store.as('ledger', {}, async (tx) => {
    const adoption = { ...BASE, kind: 'adoption' as const, recordedAt, entries: [], government }
    assert.ok((await record(tx, adoption, openAdoption(tx, government, null))).ok)
  })
}

const BASE = { actor: 'test', source: 'Return', statements: [] }

const Given = z.object({
  figures: z.array(
    z.object({
      measure: z.string(),
      counted: z.number().nullable(),
      outOf: z.number().nullable(),
      unknown: z.number().nullable(),
      roundedTo: z.number().optional(),
    }),
  ),
  methods: z.array(z.object({ measure: z.string(), rounding: z.string().optional() })),
})

eachDatabase((_kind, open) => {
  const sites: FastifyInstance[] = []
  before(async () => {
    for (const recordings of histories) {
      sites.push(await siteOf(await open<LedgerTables>([registersModule, figuresModule]), recordings))
    }
  })

  const read = async (site: FastifyInstance | undefined, address: string) => {
    assert.ok(site)
    const { statusCode, body } = await site.inject(address)
    return { statusCode, body }
  }

  test('every page, file and chart is the same, whichever of the small numbers are so', async () => {
    const [one, other] = sites
    const found = new Set(START)
    for (const address of found) {
      const [first, second] = [await read(one, address), await read(other, address)]
      assert.equal(first.statusCode, second.statusCode, address)
      assert.ok(first.body === second.body, `${address} tells them apart`)
      for (const link of linksIn(first.body)) if (found.size < MOST) found.add(link)
    }
    assert.ok(found.size > 200, `${found.size}`)
  })

  test('all numbers of people are multiples, and say so beside them, in JSON too', async () => {
    const [site] = sites
    for (const page of [
      COMMITMENT,
      MEASURE,
      '/organisations/pilots',
      '/compare?left=pilots&right=all',
      '/registers/helped',
    ]) {
      const [path, query = ''] = page.split('?')
      const given = Given.parse(JSON.parse((await read(site, `${path}.json?${query}`)).body))
      const people = given.figures.filter(({ measure }) => measure !== 'offices')
      assert.ok(people.length > 0, page)
      for (const { counted, outOf, unknown, roundedTo } of people) {
        assert.equal(roundedTo, 5, page)
        for (const number of [counted, outOf, unknown]) assert.equal((number ?? 0) % 5, 0, page)
      }
      assert.match(
        given.methods.find(({ measure }) => measure === 'helped')?.rounding ?? '',
        /^Rounded to the nearest 5, so that no small number of people can be worked out\./,
      )
      assert.match(readAloud((await read(site, page)).body), /Rounded to 5/, page)
    }
  })

  test('a measure says that it is rounded, that shares are about right, and lists no record', async () => {
    const said = readAloud((await read(sites[0], MEASURE)).body)
    assert.match(said, /25 of 40 people Rounded to 5/)
    assert.match(said, /Rounded to the nearest 5, so that no small number of people can be worked out\./)
    assert.match(said, /No record is shown, nor how many there are/)
    assert.doesNotMatch(said, /\d+ records?\b/)
    const february = readAloud((await read(sites[0], `${MEASURE}?on=2024-02-15`)).body)
    assert.match(february, /15 of 30 people, about 50% Rounded to 5/)
  })

  test('of a change the two rounded figures are told, and why no more is', async () => {
    const said = readAloud((await read(sites[0], `${COMMITMENT}?from=2024-02-15&to=2024-06-15`)).body)
    assert.match(said, /Both figures are rounded\. What the change is made of is not told/)
    assert.doesNotMatch(said, /Moved forward|Entered|newly count/)
  })

  test('what a split body had is unallocated, and says why', async () => {
    const said = readAloud((await read(sites[0], `${MEASURE}?on=2024-02-15&organised=now`)).body)
    assert.match(said, /Unallocated 0 0 0 \[z\] Of bodies that were split\./)
  })

  test('once its register has a smallest count, a page that was exact is rounded, of any moment', async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    const [recordings = []] = histories
    const registers = guarded.registers.map(({ smallestCount: _, ...register }) => register)
    const site = await siteOf(store, recordings, { ...guarded, registers })
    const then = `${MEASURE}?on=2024-02-15&known=2024-03-01`
    assert.match(readAloud((await read(site, then)).body), /18 of 30 people/)
    await adopt(store, guarded, '2024-06-30T09:00:00.000Z')
    const said = readAloud((await read(site, then)).body)
    assert.match(said, /15 of 30 people, about 50% Rounded to 5/)
    assert.doesNotMatch(said, /18 of 30/)
  })

  test('its register says that it is rounded, and shows no record', async () => {
    const said = readAloud((await read(sites[0], '/registers/helped')).body)
    assert.match(said, /rounded to the nearest 5, so that no small number can be worked out/)
    assert.match(said, /none of them is shown here/)
  })
})

/** Addresses of this site in a page or a JSON file: English ones, since the same is said in Welsh. */
function linksIn(body: string): string[] {
  const links = [...body.matchAll(/(?:href="|"(?:csv|svg)": ")([^"#]+)/g)].map(([, link = '']) => link)
  const own = links.map((link) => link.replace('https://coast.example', '').replaceAll('&amp;', '&'))
  const pages = own.filter((link) =>
    /^\/(?!assets|cy\/|about|privacy|cookies|accessibility|support)/.test(link),
  )
  return pages.flatMap((link) => (/\.(json|csv|svg)\b/.test(link) ? link : [link, jsonOf(link)]))
}

function jsonOf(link: string): string {
  const [path = '', query = ''] = link.split('?')
  return `${path === '/' ? '/overview' : path}.json?${query}`
}
