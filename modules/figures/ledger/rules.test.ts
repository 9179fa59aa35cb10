import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  add,
  contributionAt,
  type History,
  type LedgerEntry,
  NOTHING,
  type Posting,
  postingsOf,
  type Version,
} from './rules.ts'

const redAndFunded: Version = {
  version: 'A',
  recording: 0,
  from: null,
  references: [],
  evaluate: ({ record }) => (record.red ? { counted: record.funded ? 1 : 0, outOf: 1, unknown: 0 } : null),
}

test('the worked example of the ledger posts exactly as written', () => {
  const s1 = history('s1', [
    entry({ recording: 1, effectiveOn: '2024-01-10', organisation: 'X', funded: false }),
    entry({ recording: 3, effectiveOn: '2024-03-01', organisation: 'X', funded: true }),
    entry({ recording: 5, effectiveOn: '2024-04-01', organisation: 'Y', funded: true }),
    {
      ...entry({ recording: 6, effectiveOn: '2024-03-01', organisation: 'X', funded: true }),
      state: 'void',
      voids: 3,
    },
  ])
  const s2 = history('s2', [
    entry({ recording: 2, effectiveOn: '2024-01-15', organisation: 'X', funded: true }),
    entry({ recording: 4, effectiveOn: '2024-01-15', organisation: 'X', funded: false }),
  ])
  assert.deepEqual(said(s1, 1), ['2024-01-10 X +0/+1'])
  assert.deepEqual(said(s2, 2), ['2024-01-15 X +1/+1'])
  assert.deepEqual(said(s1, 3), ['2024-03-01 X +1/+0'])
  assert.deepEqual(said(s2, 4), ['2024-01-15 X -1/+0'])
  assert.deepEqual(said(s1, 5), ['2024-04-01 X -1/-1', '2024-04-01 Y +1/+1'])
  assert.deepEqual(said(s1, 6), ['2024-03-01 X -1/+0', '2024-04-01 X +1/+0'])

  const figure = (on: string, k: number) => {
    const sum = [s1, s2]
      .map((each) => contributionAt(each, [redAndFunded], on, k) ?? NOTHING)
      .reduce((a, b) => add(a, b), NOTHING)
    return `${sum.counted} of ${sum.outOf}`
  }
  const expected = {
    '2024-01-31': ['1 of 2', '1 of 2', '0 of 2', '0 of 2', '0 of 2'],
    '2024-03-15': ['1 of 2', '2 of 2', '1 of 2', '1 of 2', '0 of 2'],
    '2024-04-15': ['1 of 2', '2 of 2', '1 of 2', '1 of 2', '1 of 2'],
  }
  for (const [on, figures] of Object.entries(expected)) {
    assert.deepEqual(
      [2, 3, 4, 5, 6].map((k) => figure(on, k)),
      figures,
      on,
    )
  }
})

test('a window counts from the later of its date and the entry, until its length has passed', () => {
  const trained: Version = {
    ...redAndFunded,
    window: { from: 'completedOn', lasts: 'P12M' },
    evaluate: () => ({ counted: 1, outOf: 1, unknown: 0 }),
  }
  const values = { completedOn: '2023-02-28' }
  const late = history('s1', [
    { ...entry({ recording: 1, effectiveOn: '2023-05-01', organisation: 'X' }), values },
  ])
  assert.deepEqual(said(late, 1, [trained]), ['2023-05-01 X +1/+1', '2024-02-28 X -1/+0'])
  const dateless = history('s1', [
    { ...entry({ recording: 1, effectiveOn: '2023-05-01', organisation: 'X' }), values: {} },
  ])
  assert.equal(contributionAt(dateless, [trained], '2023-06-01', 1)?.unknown, 1)
})

test('a snapshot stands for its period and no longer', () => {
  const quarterly: Version = { ...redAndFunded, standsFor: 'P3M' }
  const held = history('s1', [
    entry({ recording: 1, effectiveOn: '2023-12-31', organisation: 'X', funded: true }),
  ])
  assert.deepEqual(said(held, 1, [quarterly]), ['2023-12-31 X +1/+1', '2024-03-31 X -1/-1'])
})

test('an ended record contributes nothing', () => {
  const ended = history('s1', [
    entry({ recording: 1, effectiveOn: '2024-01-10', organisation: 'X', funded: true }),
    { ...entry({ recording: 2, effectiveOn: '2024-02-10', organisation: 'X' }), state: 'ended' },
  ])
  assert.deepEqual(said(ended, 2), ['2024-02-10 X -1/-1'])
})

test('a definition in force from a date posts the difference from that date', () => {
  const held = history('s1', [
    entry({ recording: 1, effectiveOn: '2024-01-10', organisation: 'X', funded: false }),
  ])
  const everything: Version = {
    ...redAndFunded,
    recording: 2,
    from: '2024-02-01',
    evaluate: () => ({ counted: 1, outOf: 1, unknown: 0 }),
  }
  assert.deepEqual(said(held, 2, [redAndFunded, everything]), ['2024-02-01 X +1/+0'])
})

function said(of: History, k: number, versions = [redAndFunded]): string[] {
  return postingsOf(of, versions, k).map(sayPosting).sort()
}

function sayPosting({ effectiveOn, organisation, counted, outOf }: Posting): string {
  return `${effectiveOn} ${organisation} ${sign(counted)}/${sign(outOf)}`
}

function sign(n: number): string {
  return n < 0 ? String(n) : `+${n}`
}

function history(record: string, entries: LedgerEntry[]): History {
  return { record, entries, referred: new Map() }
}

function entry(given: {
  recording: number
  effectiveOn: string
  organisation: string
  funded?: boolean
}): LedgerEntry {
  const { funded, ...placed } = given
  return {
    ...placed,
    entry: given.recording,
    state: 'stands',
    voids: null,
    reconstructed: false,
    values: { red: true, funded: funded ?? false },
  }
}
