import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Register } from '#definitions'
import { figuresModule, type LedgerTables, openAdoption, openLedger } from '#figures'
import { type NewEntry, record, registersModule } from '#registers'
import { eachDatabase } from '../../../platform/database/testing.ts'
import type { ProgressStore } from '../known/queries.ts'
import { aSite, readAloud, readTable } from '../testing.ts'
import { coast } from '../world/coast.ts'
import { idsIn } from './testing.ts'

const ADOPTED_AGAIN = '2024-06-10T09:00:00.000Z'
const RECORDED = '2024-06-20T09:00:00.000Z'

eachDatabase((_kind, open) => {
  test('where no field is public any longer, no record is shown, at any date or knowledge', async () => {
    const later = await open<LedgerTables>([registersModule, figuresModule])
    const other = await aSite(later)
    const north = (await idsIn(later)).get('north')
    const shown = await other.inject(`/registers/lamps/records/${north}`)
    assert.equal(shown.statusCode, 200)
    await hide(later)
    const unknown = await other.inject('/registers/lamps/records/01900000-0000-7000-8000-000000000000')
    for (const query of ['', '?known=2024-03-01']) {
      const { statusCode, body } = await other.inject(`/registers/lamps/records/${north}${query}`)
      assert.equal(statusCode, 404)
      if (query === '') assert.equal(same(body), same(unknown.body))
    }
    const register = readAloud((await other.inject('/registers/lamps')).body)
    assert.match(register, /No part of its records may be published, so none of them is shown here/)
    assert.doesNotMatch(register, /records? stands? on|North lamp/)
    assert.match(readAloud((await other.inject('/registers')).body), /lamps Not shown/)
  })

  test('a record that another refers to is named, but not one of a register that is not public', async () => {
    const later = await open<LedgerTables>([registersModule, figuresModule])
    const other = await aSite(later)
    await addBuoy(later)
    const all = await idsIn(later)
    const [buoy, secret, north] = ['buoy', 'secret', 'north'].map((key) => all.get(key) ?? '')
    assert.ok(buoy && secret && north)
    const { body } = await other.inject(`/registers/buoys/records/${buoy}`)
    const [header, row] = readTable(body, 'Entries of The buoy')
    assert.deepEqual(header?.slice(-2), ['beside', 'holds'])
    assert.deepEqual(row?.slice(-2), ['North lamp', 'Not shown'])
    assert.match(body, new RegExp(`href="/registers/lamps/records/${north}"`))
    for (const url of [
      '/registers/buoys',
      '/registers/buoys.json',
      `/registers/buoys/records/${buoy}.json`,
    ]) {
      const answer = await other.inject(url)
      assert.equal(answer.statusCode, 200)
      assert.equal(answer.body.includes(secret), false, url)
    }
    assert.match(
      (await other.inject('/registers/buoys.json')).body,
      new RegExp(`"values.beside": "${north}"`),
    )
    assert.equal((await other.inject(`/registers/vault/records/${secret}`)).statusCode, 404)
  })
})

/** A page without what is different in each answer: its reference and its address. */
function same(body: string): string {
  return body.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|req-\w+/g, '')
}

/** From here on no field of the lamps is public. */
async function hide(store: ProgressStore): Promise<void> {
  const registers = coast.registers.map((register) =>
    register.name === 'lamps'
      ? { ...register, fields: register.fields.map((field) => ({ ...field, disclose: 'centre' as const })) }
      : register,
  )
  const government = { ...coast, registers }
  await store.as('ledger', {}, async (tx) => {
    const recording = { kind: 'adoption' as const, recordedAt: RECORDED, actor: 'test', source: 'Charter' }
    const recorded = await record(
      tx,
      { ...recording, entries: [], statements: [], government },
      openAdoption(tx, government, null),
    )
    assert.ok(recorded.ok)
  })
}

/** A buoy beside a lamp, which holds something of which nothing is public. */
async function addBuoy(store: ProgressStore): Promise<void> {
  const [lamps] = coast.registers
  assert.ok(lamps)
  const field = { required: false, disclose: 'public' as const }
  const name = { ...field, name: 'name', title: { en: 'name' }, type: 'text' as const }
  const buoys: Register = {
    ...lamps,
    name: 'buoys',
    title: { en: 'buoys' },
    parts: [],
    fields: [
      name,
      { ...field, name: 'beside', title: { en: 'beside' }, type: 'record', register: 'lamps' },
      { ...field, name: 'holds', title: { en: 'holds' }, type: 'record', register: 'vault' },
    ],
  }
  const vault: Register = { ...buoys, name: 'vault', fields: [{ ...name, disclose: 'organisation' }] }
  const government = { ...coast, registers: [...coast.registers, buoys, vault] }
  const base = { actor: 'test', source: 'Charter', statements: [] }
  const stands = { state: 'stands' as const, voids: null, organisation: 'pilots', reconstructed: false }
  const placed = { ...stands, source: 'Chart', effectiveOn: '2024-06-01', refersTo: [] }
  await store.as('ledger', {}, async (tx) => {
    const adoption = {
      ...base,
      kind: 'adoption' as const,
      recordedAt: ADOPTED_AGAIN,
      entries: [],
      government,
    }
    assert.ok((await record(tx, adoption, openAdoption(tx, government, null))).ok)
    const secret: NewEntry = { ...placed, register: 'vault', key: 'secret', values: { name: 'Gold' } }
    const refersTo = [
      { field: 'beside', register: 'lamps', key: 'north' },
      { field: 'holds', register: 'vault', key: 'secret' },
    ]
    const buoy: NewEntry = {
      ...placed,
      register: 'buoys',
      key: 'buoy',
      values: { name: 'The buoy' },
      refersTo,
    }
    const recording = { ...base, kind: 'entries' as const, recordedAt: RECORDED, entries: [secret, buoy] }
    assert.ok((await record(tx, recording, await openLedger(tx))).ok)
  })
}
