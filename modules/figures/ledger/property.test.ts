import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Change, changesOf, differenceOf, type Path } from '../explanations/rules.ts'
import {
  type Amounts,
  add,
  contributionAt,
  type History,
  NOTHING,
  postingsOf,
  type Version,
} from './rules.ts'
import { DAYS, history, ORGANISATIONS, recompute, versions } from './testing/histories.ts'

const LAST = 33
const day = fc.constantFrom(...DAYS, '2024-05-01', '2025-12-31')
const recording = fc.integer({ min: 1, max: LAST })

test('the sum of postings is the contribution, recomputed from entries, at any two times', () => {
  fc.assert(
    fc.property(history, versions, day, recording, (of, adopted, on, k) => {
      const sums = sumPostings(of, adopted, on, k)
      const expected = recompute(of, adopted, on, k)
      for (const organisation of ORGANISATIONS) {
        const amounts = expected?.organisation === organisation ? amountsOf(expected) : NOTHING
        assert.deepEqual(sums.get(organisation) ?? NOTHING, amounts)
      }
      assert.deepEqual(contributionAt(of, adopted, on, k), expected)
    }),
    { numRuns: 1000 },
  )
})

test('nothing recorded later changes a contribution as known before', () => {
  fc.assert(
    fc.property(history, versions, day, recording, (of, adopted, on, k) => {
      const early = { ...of, entries: of.entries.filter((entry) => entry.recording <= k) }
      assert.deepEqual(contributionAt(of, adopted, on, k), contributionAt(early, adopted, on, k))
    }),
  )
})

test('an explanation sums exactly to the difference, for all and for each organisation', () => {
  fc.assert(
    fc.property(
      history,
      versions,
      day,
      day,
      recording,
      recording,
      fc.option(fc.constantFrom(...ORGANISATIONS)),
      (of, adopted, on1, on2, a, b, only) => {
        const [k1, k2] = a <= b ? [a, b] : [b, a]
        const path: Path = {
          from: { on: on1, recording: k1 },
          to: { on: on2, recording: k2 },
          versions: adopted,
          isIn: (contribution) => only === null || contribution.organisation === only,
          isSuccession: () => false,
        }
        const changes = changesOf(of, path)
        assert.deepEqual(sum(changes), differenceOf(of, path))
        for (const change of changes) assert.notDeepEqual(amountsOf(change), NOTHING)
      },
    ),
    { numRuns: 1000 },
  )
})

function sumPostings(of: History, adopted: readonly Version[], on: string, k: number): Map<string, Amounts> {
  const sums = new Map<string, Amounts>()
  for (let recorded = 1; recorded <= k; recorded++) {
    for (const posting of postingsOf(of, adopted, recorded)) {
      if (posting.effectiveOn > on) continue
      sums.set(posting.organisation, add(sums.get(posting.organisation) ?? NOTHING, posting))
    }
  }
  return sums
}

function sum(changes: readonly Change[]): Amounts {
  return changes.reduce((total: Amounts, change) => add(total, change), NOTHING)
}

function amountsOf({ counted, outOf, unknown, records, reconstructed }: Amounts): Amounts {
  return { counted, outOf, unknown, records, reconstructed }
}
