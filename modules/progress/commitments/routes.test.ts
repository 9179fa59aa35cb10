import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { figuresModule, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { aSite, readAloud, readTable, siteAt } from '../testing.ts'

const LAMPS = '/roadmaps/safe-water/commitments/1'
const THEN = '?on=2024-02-29&known=2024-03-01'

eachDatabase((_kind, open) => {
  let site: FastifyInstance
  let yearsLater: FastifyInstance
  before(async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    site = await aSite(store)
    yearsLater = siteAt(store, '2026-11-22T12:00:00.000Z')
  })

  async function page(url: string): Promise<string> {
    const { statusCode, body } = await site.inject(url)
    assert.equal(statusCode, 200, url)
    return body
  }

  test('a commitment says what was promised, by whom, for whom and for when', async () => {
    const body = await page(LAMPS + THEN)
    const said = readAloud(body)
    assert.match(body, /<title>Commitment 1: Dim lamps – Fingerpost<\/title>/)
    assert.equal(body.match(/<h1/g)?.length, 1)
    assert.match(said, /Commitment 1 Dim lamps Every dim lamp has money to mend it\./)
    assert.match(said, /Mission 1\. Light Sponsored by Keeper of the Lamps/)
    assert.match(
      said,
      /7 organisations are named\. The whole scope was not published\. As far as they were named\./,
    )
    assert.match(said, /All lamps seen Charter June 2024 June 2024 To come/)
    assert.match(
      said,
      /1\. Count them March 2024 March 2024 Not known Phase 2: what it holds was not published/,
    )
    assert.match(said, /One lamp may be two\. Source: Update, February 2024/)
    assert.match(said, /As at 29 February 2024, as known on 1 March 2024\./)
  })

  test('the figure is said with its target, its coverage, what is unknown and what it rests on', async () => {
    const said = readAloud(await page(LAMPS + THEN))
    assert.match(said, /Dim lamps with money 2 of 5 lamps Reconstructed/)
    assert.match(said, /The target is 100% by May 2024\. It is not yet met\./)
    assert.match(said, /It is not known whether 1 of them counts\./)
    assert.match(said, /9 organisations have answered; the whole scope was not published\./)
    assert.match(
      said,
      /That was stated, and not counted: Nine answered, as at 29 February 2024\. Update, February 2024/,
    )
    assert.match(
      said,
      /Reconstructed: 2 of the 5 records behind this figure were made to add up to published totals/,
    )
  })

  test('a true zero, nothing to count, a gap, no answer and a stated number look different', async () => {
    const [, ...rows] = readTable(await page(LAMPS + THEN), 'Dim lamps with money, by organisation')
    assert.deepEqual(rows, [
      [
        'Customs House',
        '[z]',
        '[z]',
        '[z]',
        '[z]',
        'Says: no lamps. The chart says so. Update, February 2024',
      ],
      ['Fish Office', '0', '0', '0', '[z]', 'Holds lamps; none of them is in scope of this figure.'],
      ['Harbour Office', '0', '0', '0', '[z]', 'Says: no dim lamps. Update, February 2024'],
      ['Lamp Board', '[x]', '[x]', '[x]', '[x]', 'Says: being ratified. Update, February 2024'],
      ['Ministry of Tides', '1', '3', '1', '[x]', '3 records.'],
      [
        'Pilots <& Co>',
        '[x]',
        '[x]',
        '[x]',
        '[x]',
        'Stated Four dim lamps, as at 29 February 2024. Update, February 2024',
      ],
      ['Skiff Club', '[x]', '[x]', '[x]', '[x]', 'Its part was not published'],
      ['Organisation not published', '1', '2', '0', '50%', 'Reconstructed 2 records.'],
      ['All', '2', '5', '1', '[x]', ''],
    ])
  })

  test('where nobody has answered, a sentence says so and no table', async () => {
    const said = readAloud(await page(`${LAMPS}?on=2024-02-01`))
    assert.match(
      said,
      /Dim lamps with money Not known .* Nobody has answered; the whole scope was not published/,
    )
    assert.match(
      said,
      /None of the 7 named in its scope has answered: Customs House, Fish Office, .*Skiff Club\. /,
    )
    assert.doesNotMatch(said, /by organisation/)
  })

  test('other published totals stand beside ours with their sources', async () => {
    const body = await page(LAMPS + THEN)
    assert.match(
      readAloud(body),
      /Other published totals Numbers .* Records behind the figure above were made to add up to what was published, so one of these can be the very number that they were made from\. 7 Seven dim lamps, as at 29 February 2024\. The Sailor/,
    )
    assert.match(
      body,
      /<a class="govuk-link" href="https:\/\/sailor\.example\/dim">The Sailor, January 2024<\/a>/,
    )
  })

  test('the definition is a sentence and the expressions that compute it, with its version', async () => {
    const said = readAloud(await page(LAMPS + THEN))
    assert.match(said, /Counts dim lamps whose plan is funded, out of all dim lamps\./)
    assert.match(said, /In scope if record\.dim Counted if record\.plan == "funded"/)
    assert.match(said, /Version [0-9a-f]{12} of the definition/)
  })

  test('the records behind a figure are listed where they may be', async () => {
    const [, ...rows] = readTable(await page(LAMPS + THEN), 'Records behind: Dim lamps with money')
    const when = ['29 February 2024', 'Update, February 2024']
    const made = ['29 February 2024', 'Update, February 2024 Reconstructed']
    assert.deepEqual(rows, [
      ['North lamp', 'dim: yes; plan: funded', 'Ministry of Tides', 'yes', ...when],
      ['placeholder-1', 'dim: yes; plan: funded', 'Organisation not published', 'yes', ...made],
      ['placeholder-2', 'dim: yes; plan: none', 'Organisation not published', 'no', ...made],
      ['Quay lamp', 'dim: yes', 'Ministry of Tides', 'not known', ...when],
      ['South lamp', 'dim: yes; plan: none', 'Ministry of Tides', 'no', ...when],
    ])
  })

  test('the records behind a figure are not listed where what it reads of them may not be published', async () => {
    const body = await page(`/roadmaps/safe-water/commitments/3${THEN}`)
    assert.match(
      readAloud(body),
      /1 record, which is not shown: what this figure reads of it may not be published/,
    )
    assert.doesNotMatch(body, /Tooth/)
  })

  test('a number that somebody stated is shown with its source and is not computed', async () => {
    const said = readAloud(await page(`/roadmaps/safe-water/commitments/2${THEN}`))
    assert.match(said, /Share that sail 5\.4% Stated Unverified/)
    assert.match(said, /5\.4% of all, as at 29 February 2024, rounded\. Update, February 2024/)
    assert.match(said, /The target is at least 6% by 2025\. It is not yet met\./)
    assert.match(
      said,
      /No organisation has recorded the people behind this\. The numbers shown are what others/,
    )
    assert.match(said, /Sailors Not known .*Nobody has answered/)
  })

  test('a headline that was last recorded long ago carries its date, on every page and in the JSON', async () => {
    const dated = /Dim lamps with money 3 of 6 lamps Reconstructed last recorded 1 June 2024/
    assert.match(readAloud((await yearsLater.inject(LAMPS)).body), dated)
    assert.doesNotMatch(readAloud(await page(LAMPS)), /last recorded/)
    const { says } = (await yearsLater.inject(`${LAMPS}.json`)).json()
    assert.ok(says.includes('Dim lamps with money: 3 of 6 lamps, last recorded 1 June 2024.'), says)
    const overview = (await yearsLater.inject('/')).body
    assert.match(readAloud(overview), /3 of 6 lamps Reconstructed last recorded 1 June 2024/)
    assert.match((await yearsLater.inject('/overview.json')).body, /last recorded 1 June 2024/)
  })

  test('a promise without a measure is marked as not yet computed', async () => {
    assert.match(readAloud(await page('/roadmaps/safe-water/commitments/4')), /Not yet computed: no measure/)
  })

  test('a promise in phases says which it is in, or why nobody can tell', async () => {
    assert.match(
      readAloud(await page(LAMPS + THEN)),
      /Phase In phases: 2\. Which it is in was not published\./,
    )
  })

  test('what was known before the later records is shown as it was then', async () => {
    assert.match(readAloud(await page(`${LAMPS}?on=2024-06-02&known=2024-05-31`)), /with money 2 of 5 lamps/)
    assert.match(
      readAloud(await page(`${LAMPS}?on=2024-06-02`)),
      /with money 3 of 6 lamps.*It was due, and is not met/,
    )
  })

  test('what changed between two dates adds up, class by class', async () => {
    const body = await page(`${LAMPS}?from=2024-02-29&to=2024-06-02`)
    assert.deepEqual(
      readTable(body, 'Dim lamps with money: what changed from 29 February 2024 to 2 June 2024'),
      [
        ['What changed', 'Counted', 'Out of', 'Not known', 'Records'],
        ['29 February 2024', '2', '5', '1', ''],
        ['Entered', '0', '+1', '0', '1 record'],
        ['Moved forward', '+1', '0', '0', '1 record'],
        ['2 June 2024', '3', '6', '1', ''],
      ],
    )
  })

  test('where neither date has a record, what was stated stands in place of a table of noughts', async () => {
    const said = readAloud(
      await page('/roadmaps/safe-water/commitments/2?from=2024-01-31&to=2024-03-31&known=2024-04-01'),
    )
    assert.match(
      said,
      /Share that sail No records on either date, so there is nothing to explain\. What others had stated by each date: 31 January 2024 Nothing\. 31 March 2024 5\.4% 5\.4% of all, as at 29 February 2024/,
    )
    assert.doesNotMatch(said, /Nothing changed/)
  })

  test('bodies in the row of another are named there, with what they said', async () => {
    const body = await page(`/roadmaps/safe-water/commitments/3${THEN}`)
    const [, row] = readTable(body, 'Charted rocks, by organisation')
    assert.equal(row?.[0], 'Ministry of Tides')
    assert.match(
      String(row?.at(-1)),
      /1 record\.\s?Harbour Office says: being ratified\. Update, February 2024\s?With Harbour Office\./,
    )
    const said = readAloud(body)
    assert.match(said, /Who is in scope 2 organisations\./)
    assert.match(said, /2 of 2 organisations in scope have answered\./)
  })

  test('phases of which nothing was published are said once', async () => {
    const said = readAloud(await page('/roadmaps/safe-water/commitments/3'))
    assert.match(said, /Phases 3 phases; what they hold was not published\./)
  })

  test('a form with a wrong date comes back as it was sent, and says what to enter', async () => {
    const cases = [
      ['?on=soon', /There is a problem As at: Enter a date like 29 February 2024/, 'on', 'soon'],
      ['?known=2024-99-99', /As known on: Enter a date like/, 'known', '2024-99-99'],
      ['?on=2030-01-01', /As at: Enter today or a day before it/, 'on', '2030-01-01'],
      ['?from=x&on=2024-02-29', /From: Enter a date like 29 February 2024/, 'from', 'x'],
      ['?from=2024-01-01&to=2030-01-01', /To: Enter today or a day before it/, 'to', '2030-01-01'],
      ['?on=2024-01-01&on=2024-01-02', /As at: Enter one date/, 'on', ''],
      ['?on=<script>', /As at: Enter a date/, 'on', '&lt;script&gt;'],
    ] as const
    for (const [query, says, name, given] of cases) {
      const { statusCode, body } = await site.inject(LAMPS + query)
      assert.equal(statusCode, 400, query)
      assert.match(readAloud(body), says)
      assert.match(body, new RegExp(`<a href="#${name}">`))
      assert.match(body, /<title>Error: /)
      const field = `id="${name}" name="${name}" value="${given}" aria-describedby="${name}-hint ${name}-error"`
      assert.ok(body.includes(field), `${query} should give back ${field}`)
      assert.doesNotMatch(body, /<script/)
    }
  })

  test('the other fields of the form come back too, and every mistake is named', async () => {
    const dates = (await site.inject(`${LAMPS}?on=soon&known=2024-03-01&from=2024-01-31`)).body
    assert.match(dates, /id="known" name="known" value="2024-03-01" aria-describedby="known-hint"/)
    assert.match(dates, /<input type="hidden" name="from" value="2024-01-31">/)
    const between = (await site.inject(`${LAMPS}?on=2024-02-29&from=x&to=y`)).body
    assert.match(between, /<input type="hidden" name="on" value="2024-02-29">/)
    assert.match(
      readAloud(between),
      /From: Enter a date .* To: Enter a date .* Leave empty for 29 February 2024/,
    )
  })

  test('there is no commitment where none was promised', async () => {
    for (const url of ['/roadmaps/safe-water/commitments/9', '/roadmaps/other/commitments/1', `${LAMPS}x`]) {
      const { statusCode, body } = await site.inject(url)
      assert.equal(statusCode, 404, url)
      assert.match(readAloud(body), /There is no commitment at this address/)
    }
  })

  test('a page weighs little', async () => {
    const { rawPayload } = await site.inject({ url: LAMPS + THEN, headers: { 'accept-encoding': 'br' } })
    assert.ok(rawPayload.length < 15_000, `${rawPayload.length} bytes`)
  })
})
