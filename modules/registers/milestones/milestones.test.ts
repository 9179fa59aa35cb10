/* Milestones as they are imported, adopted and read, on Harbourton's definitions. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { type Government, readGovernment } from '#definitions'
import type { Kysely, Store } from '#platform/database'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { importRead } from '../imports/import.ts'
import { sayProblem } from '../imports/problems.ts'
import { readImport } from '../imports/read.ts'
import { bytesOf, noLedger } from '../imports/testing.ts'
import { record, recordingAt } from '../recordings/queries.ts'
import { type RegistersTables, registersModule } from '../tables.ts'
import { milestonesOf } from './queries.ts'

const HEAD = 'id,organisation,effectiveOn,state,commitment,milestone,title,due,reason,begun,done'
const TRIED = 'fair-weather/1/all-tried'
const ON = '2026-11-22'

class Undone extends Error {}

eachDatabase((_kind, open) => {
  let store: Store<RegistersTables>
  let harbourton: Government
  before(async () => {
    const read = await readGovernment('governments/harbourton')
    assert.ok(read.ok)
    harbourton = read.government
    store = await open<RegistersTables>([registersModule])
    await store.as('ledger', {}, (tx) => adopt(tx, harbourton))
  })

  function within(name: string, work: (tx: Kysely<RegistersTables>) => Promise<void>): void {
    test(name, async () => {
      const done = store.as('ledger', {}, async (tx) => {
        await work(tx)
        throw new Undone()
      })
      await assert.rejects(done, Undone)
    })
  }

  const adopt = (tx: Kysely<RegistersTables>, government: Government) =>
    record(
      tx,
      { kind: 'adoption', actor: 'test', source: 'test', entries: [], statements: [], government },
      noLedger,
    )

  /** Imports rows of milestones, and gives what was wrong with them. */
  async function take(tx: Kysely<RegistersTables>, ...rows: string[]): Promise<string[]> {
    const register = harbourton.registers.find(({ name }) => name === 'milestones')
    assert.ok(register)
    const bytes = bytesOf([HEAD, ...rows].join('\n'))
    const read = await readImport(
      { government: harbourton, name: 'file', bytes, format: 'csv', source: 'A test' },
      register,
    )
    assert.deepEqual(read.problems.kept.map(sayProblem), [])
    const heading = { government: harbourton, actor: 'test', source: 'A test', isPartial: false }
    const imported = await importRead(tx, { ...heading, entries: read.items, statements: [] }, noLedger)
    return imported.problems.kept.map(sayProblem)
  }

  const tried = (effectiveOn: string, due: string, reason = '', done = '', state = '') =>
    `${TRIED},harbourton-council,${effectiveOn},${state},fair-weather/1,all-tried,,${due},${reason},,${done}`
  const later = (effectiveOn: string, due: string, reason = '') =>
    `fair-weather/1/later,harbourton-council,${effectiveOn},,fair-weather/1,later,Later,${due},${reason},,`

  async function entriesOf(tx: Kysely<RegistersTables>, milestone: string, on = ON) {
    const { number } = await recordingAt(tx, null)
    const records = await milestonesOf(tx, on, number)
    return records.find((each) => each.milestone === milestone)?.entries ?? []
  }

  within('a date cannot move without a reason, from the definition on', async (tx) => {
    const silent = 'The date moves from September 2025 to March 2026 without a reason. Say why.'
    assert.deepEqual(await take(tx, tried('2025-07-21', '2026-03')), [`file:2:reason: ${silent}`])
    assert.deepEqual(await take(tx, tried('2025-07-21', '2025-09')), [])
    assert.deepEqual(await take(tx, tried('2025-07-22', '2026-03', 'Out sailing')), [])
    assert.deepEqual(await take(tx, tried('2025-08-01', '2026-03', '', '2025-08')), [])
    assert.deepEqual(await take(tx, tried('2025-09-01', '2026')), [
      'file:2:reason: The date moves from March 2026 to 2026 without a reason. Say why.',
    ])
  })

  within('an earlier day put in between needs its reasons too, before it and after it', async (tx) => {
    assert.deepEqual(await take(tx, tried('2025-08-01', '2025-09')), [])
    assert.deepEqual(await take(tx, tried('2025-07-01', '2026', 'Out sailing')), [
      'file:2:reason: The date moves from 2026 to September 2025 without a reason. Say why.',
    ])
  })

  within('what was reached cannot be taken back, nor anything given up, without a reason', async (tx) => {
    assert.deepEqual(await take(tx, tried('2025-08-01', '', '', '2025-08')), [])
    assert.deepEqual(await take(tx, tried('2025-09-01', '')), [
      'file:2:reason: That it was reached, August 2025, is taken back without a reason. Say why.',
    ])
    assert.deepEqual(await take(tx, tried('2025-09-01', '', '', '', 'ended')), [
      'file:2:reason: It is given up without a reason. Say why.',
    ])
    assert.deepEqual(await take(tx, tried('2025-09-01', '', 'Nobody came', '', 'ended')), [])
  })

  within('what has no definition is promised first in the register, and that date stays', async (tx) => {
    assert.deepEqual(await take(tx, later('2025-02-01', '2025-06')), [])
    const stays = 'It was first promised for June 2025, and that stays.'
    const instead = 'Record December 2025 from a later day, with its reason.'
    for (const on of ['2025-02-01', '2025-01-15']) {
      assert.deepEqual(await take(tx, later(on, '2025-12', 'More to do')), [
        `file:2:due: ${stays} ${instead}`,
      ])
    }
    assert.deepEqual(await take(tx, later('2025-03-01', '2025-12', 'More to do')), [])
    const first = 'fair-weather/1/later,harbourton-council,2025-02-01,void,,,,,,,'
    assert.deepEqual(await take(tx, first), [`file:2:due: ${stays} ${instead}`])
  })

  within('a row names a commitment, a milestone and itself as they are', async (tx) => {
    const row = (id: string, commitment: string, milestone: string, due = '', done = '') =>
      take(tx, `${id},harbourton-council,2025-07-21,,${commitment},${milestone},,${due},,,${done}`)
    assert.deepEqual(await row(TRIED, 'fair-wether/1', 'all-tried'), [
      'file:2:commitment: There is no commitment "fair-wether/1". Did you mean "fair-weather/1"?',
    ])
    assert.deepEqual(await row('fair-weather/1/all-tired', 'fair-weather/1', 'all-tired'), [
      'file:2:milestone: Commitment fair-weather/1 has no milestone "all-tired". Did you mean "all-tried"?',
    ])
    assert.deepEqual(await row('fair-weather/1/zebra', 'fair-weather/1', 'zebra'), [
      'file:2:milestone: Commitment fair-weather/1 has no milestone "zebra". For one that was promised later, give its title and when it is due.',
    ])
    assert.deepEqual(await row('tried', 'fair-weather/1', 'all-tried'), [
      'file:2:id: The id "tried" is not that of its commitment and milestone. Write fair-weather/1/all-tried.',
    ])
    assert.deepEqual(await row(TRIED, 'fair-weather/1', 'all-tried', 'soon', '2025-08'), [
      'file:2:due: "soon" is not a year, a month or a day. Write 2025, 2025-03 or 2025-03-26.',
      'file:2:done: August 2025 is later than 21 July 2025, from when this is so. Correct the one or the other.',
    ])
    assert.deepEqual(await row('fair-weather/3/phase-9', 'fair-weather/3', 'phase-9', '2025'), [
      'file:2:milestone: Commitment fair-weather/3 has no milestone "phase-9". Did you mean "phase-1"?',
    ])
  })

  within('an entry that is void leaves no trace, and was there as it was known before', async (tx) => {
    await take(tx, tried('2025-07-21', '2026-03', 'Out sailing'))
    const before = await recordingAt(tx, null)
    const [said] = await entriesOf(tx, 'all-tried')
    assert.equal(said?.due, '2026-03')
    assert.equal(said?.recordedAt, before.recordedAt)
    assert.deepEqual(await take(tx, `${TRIED},harbourton-council,2025-07-21,void,,,,,,,`), [])
    assert.deepEqual(await entriesOf(tx, 'all-tried'), [])
    assert.equal((await milestonesOf(tx, ON, before.number)).length, 1)
    assert.deepEqual(await milestonesOf(tx, '2025-07-20', before.number), [])
  })

  test('taking entries back leaves a history as if they had never been', async () => {
    const due = fc.constantFrom('2025-12', '2026', '2026-06-01', '2027')
    const drawn = fc.array(fc.record({ due, isVoid: fc.boolean() }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(drawn, async (all) => {
        const dated = all.map((each, i) => ({ ...each, on: `2025-07-0${i + 1}` }))
        const kept = dated.filter(({ isVoid }) => !isVoid)
        const row = ({ due: to, on }: { due: string; on: string }) => tried(on, to, 'Because')
        const taken = await undone((tx) => take(tx, ...kept.map(row)).then(() => shown(tx)))
        const withVoids = await undone(async (tx) => {
          await take(tx, ...dated.map(row))
          const voids = dated.filter(({ isVoid }) => isVoid)
          await take(tx, ...voids.map(({ on }) => `${TRIED},harbourton-council,${on},void,,,,,,,`))
          return await shown(tx)
        })
        assert.deepEqual(withVoids, taken)
      }),
      { numRuns: 12 },
    )
  })

  const shown = async (tx: Kysely<RegistersTables>) =>
    (await entriesOf(tx, 'all-tried')).map(({ effectiveOn, due, reason }) => [effectiveOn, due, reason])

  async function undone<T>(work: (tx: Kysely<RegistersTables>) => Promise<T>): Promise<T[]> {
    const kept: T[] = []
    const done = store.as('ledger', {}, async (tx) => {
      kept.push(await work(tx))
      throw new Undone()
    })
    await assert.rejects(done, Undone)
    return kept
  }

  within('definitions that move or leave out a promised date are not adopted', async (tx) => {
    const moved = structuredClone(harbourton)
    const [easy, paper, words] = moved.roadmaps[0]?.commitments ?? []
    assert.ok(easy && paper && words)
    easy.milestones = easy.milestones.map((each) => ({ ...each, due: '2027' }))
    paper.milestones = []
    words.phases = words.phases.map(({ number }) => ({ number, by: '2026' }))
    const adopted = await adopt(tx, moved)
    assert.equal(adopted.ok, false)
    const says = adopted.says.split('\n')
    assert.equal(says.length, 5)
    assert.match(
      says[0] ?? '',
      /^fair-weather\/1, winter-survey: it was promised for January 2025 and the definitions now say 2027\. Keep/,
    )
    assert.match(
      says[2] ?? '',
      /^fair-weather\/2, forms-counted: it was promised for 31 March 2025 and is no longer/,
    )
    assert.match(says[3] ?? '', /^fair-weather\/3, phase-1: /)
  })

  within('a title may be reworded, and a milestone may come', async (tx) => {
    const reworded = structuredClone(harbourton)
    const [easy] = reworded.roadmaps[0]?.commitments ?? []
    assert.ok(easy)
    easy.milestones = easy.milestones.map((each) => ({ ...each, title: { en: 'Reworded' } }))
    easy.milestones.push({ name: 'more', title: { en: 'More' }, due: '2027' })
    assert.equal((await adopt(tx, reworded)).ok, true)
  })

  test('the public reads it, with what it may know', async () => {
    await store.as('ledger', {}, (tx) => take(tx, tried('2025-07-21', '2026-03', 'Out sailing')))
    const records = await store.as('public', {}, (tx) => milestonesOf(tx, ON, 99))
    assert.deepEqual(
      records.map(({ commitment, milestone, entries: [first] }) => [
        commitment,
        milestone,
        first?.reason,
        first?.source,
      ]),
      [['fair-weather/1', 'all-tried', 'Out sailing', 'A test']],
    )
  })
})
