import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { figuresModule, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { aSite, readAloud, readTable } from '../testing.ts'

const THEN = '?on=2024-02-29&known=2024-03-01'

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

  test('organisations are listed with what became of them, on the date asked for', async () => {
    const now = readAloud(await read('/organisations'))
    assert.match(now, /There on 1 July 2024 Cod Office .* Not there on 1 July 2024 Fish Office/)
    assert.match(now, /Fish Office Became Cod Office and Herring Office on 1 March 2024/)
    const then = readAloud(await read(`/organisations${THEN}`))
    assert.match(then, /There on 29 February 2024 Customs House Fish Office/)
    assert.doesNotMatch(then, /Became/)
    assert.doesNotMatch(now, /Organisation not published|Whole of government/)
  })

  test('an organisation has its figures, what it said, and where it has no part', async () => {
    const body = await read(`/organisations/tide-ministry${THEN}`)
    const [, ...rows] = readTable(body, 'Ministry of Tides and the promises, 29 February 2024')
    assert.deepEqual(rows, [
      ['1. Dim lamps', 'Dim lamps with money', '1 of 3 lamps', ''],
      ['3. Rocks', 'Charted rocks', '1 of 1 rock, 100%', ''],
      ['5. Fairness', 'Offices with half', 'Not known', ''],
    ])
    const said = readAloud(body)
    assert.match(said, /Ministry of Tides \(MoT\)/)
    assert.match(said, /Not in scope of 4\. Songs/)
    assert.match(said, /Whether it is in scope was not published 2\. Hands/)
  })

  test('what is said instead of a number is shown in words', async () => {
    const stands: Record<string, string[]> = {
      'customs-house': ['[z]', 'Says: no lamps. The chart says so. Update, February 2024'],
      'lamp-board': ['[x]', 'Says: being ratified. Update, February 2024'],
      'harbour-office': ['0', 'Says: no dim lamps. Update, February 2024'],
      'fish-office': ['None of its records counts here', ''],
    }
    for (const [slug, [number, said]] of Object.entries(stands)) {
      const [, row] = readTable(await read(`/organisations/${slug}${THEN}`), '')
      assert.deepEqual(row?.slice(2), [number, said], slug)
    }
    const pilots = readTable(await read(`/organisations/pilots${THEN}`), 'Pilots <& Co>')
    assert.match(String(pilots[1]), /No number of its own Stated,Four dim lamps/)
    assert.match(
      readAloud(await read('/organisations/pilots')),
      /In scope of promises not yet computed 4\. Songs/,
    )
  })

  test('what became of an organisation is told from the day it happened', async () => {
    assert.match(
      readAloud(await read('/organisations/fish-office')),
      /It was split on 1 March 2024 into Cod Office, Herring Office\./,
    )
    assert.match(readAloud(await read('/organisations/fish-office')), /It was not there on 1 July 2024\./)
    assert.doesNotMatch(readAloud(await read(`/organisations/fish-office${THEN}`)), /split/)
    assert.match(
      readAloud(await read('/organisations/cod-office')),
      /It came on 1 March 2024 from Fish Office\./,
    )
    assert.match(readAloud(await read('/organisations/harbour-office')), /Part of: Ministry of Tides/)
  })

  test('only the symbols that a page uses are explained on it', async () => {
    const zero = readAloud(await read(`/organisations/harbour-office${THEN}`))
    assert.match(zero, /\[x\] means that there is no number\. A 0 is a true zero\./)
    assert.doesNotMatch(zero, /\[z\] means|\[c\] means/)
    assert.doesNotMatch(readAloud(await read(`/organisations/tide-ministry${THEN}`)), / means that /)
  })

  test('what a body was to do, those before it were to do', async () => {
    const [, ...then] = readTable(await read(`/organisations/fish-office${THEN}`), 'Fish Office')
    assert.deepEqual(
      then.map(([commitment]) => commitment),
      ['1. Dim lamps', '5. Fairness'],
    )
  })

  test('a body that has ended has no part in any promise: what came after it has', async () => {
    const said = readAloud(await read('/organisations/fish-office'))
    assert.match(said, /See what came after it: Cod Office, Herring Office\./)
    assert.doesNotMatch(said, /Not in scope of|not yet computed|Whether it is in scope/)
  })

  test('a promise that is computed is not among those not yet computed, though it has no number here', async () => {
    const said = readAloud(await read(`/organisations/customs-house${THEN}`))
    assert.match(said, /5\. Fairness Offices with half/)
    assert.doesNotMatch(said, /not yet computed/)
  })

  test('how its figures went over time is drawn, and told in numbers', async () => {
    const body = await read('/organisations/tide-ministry?on=2024-06-30')
    const [head, lamps, rocks] = readTable(body, 'Ministry of Tides and the promises')
    assert.deepEqual(head, ['Commitment', 'Measure', 'Over time', 'Where it stands', 'What was said'])
    assert.deepEqual(lamps?.slice(0, 4), ['1. Dim lamps', 'Dim lamps with money', '', '2 of 4 lamps'])
    assert.deepEqual(rocks?.slice(0, 4), ['3. Rocks', 'Charted rocks', '', '1 of 1 rock, 100%'])
    assert.equal(body.match(/class="fp-spark"/g)?.length, 1)
    assert.match(body, /<figure class="fp-chart-frame" id="over-time">/)
    assert.match(readAloud(body), /One figure of Ministry of Tides has changed as a part of what is in scope/)
    assert.deepEqual(readTable(body, 'Figures of Ministry of Tides'), [
      ['Measure', 'Date', 'Counted', 'Out of', 'Not known', 'Share'],
      ['Dim lamps with money', '29 February 2024', '1', '3', '1', '[x]'],
      ['Dim lamps with money', '1 May 2024', '1', '4', '1', '[x]'],
      ['Dim lamps with money', '1 June 2024', '2', '4', '1', '[x]'],
    ])
    assert.doesNotMatch(await read(`/organisations/tide-ministry${THEN}`), /fp-spark|over-time/)
  })

  test('it leads to what can be compared with it, and to its registers', async () => {
    const body = await read(`/organisations/tide-ministry${THEN}`)
    assert.match(body, /href="\/compare\?left=tide-ministry&amp;on=2024-02-29&amp;known=2024-03-01"/)
    await read(`/compare?left=tide-ministry&on=2024-02-29`)
    assert.deepEqual(
      [...body.matchAll(/href="(\/registers\/[a-z-]+)/g)].map(([, href]) => href),
      ['/registers/lamps', '/registers/rocks'],
    )
    assert.doesNotMatch(await read('/organisations/skiff-club'), /\/registers\//)
  })

  test('how much it has answered is said', async () => {
    const answered = /It has answered for [^.]*\./
    assert.match(
      readAloud(await read(`/organisations/tide-ministry${THEN}`)),
      /It has answered for 3 of the 3 measures that it has a part in\./,
    )
    assert.deepEqual(
      answered.exec(readAloud(await read(`/organisations/skiff-club${THEN}`)))?.[0],
      'It has answered for 0 of the one measure that it has a part in; for one, whether it has was not published.',
    )
  })

  test('organised as today, a body that has ended says where its figures are counted', async () => {
    const ended = readAloud(await read('/organisations/fish-office?on=2024-02-29&organised=now'))
    assert.match(ended, /its figures are with: Cod Office, Herring Office\./)
    assert.match(ended, /Dim lamps with money Counted with those that came after it/)
    const heir = readAloud(await read('/organisations/cod-office?organised=now'))
    assert.match(heir, /its figures hold those of: Fish Office\./)
    assert.doesNotMatch(readAloud(await read('/organisations/fish-office')), /its figures are with/)
    assert.doesNotMatch(
      readAloud(await read('/organisations/tide-ministry?organised=now')),
      /its figures (are|hold)/,
    )
  })

  test('there is no page for whom nobody named', async () => {
    for (const slug of ['organisation-not-published', 'whole-government', 'nobody', '%00', '..%2f']) {
      const { statusCode, body } = await site.inject(`/organisations/${slug}`)
      assert.equal(statusCode, 404, slug)
      assert.match(readAloud(body), /There is no organisation at this address/)
    }
  })
})
