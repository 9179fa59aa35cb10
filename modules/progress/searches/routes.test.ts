import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { figuresModule, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { aSite, readAloud } from '../testing.ts'

eachDatabase((_kind, open) => {
  let site: FastifyInstance
  before(async () => {
    site = await aSite(await open<LedgerTables>([registersModule, figuresModule]))
  })

  async function read(url: string): Promise<string> {
    const { statusCode, body } = await site.inject(url)
    assert.equal(statusCode, 200, url)
    return body
  }

  test('what is found is shown by kind, with the words that were asked for marked', async () => {
    const body = await read('/search?q=lamp')
    const said = readAloud(body)
    assert.match(said, /\d+ results for “lamp”\./)
    assert.match(
      said,
      /Commitments 2 Dim lamps Commitment 1, Safe water, 2024 to 2025 Every dim lamp has money to mend it\./,
    )
    assert.match(said, /Organisations 1 Lamp Board/)
    assert.match(body, /href="\/organisations\/lamp-board"><mark>Lamp<\/mark> Board<\/a>/)
    assert.match(body, /href="\/roadmaps\/safe-water\/commitments\/1\/measures\/funded"/)
    assert.match(body, /href="\/registers\/lamps"/)
    assert.match(body, /<meta name="robots" content="noindex">/)
  })

  test('the dates are kept, and what had not been adopted is not found', async () => {
    const body = await read('/search?q=rocks&on=2024-02-29')
    assert.match(body, /href="\/roadmaps\/safe-water\/commitments\/3\?on=2024-02-29"/)
    assert.match(body, /<input type="hidden" name="on" value="2024-02-29">/)
    assert.match(body, /<input type="hidden" name="q" value="rocks">/)
    assert.equal((await site.inject('/search?q=rocks&known=2024-01-01')).statusCode, 404)
  })

  test('an organisation is found by its abbreviation and by what it came from', async () => {
    assert.match(
      readAloud(await read('/search?q=mot')),
      /1 result for “mot”\. Organisations 1 Ministry of Tides MoT/,
    )
    const fish = readAloud(await read('/search?q=fish'))
    assert.match(fish, /Cod Office It came from: Fish Office/)
    assert.doesNotMatch(readAloud(await read('/search?q=published')), /Organisations \d/)
  })

  test('without words it says how to search', async () => {
    for (const url of ['/search', '/search?q=', '/search?q=%20%20', '/search?q=a&q=b']) {
      assert.match(readAloud(await read(url)), /How to search A result has all of the words/, url)
    }
    const symbols = readAloud(await read('/search?q=%3F%21'))
    assert.match(symbols, /There was no word or number to search for\. How to search/)
  })

  test('nothing found, it offers what was probably meant, with the dates', async () => {
    const body = await read('/search?q=lmaps&on=2024-02-29')
    assert.match(readAloud(body), /Nothing found for “lmaps”\. Did you mean: lamps/)
    assert.match(body, /href="\/search\?q=lamps&amp;on=2024-02-29"/)
    assert.doesNotMatch(readAloud(await read('/search?q=zzzzzzzzz')), /Did you mean/)
  })

  test('more than two hundred characters are refused, with what would be right', async () => {
    await read(`/search?q=${'é'.repeat(200)}`)
    const { statusCode, body } = await site.inject(`/search?q=${'é'.repeat(201)}`)
    assert.equal(statusCode, 400)
    assert.match(readAloud(body), /There is a problem Search for 200 characters or fewer/)
    assert.match(body, /id="q" name="q" value="é{200}"/)
    assert.equal((await site.inject(`/search.json?q=${'x'.repeat(201)}`)).statusCode, 400)
  })

  test('what is entered is words and nothing else', async () => {
    for (const hostile of [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '{{ 7 * 7 }} {% raw %} {count, plural}',
      "'; drop table registers.entry; --",
      '\u0000\u202E\uD800',
      '(a+)+$',
      '__proto__ constructor',
      '%',
    ]) {
      const body = await read(`/search?q=${encodeURIComponent(hostile.toWellFormed())}`)
      assert.doesNotMatch(body, /<script|<img|[^7]49[^0-9]|\u202E/)
      assert.match(readAloud(body), /Nothing found|How to search|1 result/)
    }
  })

  test('it is there as data, by how well each fits', async () => {
    const { statusCode, body, headers } = await site.inject('/search.json?q=dim+lamps')
    assert.equal(statusCode, 200)
    assert.match(String(headers['cache-control']), /no-store/)
    const { title, says, tables } = JSON.parse(body)
    assert.equal(title, 'Search for “dim lamps”')
    assert.match(says[0], /results? for “dim lamps”/)
    assert.deepEqual(tables[0].rows[0], {
      title: 'Dim lamps',
      kind: 'commitment',
      within: 'Commitment 1, Safe water, 2024 to 2025',
      address: '/roadmaps/safe-water/commitments/1',
      snippet: 'Every dim lamp has money to mend it.',
    })
    const csv = await site.inject('/search.csv?q=dim+lamps')
    assert.match(csv.body, /Dim lamps,commitment,/)
    assert.equal((await site.inject('/search.csv?q=zzzzzzzzz')).statusCode, 404)
  })

  test('there is a search in Welsh', async () => {
    const body = await read('/cy/search?q=lamps')
    assert.match(body, /<html[^>]* lang="cy"/)
    assert.match(
      body,
      /href="\/cy\/roadmaps\/safe-water\/commitments\/1"><span lang="en">Dim <mark>lamps<\/mark>/,
    )
  })
})
