import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Framework, Government } from '#definitions'
import { nameOf, promisesOf } from '#roadmaps'
import {
  berth,
  bright,
  cargo,
  craft,
  drill,
  harbour,
  harbourNext,
  lookout,
  swell,
} from '../world/frameworks.ts'
import { judging } from './testing.ts'
import { isVerified, restsOf, unverifiedParts } from './verified.ts'

test('each part that is marked or was never published is named', () => {
  assert.deepEqual(unverifiedParts(drill), [{ is: 'bands', results: ['fine'] }])
  assert.deepEqual(unverifiedParts(lookout), [{ is: 'rule' }, { is: 'bands', results: ['ready'] }])
  assert.deepEqual(unverifiedParts(harbourNext), [{ is: 'profiles', profiles: ['summer', 'winter'] }])
  assert.deepEqual(unverifiedParts(bright), [{ is: 'threshold', question: 'candles' }])
  assert.deepEqual(unverifiedParts(craft), [{ is: 'questions', unverified: 1, questions: 3 }])
  assert.deepEqual(unverifiedParts(berth), [
    { is: 'rows', unverified: 1, rows: 3 },
    { is: 'missing-rows', missing: 1, rows: 4 },
  ])
  for (const whole of [swell, harbour, cargo]) assert.deepEqual(unverifiedParts(whole), [])
})

test('what was never published is not verified, whatever its author says of the rest', () => {
  assert.equal(isVerified(harbour), true)
  assert.equal(isVerified(harbourNext), false)
  assert.equal(isVerified({ ...harbour, verified: false }), false)
})

/** What the measure of a name rests on: its own definition, and the versions of frameworks. */
function rests(government: Government, name: string): [boolean, string[]] {
  const promised = promisesOf(government).find((each) => nameOf(each) === name)
  assert.ok(promised, name)
  const { isOwn, frameworks } = restsOf(government, promised)
  return [isOwn, frameworks.map(({ slug, version }) => `${slug} ${version}`)]
}

test('a measure rests on the frameworks that it reads, and one derived from it does too', () => {
  assert.deepEqual(rests(judging, 'safe-water/4/red'), [false, ['legacy-it-risk 2025-03']])
  assert.deepEqual(rests(judging, 'safe-water/4/red-offices'), [false, ['legacy-it-risk 2025-03']])
  assert.deepEqual(rests(judging, 'safe-water/1/funded'), [false, []])
  assert.deepEqual(rests(judging, 'safe-water/2/share'), [true, []])
  const verified: Framework[] = judging.frameworks.filter(({ version }) => version === '2023-09 & before')
  assert.deepEqual(rests({ ...judging, frameworks: verified }, 'safe-water/4/red'), [false, []])
})

test('a measure that is derived from an unverified one rests on it', () => {
  const government: Government = {
    ...judging,
    roadmaps: judging.roadmaps.map((roadmap) => ({
      ...roadmap,
      commitments: roadmap.commitments.map((commitment) => ({
        ...commitment,
        measures: commitment.measures.map((measure) =>
          measure.name === 'funded' ? { ...measure, verified: false } : measure,
        ),
      })),
    })),
  }
  assert.deepEqual(rests(government, 'safe-water/5/fair'), [true, []])
  assert.deepEqual(rests(judging, 'safe-water/5/fair'), [false, []])
})

test('on a page of one mission, a measure still rests on what belongs to another', () => {
  const [roadmap] = judging.roadmaps
  assert.ok(roadmap)
  const commitments = roadmap.commitments.filter(({ number }) => number === 5)
  const commitment = commitments[0]
  const measure = commitment?.measures[0]
  assert.ok(commitment && measure)
  const other: Government = {
    ...judging,
    roadmaps: judging.roadmaps.map((each) => ({
      ...each,
      commitments: each.commitments.map((one) =>
        one.number === 1 ? { ...one, measures: one.measures.map((of) => ({ ...of, verified: false })) } : one,
      ),
    })),
  }
  assert.equal(restsOf(other, { roadmap: { ...roadmap, commitments }, commitment, measure }).isOwn, true)
})
