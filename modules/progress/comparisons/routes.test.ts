import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { figuresModule, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { aSite, readAloud, readTable } from '../testing.ts'

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

  test('without a choice there is a form, and examples that lead somewhere', async () => {
    const body = await read('/compare')
    assert.match(body, /<option value="tide-ministry">Ministry of Tides<\/option>/)
    assert.doesNotMatch(body, /organisation-not-published|whole-government/)
    const links = [...body.matchAll(/<li><a class="govuk-link" href="(\/compare\?[^"]+)">([^<]+)/g)]
    assert.deepEqual(
      links.map(([, , says]) => says),
      [
        'All organisations together on 1 May 2024 and on 1 June 2024, the last two dates on which a figure changed',
        'Ministry of Tides on 1 May 2024 and on 1 June 2024, the last two dates on which one of its figures changed',
      ],
    )
    for (const [, href = ''] of links) await read(href.replaceAll('&amp;', '&'))
  })

  test('one organisation on two dates: the two figures, their difference and what changed', async () => {
    const body = await read('/compare?left=tide-ministry&right=tide-ministry&from=2024-02-29&to=2024-06-01')
    assert.match(body, /<h1[^>]*>Ministry of Tides: 29 February 2024, beside 1 June 2024<\/h1>/)
    assert.deepEqual(
      readTable(body, 'Dim lamps with money').map((row) => row.slice(0, 5)),
      [
        ['Compared', 'Counted', 'Out of', 'Not known', 'Share'],
        ['29 February 2024', '1', '3', '1', '[x]'],
        ['1 June 2024', '2', '4', '1', '[x]'],
        ['Difference', '+1', '+1', '0', '[x]'],
      ],
    )
    const said = readAloud(body)
    assert.match(said, /Up from 1 of 3 to 2 of 4 lamps/)
    assert.match(said, /2 other measures are left out/)
    assert.match(said, /3 measures\. Both have numbers for all of them\./)
    assert.match(said, /Still 1 of 1 rock/)
    assert.match(said, /29 February 2024: Not known; 1 June 2024: 1 of 1 office, 100%/)
  })

  test('what changed is told in the order of time, whichever side the later date is on', async () => {
    const said = readAloud(
      await read('/compare?left=tide-ministry&right=tide-ministry&from=2024-06-01&to=2024-02-29'),
    )
    assert.match(said, /Up from 1 of 3 to 2 of 4 lamps/)
    assert.match(said, /Difference −1 −1 0/)
  })

  test('two dates of all together lead to why a figure changed', async () => {
    const body = await read('/compare?left=all&right=all&from=2024-02-29&to=2024-06-01')
    const why = /href="([^"]+)">Why it changed/.exec(body)?.[1]?.replaceAll('&amp;', '&')
    assert.equal(why, '/roadmaps/safe-water/commitments/1?from=2024-02-29&to=2024-06-01#changes')
    assert.match(
      await read(String(why).replace('#changes', '')),
      /what changed from 29 February 2024 to 1 June/,
    )
  })

  test('two organisations: what both have, and why the rest cannot be compared', async () => {
    const body = await read('/compare?left=tide-ministry&right=harbour-office&on=2024-02-29')
    const said = readAloud(body)
    assert.match(said, /Ministry of Tides, beside Harbour Office/)
    assert.match(said, /3 measures\. Both have a number for one of them\./)
    assert.match(said, /Ministry of Tides: 1 of 3 lamps; Harbour Office: 0/)
    const [, ...rows] = readTable(body, 'Dim lamps with money')
    assert.deepEqual(
      rows.map((row) => row.slice(0, 5)),
      [
        ['Ministry of Tides', '1', '3', '1', '[x]'],
        ['Harbour Office', '0', '0', '0', '[z]'],
        ['Difference', '−1', '−3', '−1', '[x]'],
      ],
    )
    assert.match(
      said,
      /What cannot be compared 3\. Charted rocks Ministry of Tides: 1 of 1 rock, 100%\. Harbour Office: \[x\]\./,
    )
    assert.match(said, /Counted in the line of Ministry of Tides\./)
    assert.match(said, /\[x\] means that there is no number/)
  })

  test('a headline says how far two figures are apart, where nothing of them is unknown', async () => {
    const said = readAloud(await read('/compare?left=tide-ministry&right=all&on=2024-02-29'))
    assert.match(said, /The same: Ministry of Tides, and All organisations together/)
    assert.match(said, /Ministry of Tides: 1 of 3 lamps; All organisations together: 2 of 5 lamps/)
    assert.doesNotMatch(said, /more than|fewer than/)
  })

  test('where one is not in scope, that is said', async () => {
    const said = readAloud(await read('/compare?left=tide-ministry&right=pilots&on=2024-02-29'))
    assert.match(said, /only one of the two is in scope and was there: there the two cannot be compared/)
    assert.match(
      said,
      /3\. Charted rocks Ministry of Tides: 1 of 1 rock, 100%\. Pilots <& Co>: Not in scope\./,
    )
  })

  test('what was published stands for itself, and is marked', async () => {
    const body = await read('/compare?left=all&right=all&from=2024-03-01&to=2024-06-01')
    assert.match(readAloud(body), /1 March 2024: 5\.4%; 1 June 2024: 5\.4%/)
    const [, first, second, difference] = readTable(body, 'Share that sail')
    assert.deepEqual(first?.slice(1, 5), ['[x]', '[x]', '[x]', '5.4%'])
    assert.match(String(second?.[5]), /^Stated 5\.4% of all, as at 29 February 2024, rounded\./)
    assert.deepEqual(difference?.slice(1), ['[x]', '[x]', '[x]', '0 percentage points', ''])
  })

  test('a body that was not there says what it became, and what it was before', async () => {
    const said = readAloud(
      await read('/compare?left=fish-office&right=cod-office&from=2024-06-01&to=2024-02-01'),
    )
    assert.match(
      said,
      /Fish Office was not there any more on 1 June 2024\. It became: Cod Office, Herring Office\./,
    )
    assert.match(said, /Cod Office was not there yet on 1 February 2024\. Before it there was: Fish Office\./)
    assert.match(said, /differ both in organisation and in date/)
    const now = readAloud(await read('/compare?left=fish-office&on=2024-02-29&organised=now'))
    assert.match(
      now,
      /Counted by the organisations of today, the figures of Fish Office are with: Cod Office, Herring Office\./,
    )
    assert.match(now, /All organisations together include Fish Office\./)
  })

  test('the same twice is no mistake', async () => {
    const said = readAloud(await read('/compare?left=tide-ministry&right=tide-ministry&on=2024-06-01'))
    assert.match(said, /The same: Ministry of Tides, 1 June 2024, and Ministry of Tides, 1 June 2024/)
    assert.match(said, /Difference 0 0 0 \[x\]/)
  })

  test('the choice stays in every link of the page, and search engines are told to leave it', async () => {
    const body = await read('/compare?left=tide-ministry&right=all&from=2024-02-29&organised=now')
    const kept = 'left=tide-ministry&amp;right=all&amp;from=2024-02-29&amp;organised=now'
    assert.ok(body.includes(`/compare.json?${kept}`))
    assert.match(
      body,
      /\/compare\.csv\?left=tide-ministry&amp;right=all&amp;from=2024-02-29&amp;table=comparison/,
    )
    assert.match(body, /<input type="hidden" name="left" value="tide-ministry">/)
    assert.match(body, /<input type="hidden" name="organised" value="now">/)
    assert.match(body, /<meta name="robots" content="noindex">/)
    assert.doesNotMatch(await read('/compare'), /noindex/)
    await read(`/cy/compare?left=tide-ministry`)
  })

  test('a wrong choice comes back as it was sent, with each field that is wrong', async () => {
    const url = '/compare?left=nobody&right=tide-ministry&from=soon&to=2024-02-29'
    const { statusCode, body } = await site.inject(url)
    assert.equal(statusCode, 400)
    const said = readAloud(body)
    assert.match(body, /<title>Error: Compare/)
    assert.match(
      said,
      /Compare, organisation: Choose an organisation from the list\. There is no “nobody” in it/,
    )
    assert.match(said, /Compare, as at: Enter a date like 29 February 2024/)
    assert.match(body, /<a href="#left">.*\n.*<a href="#from">/)
    assert.match(body, /id="left" name="left" aria-describedby="left-error"/)
    assert.match(body, /id="from" name="from" value="soon" aria-describedby="from-hint from-error"/)
    assert.match(body, /<option value="tide-ministry" selected>/)
    assert.match(body, /id="to" name="to" value="2024-02-29" aria-describedby="to-hint"/)
  })

  test('where the dates of the page are wrong too, the choice is not lost', async () => {
    const { statusCode, body } = await site.inject(
      '/compare?left=tide-ministry&from=2024-02-29&on=x&known=y&organised=z',
    )
    assert.equal(statusCode, 400)
    assert.match(
      readAloud(body),
      /Date of the page: Enter a date .* As known on: Enter a date .* Organised as:/,
    )
    assert.match(body, /<option value="tide-ministry" selected>/)
    assert.match(body, /id="from" name="from" value="2024-02-29"/)
    assert.match(body, /id="on" name="on" value="x" aria-describedby="on-hint on-error"/)
  })

  test('whatever is asked for gets an answer, and programs are told in words', async () => {
    const queries = [
      'left=%00',
      'left=whole-government',
      'left=organisation-not-published',
      'left=tide-ministry&left=pilots',
      'from=2030-01-01',
      'to=2024-02-30',
      `right=${'x'.repeat(500)}`,
      'left=<script>alert(1)</script>',
    ]
    for (const query of queries) {
      const { statusCode, body } = await site.inject(`/compare?${query}`)
      assert.equal(statusCode, 400, query)
      assert.doesNotMatch(body, /<script/)
      const json = await site.inject(`/compare.json?${query}`)
      assert.equal(json.statusCode, 400, query)
    }
    const { body } = await site.inject('/compare.json?left=nobody')
    assert.match(readAloud(body), /There is no “nobody” in it/)
    for (const query of ['left=', 'left=&right=&from=&to=', '__proto__=1', 'from[]=2024-02-29'])
      assert.equal((await site.inject(`/compare?${query}`)).statusCode, 200, query)
  })

  test('a page weighs little', async () => {
    const url = '/compare?left=all&right=all&from=2024-02-29&to=2024-06-01'
    const { rawPayload } = await site.inject({ url, headers: { 'accept-encoding': 'br' } })
    assert.ok(rawPayload.length < 10_000, `${rawPayload.length} bytes`)
  })
})
