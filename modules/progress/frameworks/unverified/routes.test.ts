import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { figuresModule, type LedgerTables, openLedger } from '#figures'
import { type NewEntry, record, registersModule } from '#registers'
import { eachDatabase } from '../../../../platform/database/testing.ts'
import type { ProgressStore } from '../../known/queries.ts'
import { readAloud, readTable } from '../../testing.ts'
import { aJudgingSite } from '../testing.ts'

eachDatabase((_kind, open) => {
  let site: FastifyInstance
  before(async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    site = await aJudgingSite(store)
    await judgeLamps(store)
  })

  async function read(url: string): Promise<string> {
    const { statusCode, body } = await site.inject(url)
    assert.equal(statusCode, 200, url)
    return body
  }

  test('what is unverified is listed, and which registers and measures rest on it', async () => {
    const body = await read('/frameworks/unverified')
    const frameworks = readTable(body, 'Frameworks that are not wholly stated')
    assert.ok(frameworks.some(([title, , part]) => title === 'Crew drill' && part === 'where “fine” begins'))
    assert.equal(
      frameworks.some(([title]) => title === 'Swell'),
      false,
    )
    assert.deepEqual(readTable(body, 'Registers whose results rest on them').slice(1), [
      ['lamps', 'Risk', 'Legacy IT risk assessment framework, version 2025-03'],
      ['lamps', 'Safety', 'Harbour safety, version 4.0'],
    ])
    const measures = readTable(body, 'Measures whose figures rest').slice(1)
    assert.deepEqual(measures, [
      ['Share that sail', '2. Hands', 'Its own definition'],
      ['Sailors', '2. Hands', 'Its own definition'],
      ['Red lamps', '4. Songs', 'Legacy IT risk assessment framework'],
      ['Offices with red lamps', '4. Songs', 'Legacy IT risk assessment framework'],
    ])
    assert.match(body, /href="\/roadmaps\/safe-water\/commitments\/4\/measures\/red"/)
    assert.match(readAloud(body), /4 of \d+ measures rest on one of them/)
    assert.match(await read('/frameworks'), /href="\/frameworks\/unverified"/)
  })

  test('as known before anything was judged, nothing rests on a framework', async () => {
    const body = await read('/frameworks/unverified?known=2024-03-01')
    assert.match(readAloud(body), /0 of 0 frameworks/)
    assert.doesNotMatch(body, /Registers whose results/)
  })

  test('a figure that rests on an unverified framework says so wherever it is shown', async () => {
    for (const url of [
      '/roadmaps/safe-water/commitments/4',
      '/roadmaps/safe-water/commitments/4/measures/red',
      '/roadmaps/safe-water/commitments/4/measures/red-offices',
    ]) {
      const body = await read(url)
      assert.match(body, /fp-mark--unverified">Unverified</, url)
      assert.match(
        readAloud(body),
        /Unverified: the ratings follow the framework “Legacy IT risk assessment framework”/,
      )
      assert.match(body, /href="\/frameworks\/unverified"/)
      const { says } = JSON.parse(await read(`${url}.json`))
      assert.match(says.join(' '), /Unverified: the ratings follow the framework/)
    }
    const overview = await read('/roadmaps/safe-water/missions/2')
    const [, songs = ''] = overview.split('/roadmaps/safe-water/commitments/4"')
    assert.match(songs, /fp-mark--unverified/)
  })

  test('what does not rest on one does not say so', async () => {
    const body = await read('/roadmaps/safe-water/commitments/1/measures/funded')
    assert.doesNotMatch(body, /fp-mark--unverified/)
    // Nothing was judged by then, so there is no figure that rests on anything.
    const then = await read('/roadmaps/safe-water/commitments/4/measures/red?on=2024-01-15')
    assert.doesNotMatch(then, /fp-mark--unverified/)
  })
})

async function judgeLamps(store: ProgressStore): Promise<void> {
  const lamp = (key: string, rating: string): NewEntry => ({
    register: 'lamps',
    key,
    organisation: 'pilots',
    effectiveOn: '2024-06-02',
    source: 'Chart',
    values: {
      name: key,
      dim: true,
      plan: 'funded',
      risk: { framework: 'legacy-it-risk', version: '2025-03', rating },
    },
    refersTo: [],
    state: 'stands',
    voids: null,
    reconstructed: false,
  })
  await store.as('ledger', {}, async (tx) => {
    const recording = {
      kind: 'entries' as const,
      recordedAt: '2024-06-20T09:00:00.000Z',
      actor: 'test',
      source: 'Chart',
    }
    const entries = [lamp('east', 'red'), lamp('west', 'low')]
    const recorded = await record(tx, { ...recording, entries, statements: [] }, await openLedger(tx))
    assert.ok(recorded.ok)
  })
}
