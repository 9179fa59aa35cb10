import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { figuresModule, type LedgerTables } from '#figures'
import { StoreUnavailable } from '#platform/database'
import { createServer } from '#platform/http'
import { registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { progressSite, servePages } from '../index.ts'
import { aSite, readAloud } from '../testing.ts'

const THEN = '?on=2024-02-29&known=2024-03-01'

eachDatabase((_kind, open) => {
  let site: FastifyInstance
  before(async () => {
    site = await aSite(await open<LedgerTables>([registersModule, figuresModule]))
  })

  test('the overview shows how each promise stands', async () => {
    const { body } = await site.inject(`/${THEN}`)
    const said = readAloud(body)
    assert.equal(body.match(/<h1/g)?.length, 1)
    assert.match(said, /What was promised, and where it stands: The Coast/)
    assert.match(
      said,
      /Mission 1: Light Of 3 commitments: 3 not yet known\. 1 Commitment 1: Dim lamps Every dim lamp has money to mend it\. Not yet known 2 of 5 lamps Reconstructed 9 answered Target: 100% by May 2024/,
    )
    assert.match(
      said,
      /Commitment 2: Hands Six in a hundred sail\. Not yet known 5\.4% Stated Unverified Published by others, not recorded Target: at least 6% by 2025/,
    )
    assert.match(
      said,
      /Commitment 3: Rocks Every rock is charted\. Not yet known 1 of 1 rock, 100% 2 of 2 answered/,
    )
    assert.match(said, /Commitment 4: Songs There is singing\. Not yet known Not yet computed/)
  })

  test("a roadmap's page has its missions with their sponsors, as offices", async () => {
    const said = readAloud((await site.inject(`/roadmaps/safe-water${THEN}`)).body)
    assert.match(said, /2024 to 2025 Safe water, 2024 to 2025/)
    assert.match(
      said,
      /Mission 2: Crew Enough hands\. Of 2 commitments: 2 not yet known\. Sponsored by: Harbour Master/,
    )
    assert.match(said, /Dim lamps Every dim lamp has money to mend it\. Not yet known 2 of 5 lamps/)
    assert.equal((await site.inject('/roadmaps/none')).statusCode, 404)
  })

  test('the dates that a reader chose go with every link', async () => {
    const pages = [
      '/',
      '/roadmaps/safe-water',
      '/roadmaps/safe-water/commitments/1',
      '/organisations',
      '/organisations/pilots',
    ]
    for (const page of pages) {
      const { body } = await site.inject(page + THEN)
      const links = [
        ...body.replace(/<a[^>]*>Back to today/, '').matchAll(/href="(\/(?:roadmaps|organisations)[^"]*)"/g),
      ].flatMap(([, href]) => (href && !/\.(csv|svg)\?/.test(href) ? href : []))
      assert.ok(links.length >= 3, page)
      for (const link of links) assert.match(String(link), /\?on=2024-02-29&amp;known=2024-03-01$/, page)
    }
  })

  test('without dates a page is about today, and says so', async () => {
    const said = readAloud((await site.inject('/')).body)
    assert.match(said, /As at today, 1 July 2024, as known now\./)
    assert.match(said, /mend it\. Missed 3 of 6 lamps Reconstructed/)
  })

  test('a date written in words is sent on to the address that has it', async () => {
    const { statusCode, headers } = await site.inject(
      '/?on=29+February+2024&known=1+March+2024&from=2024-01-01',
    )
    assert.equal(statusCode, 302)
    assert.equal(headers.location, '/?from=2024-01-01&on=2024-02-29&known=2024-03-01')
  })

  test('before anything was adopted there is nothing to show, and a way to another date', async () => {
    for (const url of [
      '/?known=2024-01-09',
      '/organisations?known=2020-01-01',
      '/roadmaps/safe-water?known=1999-01-01',
    ]) {
      const { statusCode, body } = await site.inject(url)
      assert.equal(statusCode, 404, url)
      assert.match(readAloud(body), /Nothing was known yet/)
      assert.match(body, /<input class="govuk-input" type="text" id="known" name="known"/)
    }
  })

  test('a page that has not changed is not sent again', async () => {
    const { headers } = await site.inject(`/${THEN}`)
    const again = await site.inject({ url: `/${THEN}`, headers: { 'if-none-match': String(headers.etag) } })
    assert.equal(again.statusCode, 304)
  })

  test('the accessibility statement is there, and linked from every page', async () => {
    assert.match((await site.inject('/')).body, /<a class="govuk-link" href="\/accessibility">/)
    assert.equal((await site.inject('/accessibility')).statusCode, 200)
  })

  test('a page that is not there keeps the navigation', async () => {
    const { statusCode, body } = await site.inject('/nowhere')
    assert.equal(statusCode, 404)
    assert.match(body, /<a href="\/organisations">/)
  })

  test('whatever an address asks, it is answered, and never with a fault of ours', async () => {
    const asked = fc.record({ on: fc.string(), known: fc.string(), from: fc.string(), path: fc.webPath() })
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, ...query }) => {
        for (const at of [
          '/',
          '/roadmaps/safe-water/commitments/1',
          `/organisations${path}`,
          `/roadmaps${path}`,
        ]) {
          const { statusCode } = await site.inject(`${at}?${new URLSearchParams(query)}`)
          assert.ok([200, 302, 400, 404, 414].includes(statusCode), `${statusCode} for ${at}`)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('without its database the site says that it is not available just now', async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    const orphan = createServer(progressSite)
    const lost = { ...store, as: () => Promise.reject(new StoreUnavailable('The database went away.')) }
    servePages(orphan, { store: lost, now: () => '2024-07-01T12:00:00.000Z', publicUrl: '' })
    const { statusCode, headers, body } = await orphan.inject('/')
    assert.equal(statusCode, 503)
    assert.equal(headers['retry-after'], '60')
    assert.match(readAloud(body), /Not available just now/)
    assert.equal((await orphan.inject('/accessibility')).statusCode, 200)
  })

  test('an empty database has a site too, which says what to run', async () => {
    const empty = createServer(progressSite)
    const store = await open<LedgerTables>([registersModule, figuresModule])
    servePages(empty, { store, now: () => '2024-07-01T12:00:00.000Z', publicUrl: '' })
    for (const url of ['/', '/organisations', '/roadmaps/safe-water/commitments/1', '/?known=2024-01-01']) {
      const { statusCode, body } = await empty.inject(url)
      assert.equal(statusCode, 503, url)
      assert.match(
        readAloud(body),
        /Nothing has been recorded here yet .* fingerpost example .* fingerpost adopt FOLDER/,
      )
    }
  })
})
