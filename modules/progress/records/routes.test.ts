import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { figuresModule, type LedgerTables, openLedger } from '#figures'
import { type NewEntry, record, registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { ProgressStore } from '../known/queries.ts'
import { aSite, readAloud, readTable } from '../testing.ts'
import { idsIn } from './testing.ts'

const CORRECTED = '2024-06-10T09:00:00.000Z'

eachDatabase((_kind, open) => {
  let site: FastifyInstance
  let store: ProgressStore
  let ids: Map<string, string>
  before(async () => {
    store = await open<LedgerTables>([registersModule, figuresModule])
    site = await aSite(store)
    ids = await idsIn(store)
    await correct(store)
  })

  const at = (key: string, query = '') =>
    `/registers/${key === 'tooth' ? 'rocks' : 'lamps'}/records/${ids.get(key)}${query}`

  async function read(url: string): Promise<string> {
    const { statusCode, body } = await site.inject(url)
    assert.equal(statusCode, 200, url)
    return body
  }

  test('a record has its entries in both times, with what each said and where it is from', async () => {
    const body = await read(at('south'))
    const [header, ...rows] = readTable(body, 'Entries of South lamp')
    assert.deepEqual(header, [
      'In force from',
      'Recorded on',
      'Held by',
      'What became of it',
      'Source',
      'dim',
      'plan',
    ])
    assert.deepEqual(rows, [
      [
        '29 February 2024',
        '29 February 2024 at 09:30 (UTC)',
        'Ministry of Tides',
        'Stood until 1 June 2024',
        'Update, February 2024',
        'yes',
        'none',
      ],
      [
        '1 June 2024',
        '1 June 2024 at 09:00 (UTC) Letter, June 2024',
        'Ministry of Tides',
        'Stands on 1 July 2024',
        'Update, February 2024',
        'yes',
        'funded',
      ],
    ])
    assert.match(readAloud(body), /On 1 July 2024 the entry in force from 1 June 2024 stands\./)
  })

  test('on an earlier date the later entry is still to come, and as known earlier it is not there', async () => {
    const [, , later] = readTable(await read(at('south', '?on=2024-03-01')), 'Entries')
    assert.equal(later?.[3], 'In force later than 1 March 2024')
    const rows = readTable(await read(at('south', '?known=2024-03-01')), 'Entries')
    assert.equal(rows.length, 2)
    assert.equal(rows[1]?.[3], 'Stands on 1 July 2024')
  })

  test('what it adds to each measure is shown, and how that came about', async () => {
    const body = await read(at('south'))
    assert.deepEqual(readTable(body, 'What it adds')[1], [
      'Dim lamps with money',
      '1. Dim lamps',
      '1',
      '1',
      '0',
    ])
    const [, ...steps] = readTable(body, 'How that came about')
    assert.deepEqual(steps, [
      ['29 February 2024', 'Dim lamps with money', 'Ministry of Tides', '0', '+1', '0'],
      ['1 June 2024', 'Dim lamps with money', 'Ministry of Tides', '+1', '0', '0'],
    ])
    assert.match(body, /href="\/roadmaps\/safe-water\/commitments\/1\/measures\/funded"/)
    const [, then] = readTable(await read(at('south', '?on=2024-03-01')), 'What it adds')
    assert.deepEqual(then?.slice(2), ['0', '1', '0'])
    const [, bright] = readTable(await read(at('bright')), 'What it adds')
    assert.deepEqual(bright?.slice(2), ['[z]', '[z]', '[z]'])
  })

  test('what a measure reads and may not be published is not told, nor what it adds', async () => {
    const body = await read(at('tooth'))
    const [header] = readTable(body, 'Entries of The Tooth')
    assert.equal(header?.includes('charted'), false)
    assert.deepEqual(readTable(body, 'What it adds')[1]?.slice(2), ['[c]', '[c]', '[c]'])
    assert.match(
      readAloud(body),
      /\[c\] means that the number is withheld\. What a measure with \[c\] reads of records may not be shown one by one\./,
    )
    assert.doesNotMatch(await read(at('south')), /may not be shown one by one/)
    assert.match(readAloud(body), /Parts of it that are not public are left out\./)
    assert.doesNotMatch(body, /How that came about/)
    const { body: json } = await site.inject(`${at('tooth')}.json`)
    assert.doesNotMatch(json, /charted":/)
  })

  test('a correction, a transfer, an end and an entry taken back are each told', async () => {
    const fates = async (key: string) =>
      readTable(await read(at(key)), 'Entries')
        .slice(1)
        .map((row) => row[3])
    assert.deepEqual(await fates('north'), [
      'Corrected by the entry for the same day that was recorded on 10 June 2024 at 09:00 (UTC)',
      'Stands on 1 July 2024',
    ])
    assert.deepEqual(await fates('pier'), [
      'Void: taken back on 10 June 2024 at 09:00 (UTC), as it was never true',
      'Takes back the entry in force from 1 May 2024 that was recorded on 1 June 2024 at 09:00 (UTC): it was never true',
    ])
    assert.deepEqual(await fates('bright'), ['Stood until 1 May 2024', 'The record has ended'])
    const quay = readAloud(await read(at('quay')))
    assert.match(
      quay,
      /Ministry of Tides from 29 February 2024 to 1 April 2024 Harbour Office since 1 April 2024/,
    )
    assert.match(readAloud(await read(at('bright'))), /On 1 July 2024 no entry of it stands\./)
    assert.match(readAloud(await read(at('pier'))), /Nobody: every entry of it was taken back/)
  })

  test('as known before a correction, nothing tells of it', async () => {
    const body = await read(at('north', '?known=2024-06-05'))
    assert.equal(readTable(body, 'Entries').length, 2)
    assert.doesNotMatch(body, /June 10|10 June|Correct/)
    assert.match(
      readAloud(await read(at('pier', '?known=2024-06-05'))),
      /the entry in force from 1 May 2024 stands/,
    )
  })

  test('made to add up, it says so', async () => {
    const [, row] = readTable(await read(at('placeholder-1')), 'Entries')
    assert.match(String(row?.[3]), /Reconstructed/)
    assert.match(readAloud(await read(at('placeholder-1'))), /Held by Organisation not published since/)
  })

  test('a record that is not there, is not public or was not yet known has one answer for all', async () => {
    const none = '01900000-0000-7000-8000-000000000000'
    const urls = [
      `/registers/lamps/records/${none}`,
      `/registers/nothing/records/${none}`,
      `/registers/lamps/records/${ids.get('north')?.toUpperCase()}`,
      `/registers/rocks/records/${ids.get('north')}`,
      '/registers/lamps/records/north',
      '/registers/lamps/records/%00',
      at('pier', '?known=2024-03-01'),
      at('north', '?known=2024-01-11'),
    ]
    const answers = await Promise.all(urls.map((url) => site.inject(url)))
    for (const { statusCode, body } of answers) {
      assert.equal(statusCode, 404)
      assert.match(readAloud(body), /There is no record at this address that may be shown/)
    }
  })

  test('it is there as data, and in Welsh', async () => {
    const { statusCode, body } = await site.inject(`${at('south')}.json`)
    assert.equal(statusCode, 200)
    const { title, tables } = JSON.parse(body)
    assert.equal(title, 'South lamp')
    assert.equal(tables[0].rows[1].recorded, '2024-06-01T09:00:00.000Z')
    assert.equal(tables[0].rows[1].effectiveOn, '2024-06-01')
    assert.equal(tables[1].rows[0].counted, 1)
    const csv = await site.inject(`${at('south')}.csv?table=steps`)
    assert.match(csv.body, /2024-06-01,Dim lamps with money,Ministry of Tides,1,0,0/)
    assert.match(await read(`/cy${at('south')}`), /lang="cy"/)
  })
})

/** A correction of the past, a transfer, an end, and an entry taken back. */
async function correct(store: ProgressStore): Promise<void> {
  const base = { register: 'lamps', source: 'Letter, June 2024', refersTo: [], reconstructed: false }
  const stands = { ...base, state: 'stands' as const, voids: null, organisation: 'tide-ministry' }
  await store.as('ledger', {}, async (tx) => {
    const pier = await tx
      .selectFrom('registers.entry')
      .innerJoin('registers.record', 'registers.record.id', 'registers.entry.record')
      .select('entry')
      .where('key', '=', 'pier')
      .executeTakeFirstOrThrow()
    const entries: NewEntry[] = [
      {
        ...stands,
        key: 'north',
        effectiveOn: '2024-02-29',
        values: { name: 'North lamp', dim: true, plan: 'none' },
      },
      {
        ...stands,
        key: 'quay',
        organisation: 'harbour-office',
        effectiveOn: '2024-04-01',
        values: { name: 'Quay lamp', dim: true },
      },
      {
        ...stands,
        key: 'bright',
        organisation: 'fish-office',
        state: 'ended',
        effectiveOn: '2024-05-01',
        values: {},
      },
      { ...stands, key: 'pier', state: 'void', voids: pier.entry, effectiveOn: '2024-05-01', values: {} },
    ]
    const recording = { kind: 'entries' as const, recordedAt: CORRECTED, actor: 'test', source: 'Letter' }
    const recorded = await record(tx, { ...recording, entries, statements: [] }, await openLedger(tx))
    assert.ok(recorded.ok)
  })
}
