import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import type { Kysely, Store } from '#platform/database'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { recordingAt } from '../recordings/queries.ts'
import { statementsOf } from '../statements/queries.ts'
import { type RegistersTables, registersModule } from '../tables.ts'
import { sayProblem } from './problems.ts'
import { standingRecords } from './queries.ts'
import { adoptBay, bay, importText } from './testing.ts'
import { csvLines } from './write.ts'

const HEAD = 'id,organisation,effectiveOn,name'
const ON = '2026-01-01'

class Undone extends Error {}

eachDatabase((_kind, open) => {
  let store: Store<RegistersTables>
  before(async () => {
    store = await open<RegistersTables>([registersModule])
    await store.as('ledger', {}, adoptBay)
  })

  /** A test of its own transaction, undone afterwards. */
  function within(name: string, work: (tx: Kysely<RegistersTables>) => Promise<void>): void {
    test(name, async () => {
      const done = store.as('ledger', {}, async (tx) => {
        await work(tx)
        throw new Undone()
      })
      await assert.rejects(done, Undone)
    })
  }

  async function take(
    tx: Kysely<RegistersTables>,
    text: string,
    asked: Parameters<typeof importText>[2] = {},
  ) {
    const imported = await importText(tx, text, asked)
    return {
      ok: imported.ok,
      added: imported.ok ? (imported.recorded?.entries ?? 0) : 0,
      skipped: imported.ok ? imported.skipped : 0,
      said: imported.problems.kept.map(sayProblem),
    }
  }

  async function standing(tx: Kysely<RegistersTables>, register = 'systems') {
    const of = bay.registers.find(({ name }) => name === register)
    assert.ok(of)
    const { number } = await recordingAt(tx, null)
    return await standingRecords(tx, of, { organisation: null, on: ON, recording: number })
  }

  within('the same file again adds nothing, and makes no recording', async (tx) => {
    const text = `${HEAD},users,replaces\na,parks,2024-01-01,A,1,\nb,harbour,2024-01-01,B,2,a\n`
    assert.deepEqual(await take(tx, text), { ok: true, added: 2, skipped: 0, said: [] })
    const before = await recordingAt(tx, null)
    assert.deepEqual(await take(tx, text), { ok: true, added: 0, skipped: 2, said: [] })
    assert.deepEqual(await recordingAt(tx, null), before)
  })

  within('only what differs is added: a value, a holder, a state or a basis', async (tx) => {
    const head = `${HEAD},users,state,basis`
    const rows = [
      'a,parks,2024-01-01,A,1,,',
      'b,parks,2024-01-01,B,1,,',
      'c,parks,2024-01-01,C,1,,',
      'd,parks,2024-01-01,D,1,,',
      'e,parks,2024-01-01,E,1,,',
    ]
    await take(tx, [head, ...rows].join('\n'))
    const changed = [
      'a,parks,2024-01-01,A,2,,',
      'b,harbour,2024-01-01,B,1,,',
      'c,parks,2024-01-01,C,1,ended,',
      'd,parks,2024-01-01,D,1,,reconstructed',
    ]
    assert.deepEqual(await take(tx, [head, ...changed, rows[4]].join('\n')), {
      ok: true,
      added: 4,
      skipped: 1,
      said: [],
    })
    assert.equal((await take(tx, [head, ...rows].join('\n'))).added, 4)
  })

  within('the same values from another day are a new entry', async (tx) => {
    await take(tx, `${HEAD}\na,parks,2024-01-01,A\n`)
    assert.equal((await take(tx, `${HEAD}\na,parks,2024-04-01,A\n`)).added, 1)
  })

  within(
    'a void row takes back what was last said from its day, once, and what was said before stands',
    async (tx) => {
      await take(tx, `${HEAD},users\na,parks,2024-01-01,A,1\n`)
      await take(tx, `${HEAD},users\na,parks,2024-01-01,A,2\n`)
      await take(tx, `${HEAD},users\na,parks,2024-03-01,A,3\n`)
      const users = async () => (await standing(tx)).map(({ values }) => values.users)
      const back = (day: string) => take(tx, `${HEAD},state\na,parks,${day},,void\n`)
      assert.equal((await back('2024-03-01')).added, 1)
      assert.deepEqual(await users(), [2])
      assert.deepEqual(await back('2024-03-01'), { ok: true, added: 0, skipped: 1, said: [] })
      assert.equal((await back('2024-01-01')).added, 1)
      assert.deepEqual(await users(), [1])
      assert.deepEqual((await back('2024-02-01')).said, [
        'file:2:effectiveOn: "a" has no entry from 2024-02-01 to take back. Give the effectiveOn of the entry that was never true.',
      ])
      const filled = await take(tx, `${HEAD},state\na,parks,2024-01-01,A,void\n`)
      assert.equal(filled.ok, true, 'the row with values was left out by the reader')
      assert.equal(filled.added, 0)
    },
  )

  within('a record may be named by its id, and an id that is no record is refused', async (tx) => {
    await take(tx, `${HEAD}\na,parks,2024-01-01,A\n`)
    const [a] = await standing(tx)
    assert.ok(a)
    const text = `${HEAD},replaces\n${a.record},parks,2024-02-01,A two,\nb,parks,2024-02-01,B,${a.record}\n`
    assert.equal((await take(tx, text)).added, 2)
    assert.deepEqual(
      (await standing(tx)).map(({ key, values }) => [key, values]),
      [
        ['a', { name: 'A two' }],
        ['b', { name: 'B', replaces: 'a' }],
      ],
    )
    const unknown = await take(tx, `${HEAD}\n018f0000-0000-7000-8000-000000000000,parks,2024-02-01,A\n`)
    assert.match(unknown.said.join(), /file:2:id: The register systems has no record with the id 018f/)
    const twice = await take(tx, `${HEAD}\na,parks,2024-03-01,A\n${a.record},parks,2024-03-01,A\n`)
    assert.deepEqual(twice.said, [
      'file:3:id: File, row 2, has "a" from 2024-03-01 already. Keep one of the two.',
    ])
  })

  within('a reference may be to a row of the same file, and must be to something', async (tx) => {
    const text = `${HEAD},replaces\na,parks,2024-01-01,A,b\nb,parks,2024-01-01,B,\n`
    assert.equal((await take(tx, text)).added, 2)
    const { ok, said } = await take(tx, `${HEAD},replaces\nc,parks,2024-01-01,C,nothing\n`)
    assert.equal(ok, false)
    assert.deepEqual(said, [
      'file:2:replaces: The register systems has no record "nothing". Correct the id, or import that record first.',
    ])
  })

  within(
    'what is right is taken without the rest only where that is asked for, and what leans on the rest goes too',
    async (tx) => {
      const text = `${HEAD},replaces\na,parks,2024-01-01,A,nothing\nb,parks,2024-01-01,B,a\nc,parks,2024-01-01,C,\n`
      assert.deepEqual((await take(tx, text)).added, 0)
      const partial = await take(tx, text, { isPartial: true })
      assert.equal(partial.added, 1)
      assert.equal(partial.said.length, 2)
      assert.deepEqual(
        (await standing(tx)).map(({ key }) => key),
        ['c'],
      )
    },
  )

  within('checks that read another record or the history speak beside what is recorded', async (tx) => {
    await take(tx, `${HEAD},closed\nold,parks,2024-01-01,Old,yes\n`)
    const closed = await take(tx, `${HEAD},replaces\na,parks,2024-01-01,A,old\n`)
    assert.deepEqual(closed.said, ['file:2:replaces: What it replaces is closed.'])
    const opened = `${HEAD},closed,replaces\nold,parks,2024-01-01,Old,no,\na,parks,2024-01-01,A,,old\n`
    assert.equal((await take(tx, opened)).added, 2)
    for (const month of ['02', '03']) await take(tx, `${HEAD}\na,parks,2024-${month}-01,A\n`)
    const often = await take(tx, `${HEAD}\na,parks,2024-04-01,A\n`)
    assert.deepEqual(often, { ok: true, added: 1, skipped: 0, said: ['file:2: Warning: It changes often.'] })
  })

  const SAID = 'organisation,register,part,effectiveOn,says'

  within('"none exist" beside live records is refused, whichever comes first', async (tx) => {
    const statements = { register: 'statements' }
    await take(tx, `${HEAD}\na,parks,2024-03-01,A\n`)
    const late = await take(tx, `${SAID}\nparks,systems,,2024-02-01,none exist\n`, statements)
    assert.deepEqual(late.said, [
      'file:2: Parks says from 1 February 2024 that no systems exist, but on 1 March 2024 holds a. Leave the statement out, or end the records by 2024-02-01.',
    ])
    assert.equal(
      (
        await take(
          tx,
          `${SAID}\nparks,systems,,2024-01-01,none exist\nparks,systems,,2024-03-01,withdrawn\n`,
          statements,
        )
      ).ok,
      true,
    )
    assert.equal((await take(tx, `${SAID}\nharbour,systems,,2024-01-01,none exist\n`, statements)).ok, true)
    const live = await take(tx, `${HEAD}\nb,harbour,2024-05-01,B\nc,parks,2024-05-01,C\n`, {
      isPartial: true,
    })
    assert.deepEqual(live, {
      ok: true,
      added: 1,
      skipped: 0,
      said: [
        'file:2: Harbour Office says from 1 January 2024 that no systems exist, but on 1 May 2024 holds b. Import a statement "withdrawn" from 2024-05-01 first, or correct the records.',
      ],
    })
    const ended = `${HEAD},state\nd,harbour,2023-05-01,D,\nd,harbour,2024-01-01,D,ended\n`
    assert.equal((await take(tx, ended)).added, 2)
  })

  within('"none exist" of a part is refused only beside records that are in it', async (tx) => {
    assert.equal(
      (await take(tx, `${SAID}\nparks,systems,red,2024-01-01,none exist\n`, { register: 'statements' })).ok,
      true,
    )
    const head = `${HEAD},risk.rating,plan`
    assert.equal((await take(tx, `${head}\na,parks,2024-05-01,A,green,\nb,parks,2024-05-01,B,,\n`)).ok, true)
    const red = await take(tx, `${head}\na,parks,2024-06-01,A,red,none\n`)
    assert.match(
      red.said.join(),
      /that none in the part "red" of its systems exist, but on 1 June 2024 holds a\./,
    )
  })

  within('a snapshot stands for its period: "none exist" is true again after it', async (tx) => {
    await take(tx, 'id,organisation,effectiveOn,posts\nq1,parks,2024-01-01,5\n', { register: 'staff' })
    const said = (on: string) =>
      take(tx, `${SAID}\nparks,staff,,${on},none exist\n`, { register: 'statements' })
    assert.equal((await said('2024-03-31')).ok, false)
    assert.equal((await said('2024-04-01')).ok, true)
  })

  within('the same statement again adds nothing', async (tx) => {
    const text = `${SAID},note\nparks,systems,,2024-01-01,withheld,Security\n`
    await take(tx, text, { register: 'statements' })
    assert.equal((await take(tx, text, { register: 'statements' })).skipped, 1)
    assert.equal((await statementsOf(tx, ['systems'])).length, 1)
  })

  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .map((raw) => raw.replaceAll('\0', '').trim())
  const record = fc.record({
    organisation: fc.constantFrom('harbour', 'parks'),
    effectiveOn: fc.constantFrom('2023-06-01', '2024-02-29'),
    name: fc
      .oneof(text, fc.constantFrom("'=1", '=1+1', '-3', '"', 'a,b', 'two\nlines'))
      .filter((name) => name.trim() !== ''),
    rating: fc.constantFrom('', 'green'),
    answer: fc.constantFrom('', '2'),
    users: fc.oneof(fc.constant(''), fc.integer().map(String)),
    cost: fc.constantFrom('', '5.40', '-0.1'),
    basis: fc.constantFrom('', 'reconstructed'),
    replaces: fc.constantFrom('', 'r0'),
  })

  test('what is exported and imported again adds nothing', async () => {
    const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 8 }), async (records) => {
        const head = 'id,organisation,effectiveOn,name,risk.rating,risk.Q1,users,cost,basis,replaces'
        const rows = records.map((each, i) => {
          const { organisation, effectiveOn, name, rating, answer, users, cost, basis, replaces } = each
          const safe = /^'*[=+\-@]/.test(name) ? `'${name}` : name
          return [`r${i}`, organisation, effectiveOn, safe, rating, answer, users, cost, basis, replaces]
            .map(quoted)
            .join(',')
        })
        const work = store.as('ledger', {}, async (tx) => {
          const first = await take(tx, [head, ...rows].join('\n'))
          assert.deepEqual({ ...first, said: [] }, { ok: true, added: records.length, skipped: 0, said: [] })
          const kept = await standing(tx)
          assert.deepEqual(
            kept.map(({ values }) => values.name),
            records.map(({ name }) => name.trim()),
          )
          const systems = bay.registers[0]
          assert.ok(systems)
          const again = await take(tx, [...csvLines(bay, systems, kept)].join(''))
          assert.deepEqual({ ...again, said: [] }, { ok: true, added: 0, skipped: records.length, said: [] })
          throw new Undone()
        })
        await assert.rejects(work, Undone)
      }),
      { numRuns: 30 },
    )
  })
})
