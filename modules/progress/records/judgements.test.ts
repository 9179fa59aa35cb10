import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { cannotBeJudged, type Field } from '#definitions'
import { figuresModule, type LedgerTables, openLedger } from '#figures'
import { createMessages, readCatalogue } from '#platform/messages'
import { type NewEntry, record, registersModule } from '#registers'
import type { Value } from '#shared/values'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { aJudgingSite, judging } from '../frameworks/testing.ts'
import type { ProgressStore } from '../known/queries.ts'
import { readAloud, readTable } from '../testing.ts'
import type { Placed } from './history.ts'
import { judgementsTable } from './judgements.ts'
import { idsIn } from './testing.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')
const ANSWER = 'A1 A2 A3'

eachDatabase((_kind, open) => {
  let site: FastifyInstance
  let ids: Map<string, string>
  before(async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    site = await aJudgingSite(store)
    await judgeLamp(store)
    ids = await idsIn(store)
  })

  async function read(query = '', format = ''): Promise<string> {
    const url = `/registers/lamps/records/${ids.get('east')}${format}${query}`
    const { statusCode, body } = await site.inject(url)
    assert.equal(statusCode, 200, url)
    return body
  }

  test('each entry says by which version it was judged, and that it is kept under that', async () => {
    const body = await read()
    const [header, ...rows] = readTable(body, 'Results, and what each was judged by')
    assert.deepEqual(header, [
      'In force from',
      'What was judged',
      'Result',
      'Judged by',
      'Version',
      'How sure it is',
    ])
    const kept = 'Version 4.0 is in force on 1 July 2024. The result was kept as it was judged.'
    assert.deepEqual(rows, [
      ['2 June 2024', 'Safety', 'safe harbour', 'Harbour safety, version 3.2', '3.2', kept],
      [
        '16 June 2024',
        'Safety',
        'cannot be judged: no threshold Unverified',
        'Harbour safety, version 4.0',
        '4.0',
        'It rests on something that no public source states.',
      ],
    ])
    assert.equal(body.match(/href="\/frameworks\/harbour\?version=3\.2"/g)?.length, 2)
    assert.match(body, /href="\/frameworks\/harbour">Harbour safety, version 4\.0</)
    assert.match(readAloud(body), /The answers are not public: they could say where something is weak\./)
  })

  test('while the version was in force, nothing is said of another', async () => {
    const then = await read('?on=2024-06-10')
    const [, first] = readTable(then, 'Results')
    assert.deepEqual(first?.slice(3), ['Harbour safety, version 3.2', '3.2', ''])
    assert.match(then, /href="\/frameworks\/harbour\?on=2024-06-10">Harbour safety, version 3\.2</)
  })

  test('neither answers, score nor a result that is not public are told in any format', async () => {
    for (const format of ['', '.json', '.csv']) {
      const body = await read(format === '.csv' ? '?table=judgements' : '', format)
      for (const secret of [ANSWER, '0.123', '2025-03', 'legacy-it-risk'])
        assert.equal(body.includes(secret), false, `${format} ${secret}`)
    }
    const { tables } = JSON.parse(await read('', '.json'))
    const judgements = tables.find(({ id }: { id: string }) => id === 'judgements')
    assert.deepEqual(Object.keys(judgements.rows[0]), [
      'effectiveOn',
      'field',
      'result',
      'framework',
      'version',
      'rests',
    ])
  })

  test('a record that was not judged has no such table', async () => {
    const { body } = await site.inject(`/registers/lamps/records/${ids.get('west')}`)
    assert.doesNotMatch(body, /id="judged"/)
  })
})

const safety: Field = {
  name: 'safety',
  title: { en: 'Safety' },
  required: false,
  disclose: 'public',
  type: 'assessment',
  framework: 'harbour',
}

function entryOf(safetyValue: Value): Placed {
  return {
    record: 'r',
    entry: 1,
    voids: null,
    state: 'stands',
    effectiveOn: '2024-06-02',
    reconstructed: false,
    source: 'Chart',
    values: { safety: safetyValue },
    register: 'lamps',
    organisation: 'pilots',
    recordedAt: '2024-06-02T09:00:00.000Z',
    recordedFrom: 'Chart',
    fate: { is: 'stands' },
  }
}

function judged(value: Value): string[][] {
  const table = judgementsTable(words, judging, [safety], [entryOf(value)], '2024-07-01')
  return (table?.rows ?? []).map(({ cells }) =>
    cells.map(({ says, notes = [] }) => [says, ...notes.map((note) => note.says)].join(' ').trim()),
  )
}

test('a score is told where it may be, and a version that is not adopted is said not to be', () => {
  const value = { framework: 'harbour', version: '3.2', rating: 'safe harbour', score: 3.5 }
  assert.deepEqual(judged(value)[0]?.slice(2, 4), ['safe harbour', '3.5'])
  const [gone] = judged({ framework: 'harbour', version: '1', rating: 'safe harbour' })
  assert.equal(gone?.[3], 'Harbour safety')
  assert.match(gone?.at(-1) ?? '', /^This version is not among those adopted\. Version 4\.0 is in force/)
})

test('a result alone says whether all of its version could be checked', () => {
  const [row] = judged({ framework: 'harbour', version: '4.0', rating: cannotBeJudged })
  assert.equal(row?.at(-1), 'Not every part of this version could be checked against a public source.')
})

test('what is no assessment is not told of', () => {
  for (const value of [null, 'safe', 3, [], {}, { rating: 'safe harbour' }, { rating: 1, version: 'x' }])
    assert.deepEqual(judged(value), [])
})

/** A lamp that was judged by the version of its day, and again by the next; and one that was not judged. */
async function judgeLamp(store: ProgressStore): Promise<void> {
  const lamp = (key: string, effectiveOn: string, values: Record<string, Value>): NewEntry => ({
    register: 'lamps',
    key,
    organisation: 'pilots',
    effectiveOn,
    source: 'Chart',
    values: { name: key, dim: true, ...values },
    refersTo: [],
    state: 'stands',
    voids: null,
    reconstructed: false,
  })
  const risk = { framework: 'legacy-it-risk', version: '2025-03', rating: 'red' }
  const older = {
    framework: 'harbour',
    version: '3.2',
    rating: 'safe harbour',
    score: 0.123,
    answers: { profile: 'winter', A1: ANSWER },
  }
  const newer = { framework: 'harbour', version: '4.0', rating: cannotBeJudged, unverified: true }
  await store.as('ledger', {}, async (tx) => {
    const recording = {
      kind: 'entries' as const,
      recordedAt: '2024-06-20T09:00:00.000Z',
      actor: 'test',
      source: 'Chart',
    }
    const entries = [
      lamp('east', '2024-06-02', { safety: older, risk }),
      lamp('east', '2024-06-16', { safety: newer, risk }),
      lamp('west', '2024-06-02', {}),
    ]
    const recorded = await record(tx, { ...recording, entries, statements: [] }, await openLedger(tx))
    assert.ok(recorded.ok)
  })
}
