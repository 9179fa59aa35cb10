import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cannotBeJudged, type Framework, readGovernment } from '#definitions'
import { readAnswers } from './answers.ts'
import { assess } from './assess.ts'
import type { Answers, Assessment } from './assessment.ts'

const uk = await readGovernment(new URL('../../governments/uk', import.meta.url).pathname)

function framework(slug: string): Framework {
  const found = uk.ok ? uk.government.frameworks.find((each) => each.slug === slug) : undefined
  assert.ok(found, `the UK has the framework ${slug}`)
  return found
}

const legacy = framework('legacy-it-risk')
const great = framework('great-service')
const LIKELIHOOD = ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7']
const IMPACT = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6']

function judged(of: Framework, answers: Record<string, unknown>): Assessment {
  const result = assess(of, answers)
  assert.ok(result.ok, JSON.stringify(result))
  return result.assessment
}

function scores(likelihood: number[], impact: number[]): Answers {
  const pairs = [
    ...LIKELIHOOD.map((id, i) => [id, likelihood[i] ?? 1]),
    ...IMPACT.map((id, i) => [id, impact[i] ?? 1]),
  ]
  return Object.fromEntries(pairs)
}

test('the worked example of legacy IT risk gives 17.40, red', () => {
  const result = judged(legacy, scores([6, 3, 4, 3, 2, 5, 3], [2, 3, 3, 4, 3, 4]))
  assert.equal(result.score, 17.4)
  assert.equal(result.rating, 'red')
  assert.equal(result.unverified, true)
  assert.deepEqual(result.working, {
    rule: 'mean and max product',
    sides: [
      {
        group: 'likelihood',
        scores: scoresOf(LIKELIHOOD, [6, 3, 4, 3, 2, 5, 3]),
        mean: 3.714,
        max: 6,
        side: 4.857,
      },
      { group: 'impact', scores: scoresOf(IMPACT, [2, 3, 3, 4, 3, 4]), mean: 3.167, max: 4, side: 3.583 },
    ],
    score: 17.4,
    from: 16,
    undecided: [],
  })
})

function scoresOf(ids: string[], values: number[]): Record<string, number> {
  return Object.fromEntries(ids.map((id, index) => [id, values[index] ?? 0]))
}

test('bands begin exactly where they say', () => {
  const all = (likelihood: number, impact: number) =>
    judged(legacy, scores(Array(7).fill(likelihood), Array(6).fill(impact)))
  assert.deepEqual([all(4, 4).score, all(4, 4).rating], [16, 'red'])
  assert.deepEqual([all(5, 3).score, all(5, 3).rating], [15, 'high'])
  assert.deepEqual([all(4, 2).score, all(4, 2).rating], [8, 'high'])
  assert.deepEqual([all(2, 2).score, all(2, 2).rating], [4, 'medium'])
  assert.deepEqual([all(3, 1).score, all(3, 1).rating], [3, 'low'])
  assert.deepEqual([all(6, 5).score, all(6, 5).rating], [30, 'red'])
})

test('a question that is not answered is asked for, and none is guessed', () => {
  const { L3: _, I6: __, ...answers } = scores([1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1])
  assert.deepEqual(assess(legacy, answers), {
    ok: false,
    problems: [
      { question: 'L3', says: '"Too few people who know it" is not answered' },
      { question: 'I6', says: '"In the way of other systems" is not answered' },
    ],
  })
})

test('an answer off the scale, and a question that is not there, are refused', () => {
  const answers = { ...scores([1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1]), L1: '7', I1: 'high', L8: 3 }
  const result = assess(legacy, answers)
  assert.ok(!result.ok)
  assert.deepEqual(
    result.problems.map(({ question, instead }) => [question, instead]),
    [
      ['L8', `the questions are ${[...LIKELIHOOD, ...IMPACT].join(', ')}`],
      ['L1', 'answer with one of 1, 2, 3, 4, 5, 6'],
      ['I1', 'answer with one of 1, 2, 3, 4, 5'],
    ],
  )
})

test('legacy risk is the same in whatever order the answers come, and as text', () => {
  const likelihood = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 7, maxLength: 7 })
  const impact = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(likelihood, impact, fc.infiniteStream(fc.nat()), (l, i, order) => {
      const answers = Object.entries(scores(l, i))
      const shuffled = answers
        .map((pair) => ({ pair, at: order.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ pair: [id, value] }) => [id, String(value)])
      const one = judged(legacy, Object.fromEntries(answers))
      assert.deepEqual(judged(legacy, Object.fromEntries(shuffled)), one)
      // Nor does it matter which question of a side has which score.
      const turned = judged(legacy, scores([...l.slice(3), ...l.slice(0, 3)], i.toReversed()))
      assert.deepEqual([turned.score, turned.rating], [one.score, one.rating])
    }),
  )
})

test('a worse answer never lowers the legacy risk', () => {
  const bands = ['low', 'medium', 'high', 'red']
  const likelihood = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 7, maxLength: 7 })
  const impact = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(likelihood, impact, fc.nat(6), (l, i, at) => {
      const before = judged(legacy, scores(l, i))
      const after = judged(legacy, scores(l.with(at, Math.min(6, (l[at] ?? 1) + 1)), i))
      assert.ok((after.score ?? 0) >= (before.score ?? 0))
      assert.ok(bands.indexOf(after.rating) >= bands.indexOf(before.rating))
      assert.ok((before.score ?? 0) >= 1 && (before.score ?? 0) <= 30)
    }),
  )
})

const good = { digitalAdoption: 79.1, digitalCompletion: 80.1, userSatisfaction: 78.1, accessibility: true }

test('a service that passes all that is published cannot be judged: the threshold of cost is not', () => {
  const result = judged(great, { ...good, costPerTransaction: 2.5 })
  assert.equal(result.rating, cannotBeJudged)
  assert.equal(result.unverified, true)
  assert.ok(result.working.rule === 'every threshold passed')
  assert.deepEqual(
    result.working.thresholds.map(({ question, outcome }) => [question, outcome]),
    [
      ['digitalAdoption', 'passed'],
      ['digitalCompletion', 'passed'],
      ['userSatisfaction', 'passed'],
      ['accessibility', 'passed'],
      ['costPerTransaction', 'no threshold'],
    ],
  )
})

test('every threshold is passed strictly: exactly 80 completed is not great', () => {
  assert.equal(judged(great, { ...good, digitalCompletion: 80 }).rating, 'not great')
  assert.equal(judged(great, { ...good, digitalAdoption: '79' }).rating, 'not great')
  assert.equal(judged(great, { ...good, userSatisfaction: 78 }).rating, 'not great')
  assert.equal(judged(great, { ...good, accessibility: 'no' }).rating, 'not great')
})

test('one failure decides, whatever else was not answered; without one, every answer is needed', () => {
  assert.equal(judged(great, { digitalCompletion: 80 }).rating, 'not great')
  const result = assess(great, { digitalCompletion: 81 })
  assert.ok(!result.ok)
  assert.deepEqual(
    result.problems.map(({ question }) => question),
    ['digitalAdoption', 'userSatisfaction', 'accessibility'],
  )
  assert.ok(result.soFar?.rule === 'every threshold passed')
  assert.deepEqual(
    result.soFar.thresholds.map(({ outcome }) => outcome),
    ['not answered', 'passed', 'not answered', 'not answered', 'no threshold'],
  )
})

test('what is no answer at all is told apart from what is not answered', () => {
  assert.deepEqual(
    readAnswers(great.questions, { digitalAdoption: '80.5', accessibility: 'yes', volume: '' }),
    {
      ok: true,
      answers: { digitalAdoption: 80.5, accessibility: true },
    },
  )
  const read = readAnswers(great.questions, { digitalAdoption: '101', accessibility: ['yes', 'no'] })
  assert.ok(!read.ok)
  assert.deepEqual(
    read.problems.map(({ question }) => question),
    ['digitalAdoption', 'accessibility'],
  )
})

/** As an administrator would fill in the table, and mark it as checked. */
function withCosts(verified: boolean): Framework {
  const { results } = great
  assert.ok(results.rule === 'every threshold passed')
  const rows = [
    { when: { serviceType: 'payment', complexity: 'simple', volume: 'high' }, atMost: 2.5, verified },
  ]
  const thresholds = results.thresholds.map((threshold) =>
    'table' in threshold
      ? { question: threshold.question, verified, table: { by: threshold.table.by, rows } }
      : threshold,
  )
  const questions = great.questions.map(({ verified: _, ...question }) => question)
  return { ...great, verified: true, questions, results: { ...results, thresholds } }
}

test('with an administrator’s threshold a service is great or not, and says on what that rests', () => {
  const sort = { serviceType: 'payment', complexity: 'simple', volume: 'high' }
  const checked = withCosts(true)
  assert.equal(judged(checked, { ...good, ...sort, costPerTransaction: 2.5 }).rating, 'great')
  assert.equal(judged(checked, { ...good, ...sort, costPerTransaction: 2.5 }).unverified, false)
  assert.equal(judged(checked, { ...good, ...sort, costPerTransaction: 2.51 }).rating, 'not great')
  assert.equal(judged(withCosts(false), { ...good, ...sort, costPerTransaction: 2.5 }).unverified, true)
  assert.equal(judged(withCosts(false), { ...good, ...sort, digitalAdoption: 10 }).unverified, false)
  const other = { ...sort, volume: 'low' }
  assert.equal(judged(checked, { ...good, ...other, costPerTransaction: 1 }).rating, cannotBeJudged)
  const unsorted = assess(checked, { ...good, costPerTransaction: 1 })
  assert.ok(!unsorted.ok)
  assert.deepEqual(
    unsorted.problems.map(({ question }) => question),
    ['serviceType', 'complexity', 'volume'],
  )
})

test('a better answer never makes a great service less', () => {
  const checked = withCosts(true)
  const percent = fc.integer({ min: 0, max: 100 })
  const answers = fc.record({
    digitalAdoption: percent,
    digitalCompletion: percent,
    userSatisfaction: percent,
    costPerTransaction: fc.integer({ min: 0, max: 5 }),
    accessibility: fc.boolean(),
    serviceType: fc.constant('payment'),
    complexity: fc.constant('simple'),
    volume: fc.constant('high'),
  })
  fc.assert(
    fc.property(
      answers,
      fc.constantFrom('digitalAdoption', 'digitalCompletion', 'userSatisfaction'),
      (given, id) => {
        const better = { ...given, [id]: 100, accessibility: true, costPerTransaction: 0 }
        if (judged(checked, given).rating === 'great') assert.equal(judged(checked, better).rating, 'great')
      },
    ),
  )
})
