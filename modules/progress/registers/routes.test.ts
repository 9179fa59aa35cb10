import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { figuresModule, type LedgerTables, openLedger } from '#figures'
import { type NewEntry, record, registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { ProgressStore } from '../known/queries.ts'
import { aSite, LATER, readAloud, readTable } from '../testing.ts'

const MANY = 120

eachDatabase((_kind, open) => {
  let site: FastifyInstance
  before(async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    site = await aSite(store)
    await addCrews(store)
  })

  async function read(url: string): Promise<string> {
    const { statusCode, body } = await site.inject(url)
    assert.equal(statusCode, 200, url)
    return body
  }

  test('every register is listed with how many of its records stand on the date', async () => {
    const counts = async (query = '') =>
      readTable(await read(`/registers${query}`), 'All registers').map(([name, , count]) => [name, count])
    assert.deepEqual(await counts(), [
      ['Register', 'Records that stand'],
      ['lamps', '7 records'],
      ['rocks', '1 record'],
      ['crews', '120 records'],
      ['stated values', '4 records'],
    ])
    assert.deepEqual((await counts('?known=2024-03-01'))[1], ['lamps', '6 records'])
    assert.deepEqual((await counts('?known=2024-01-15'))[1], ['lamps', 'No records'])
  })

  test('a register says what is written down, who may see it, and what counts it', async () => {
    const body = await read('/registers/rocks?on=2024-02-29&known=2024-03-01')
    assert.deepEqual(readTable(body, 'Fields').slice(1), [
      ['name', 'Text', 'Everyone', ''],
      ['charted', 'Yes or no', 'Nobody: it is only there for figures to be computed from', ''],
    ])
    assert.deepEqual(readTable(body, 'Measures').slice(1), [
      ['Charted rocks', '3. Rocks', '1 of 1 rock, 100%'],
    ])
    assert.match(readAloud(body), /Each record stands until it is changed or ends\./)
    assert.match(readAloud(body), /1 record stands on 29 February 2024\./)
  })

  test('what organisations say of it is shown with its sources', async () => {
    const body = await read('/registers/lamps?on=2024-02-29')
    assert.deepEqual(readTable(body, 'Statements').slice(1), [
      ['Customs House', 'Says: no lamps. The chart says so. Update, February 2024', '29 February 2024'],
      ['Harbour Office', 'Says: no dim lamps. Update, February 2024', '29 February 2024'],
      ['Lamp Board', 'Says: being ratified. Update, February 2024', '29 February 2024'],
    ])
    const before = await read('/registers/lamps?known=2024-02-28')
    assert.doesNotMatch(before, /Statements that stand/)
  })

  test('its records are listed with what is public of them, and a link to each', async () => {
    const body = await read('/registers/lamps?on=2024-02-29')
    const rows = readTable(body, 'lamps that stand on 29 February 2024')
    assert.equal(rows.length, 7)
    const north = rows.find(([name]) => name === 'North lamp')
    assert.deepEqual(north, [
      'North lamp',
      'Ministry of Tides',
      'dim: yes; plan: funded',
      '29 February 2024',
      'Update, February 2024',
    ])
    assert.match(body, /href="\/registers\/lamps\/records\/[0-9a-f-]{36}\?on=2024-02-29"/)
    const rocks = await read('/registers/rocks')
    assert.equal(readTable(rocks, 'rocks that stand')[1]?.[2], '')
    const { body: json } = await site.inject('/registers/rocks.json')
    assert.doesNotMatch(json, /values\.charted/)
  })

  test('many records are listed fifty to a page, each once, and the last page says no more', async () => {
    const seen: string[] = []
    const sizes: number[] = []
    let url: string | undefined = '/registers/crews?on=2024-06-30'
    while (url !== undefined) {
      const body = await read(url)
      const rows = readTable(body, 'crews that stand').slice(1)
      sizes.push(rows.length)
      seen.push(...rows.map(([name = '']) => name))
      const next = /rel="next" href="([^"]+)"/.exec(body)?.[1]
      url = next?.replaceAll('&amp;', '&').replace(/#.*/, '')
    }
    assert.deepEqual(sizes, [50, 50, 20])
    assert.equal(new Set(seen).size, MANY)
    for (const name of seen) assert.match(name, /^Pilots <& Co>, 1 March 2024 \(…[0-9a-f]{6}\)$/)
  })

  test('a page beyond the last is no fault, but what is no id is', async () => {
    const after = 'ffffffff-ffff-7fff-bfff-ffffffffffff'
    assert.match(readAloud(await read(`/registers/crews?after=${after}`)), /No more stand on 1 July 2024\./)
    for (const wrong of ['not-an-id', '', '%00', "'", '1&after=2', `${after}&after=${after}`]) {
      for (const format of ['', '.json', '.csv']) {
        const { statusCode, body } = await site.inject(`/registers/crews${format}?after=${wrong}`)
        assert.equal(statusCode, 400, wrong)
        assert.match(readAloud(body), /“after” is not the id of a record\./)
      }
    }
    const { body } = await site.inject('/cy/registers/crews?after=x')
    assert.match(body, /<html[^>]* lang="cy"/)
    assert.doesNotMatch(readAloud(body), /What this address gives/)
  })

  test('where none stands it says so', async () => {
    const body = readAloud(await read('/registers/lamps?on=2024-01-15'))
    assert.match(body, /No record stands on 15 January 2024\./)
    assert.match(body, /None stands on 15 January 2024\./)
  })

  test('programs have each public field in a column of its own', async () => {
    const { body } = await site.inject('/registers/lamps.json?on=2024-02-29')
    const { tables } = JSON.parse(body)
    const values = tables.find(({ id }: { id: string }) => id === 'values')
    const north = values.rows.find((row: Record<string, unknown>) => row['values.name'] === 'North lamp')
    assert.equal(north['values.dim'], true)
    assert.equal(north.organisation, 'tide-ministry')
    assert.equal(north.recorded, '2024-02-29T09:30:00.000Z')
    const csv = await site.inject('/registers/lamps.csv?table=values&on=2024-02-29')
    assert.match(csv.body, /^\uFEFFRecord,Organisation,Since,Recorded,Reconstructed,Source,name,dim,plan\r\n/)
  })

  test('there is no page of a register that is not there', async () => {
    for (const name of ['nothing', '%00', '..%2flamps', 'LAMPS']) {
      const { statusCode, body } = await site.inject(`/registers/${name}`)
      assert.equal(statusCode, 404, name)
      assert.match(readAloud(body), /There is no register at this address/)
    }
  })
})

/** More than fit on a page, and one that has ended. */
async function addCrews(store: ProgressStore): Promise<void> {
  const crew = (key: string, more: Partial<NewEntry> = {}): NewEntry => ({
    register: 'crews',
    key,
    organisation: 'pilots',
    effectiveOn: '2024-03-01',
    state: 'stands',
    voids: null,
    reconstructed: false,
    source: 'Muster',
    values: { sailors: 7 },
    refersTo: [],
    ...more,
  })
  const crews = Array.from({ length: MANY }, (_, at) => crew(`crew-${at}`))
  const ended = [crew('gone'), crew('gone', { state: 'ended', effectiveOn: '2024-04-01' })]
  await store.as('ledger', {}, async (tx) => {
    const recordedAt = LATER.replace('T09', 'T10')
    const recording = { kind: 'entries' as const, recordedAt, actor: 'test', source: 'Muster' }
    const entries = [...ended, ...crews]
    const recorded = await record(tx, { ...recording, entries, statements: [] }, await openLedger(tx))
    assert.ok(recorded.ok)
  })
}
