/* What the United Kingdom's frameworks say of worked examples, one for each file, and at the edges of their bands. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cannotBeJudged, frameworkFor } from '#definitions'
import { frameworksOfExample } from './testing/frameworks.ts'

const { frameworks, named, questionsOf, answersTo, allAnswered, judged, rating, result } =
  await frameworksOfExample()

const files: Record<string, string[]> = {
  'ai-principles': ['2025-02'],
  'algorithmic-transparency': ['3.0'],
  caf: ['3.2', '4.0'],
  'capability-framework': ['2026-10-06'],
  'cloud-maturity': ['alpha'],
  'critical-data-asset': ['2026-04'],
  'data-maturity': ['2023-03'],
  'data-ownership': ['2026-04'],
  'data-quality-issue': ['2025-11'],
  'digital-readiness-check': ['2024-03'],
  'functional-standard-digital': ['2023-11'],
  'great-service': ['2023-09'],
  'hosting-alignment': ['proposal-1'],
  'legacy-it-risk': ['2025-03'],
  'mobile-app': ['proposal-1'],
  'operational-resilience': ['proposal-1'],
  'pay-framework-adoption': ['2024-02'],
  'secure-by-design': ['2023-12'],
  'service-standard': ['2019-05'],
  'single-service-owner': ['2024-02'],
  'spend-pipeline': ['5'],
  'spend-risk-and-importance': ['2024-02', '2025-03'],
  sustainability: ['proposal-1'],
  'technology-code-of-practice': ['undated'],
}

test('every framework is there, in each of its versions', () => {
  const found: Record<string, string[]> = {}
  for (const { slug, version } of frameworks) found[slug] = [...(found[slug] ?? []), version].sort()
  assert.deepEqual(found, files)
})

test('only what was read whole in primary sources is verified, and each says how sure it is', () => {
  const verified = frameworks.filter((each) => each.verified).map(({ slug, version }) => `${slug} ${version}`)
  assert.deepEqual(verified.sort(), [
    'caf 3.2',
    'caf 4.0',
    'capability-framework 2026-10-06',
    'cloud-maturity alpha',
    'spend-pipeline 5',
  ])
  for (const { slug, source, note } of frameworks) {
    assert.match(source, /^https:/, slug)
    assert.ok(note, slug)
  }
})

test('a service of which exactly 80% is completed is not great, and above it nobody published the cost', () => {
  const service = { digitalAdoption: 90, userSatisfaction: 90, accessibility: 'yes' }
  const cost = { costPerTransaction: 2, serviceType: 'payment', complexity: 'simple', volume: 'high' }
  assert.equal(rating('great-service', { ...service, ...cost, digitalCompletion: 80 }), 'not great')
  assert.equal(rating('great-service', { ...service, ...cost, digitalCompletion: 80.1 }), cannotBeJudged)
})

test('an old system is red-rated from exactly 16', () => {
  const system = (likelihood: number[], impact: number[]) => ({
    ...Object.fromEntries(likelihood.map((score, index) => [`L${index + 1}`, score])),
    ...Object.fromEntries(impact.map((score, index) => [`I${index + 1}`, score])),
  })
  const all = (score: number, questions: number) => Array<number>(questions).fill(score)
  assert.equal(result('legacy-it-risk', system(all(4, 7), all(4, 6))), 'red 16')
  assert.equal(result('legacy-it-risk', system(all(4, 7), [4, 4, 4, 4, 4, 3])), 'high 15.67')
  assert.equal(result('legacy-it-risk', system([6, 3, 4, 3, 2, 5, 3], [2, 3, 3, 4, 3, 4])), 'red 17.4')
})

test('an assessment that names no version is made under the one of its day', () => {
  const inForce = (slug: string, on: string) => frameworkFor(frameworks, slug, { on })?.version
  assert.equal(inForce('caf', '2025-08-05'), '3.2')
  assert.equal(inForce('caf', '2025-08-06'), '4.0')
  assert.equal(inForce('spend-risk-and-importance', '2024-02-22'), undefined)
  assert.equal(inForce('spend-risk-and-importance', '2025-03-26'), '2024-02')
  assert.equal(inForce('spend-risk-and-importance', '2025-03-27'), '2025-03')
})

test('spending is as risky and important as its highest answer', () => {
  const slug = 'spend-risk-and-importance'
  const spending = (version: string, answers: Record<string, number>) =>
    rating(slug, { ...answersTo(slug, 1, version), ...answers }, version)
  for (const version of ['2024-02', '2025-03']) {
    assert.equal(spending(version, {}), 'low')
    assert.equal(spending(version, { transactions: 2 }), 'medium')
    assert.equal(spending(version, { transactions: 2, novelty: 3 }), 'high')
  }
  assert.equal(spending('2024-02', { topService: 3 }), 'high')
  assert.equal(spending('2025-03', { topService: 2 }), 'medium', 'the yes of a top service moved')
})

test('planned spending is assured to 10, monitored from 11 to 14, and controlled by any one standard', () => {
  const pipeline = (scores: number[]) => result('spend-pipeline', answersTo('spend-pipeline', scores))
  assert.equal(pipeline([1, 1, 1, 1, 1, 1, 1]), 'assured 7')
  assert.equal(pipeline([2, 2, 2, 1, 1, 1, 1]), 'assured 10')
  assert.equal(pipeline([2, 2, 2, 2, 1, 1, 1]), 'monitor 11')
  assert.equal(pipeline([2, 2, 2, 2, 2, 2, 2]), 'monitor 14')
  assert.equal(pipeline([1, 1, 1, 1, 1, 1, 3]), 'control 9')
})

test('nothing is judged by bands that nobody has published', () => {
  for (const slug of ['secure-by-design', 'digital-readiness-check']) {
    const assessment = judged(slug, allAnswered(slug, 'yes'))
    assert.equal(assessment.rating, cannotBeJudged, slug)
    assert.ok(assessment.working.rule === 'count of yes')
    assert.equal(assessment.working.score, 100)
  }
  assert.equal(questionsOf('secure-by-design').length, 10)
  assert.equal(questionsOf('digital-readiness-check').length, 16)
})

test('every point, principle or field that applies, and not one less', () => {
  for (const [slug, count, all, some] of [
    ['technology-code-of-practice', 13, 'every point met', 'some points not met'],
    ['ai-principles', 10, 'every principle shown', 'some principles not shown'],
    ['algorithmic-transparency', 40, 'complete', 'incomplete'],
  ] as const) {
    const questions = questionsOf(slug)
    const yes = allAnswered(slug, 'yes')
    assert.equal(questions.length, count)
    assert.equal(rating(slug, yes), all)
    for (const question of questions) {
      assert.equal(rating(slug, { ...yes, [question.id]: 'no' }), some)
      const mayNotApply = question.type === 'boolean' && question.mayNotApply
      if (mayNotApply) assert.equal(rating(slug, { ...yes, [question.id]: 'not applicable' }), all)
    }
  }
})

test('one essential purpose makes a data asset critical', () => {
  const none = allAnswered('critical-data-asset', 'no')
  assert.equal(rating('critical-data-asset', none), 'not critical')
  assert.equal(result('critical-data-asset', { ...none, statistics: 'yes' }), 'critical 1')
})

test('each of several things must be so', () => {
  for (const [slug, passed, failed] of [
    ['single-service-owner', 'single owner', 'no single owner'],
    ['data-ownership', 'owned', 'not fully owned'],
    ['operational-resilience', 'conforms', 'does not conform'],
  ] as const) {
    const deciding = questionsOf(slug).filter(({ decides }) => decides !== false)
    const yes = Object.fromEntries(deciding.map(({ id }) => [id, 'yes']))
    assert.equal(rating(slug, yes), passed)
    for (const { id } of deciding) assert.equal(rating(slug, { ...yes, [id]: 'no' }), failed, id)
  }
})

test('an app that can be had cannot be judged, since nobody published what is good enough', () => {
  const app = { store: 'Google Play', averageRating: 4.8, numberOfRatings: 12_000 }
  assert.equal(rating('mobile-app', { ...app, available: 'yes' }), cannotBeJudged)
  assert.equal(rating('mobile-app', { ...app, available: 'no' }), 'not good')
})

test('the lowest of what decides is the result', () => {
  const standard = (productCentric: number, agile: number) =>
    rating('functional-standard-digital', { productCentric, agile, technology: 1 })
  assert.deepEqual(
    [standard(1, 4), standard(2, 3), standard(4, 3), standard(4, 4)],
    ['developing', 'good', 'better', 'best'],
  )
  const green = answersTo('service-standard', 3)
  assert.equal(Object.keys(green).length, 14)
  assert.equal(rating('service-standard', green), 'green')
  assert.equal(rating('service-standard', { ...green, simple: 2 }), 'amber')
  assert.equal(rating('service-standard', { ...green, simple: 2, reliable: 1 }), 'red')
})

test('the table of data quality issues is an administrator’s, and that of hosting is our proposal', () => {
  assert.equal(rating('data-quality-issue', { importance: 'high', impact: 'high' }), cannotBeJudged)
  const hosting = (category: string, businessCase: string) =>
    rating('hosting-alignment', { category, businessCase })
  assert.equal(hosting('public cloud, software as a service', 'none'), 'aligned')
  assert.equal(hosting('private cloud', 'none'), 'not aligned')
  assert.equal(hosting('private cloud', 'agreed'), 'aligned')
  assert.equal(hosting('own premises or data centre', 'agreed'), 'not aligned')
  assert.ok(judged('hosting-alignment', { category: 'private cloud', businessCase: 'none' }).unverified)
})

test('where the source refuses a total, answers are shown and none is made', () => {
  for (const [slug, answers] of [
    ['cloud-maturity', { capacity: 3, regions: 4 }],
    ['data-maturity', { engagingUses: 2, responsibilitySkills: 5 }],
    ['sustainability', { hostingEnergy: 120_000, wasteLandfill: 0 }],
    ['capability-framework', { serviceOwner: 'Service owner', contentDesigner: 4 }],
  ] as const) {
    const assessment = judged(slug, answers)
    assert.equal(assessment.rating, 'no total')
    assert.equal(assessment.score, undefined)
    assert.ok(assessment.working.rule === 'matrix without total')
    assert.equal(assessment.working.answered, 2)
  }
})

test('cloud has 47 questions, data 10 topics by 6 themes, the profession 53 roles and 206 levels', () => {
  assert.equal(questionsOf('cloud-maturity').length, 47)
  const { results, groups, questions } = named('data-maturity')
  assert.ok(results.rule === 'matrix without total')
  assert.deepEqual([groups.length, results.columns.length, questions.length], [10, 6, 60])
  const roles = named('capability-framework')
  const levels = roles.questions.flatMap((role) => {
    if (role.type === 'level') return role.levels.map(({ title }) => title.en)
    return role.type === 'choice' ? role.options.filter((option) => option !== 'held') : []
  })
  assert.deepEqual([roles.groups.length, roles.questions.length, levels.length], [8, 53, 206])
})

test('an organisation is where its business case is', () => {
  const stages = [1, 2, 3, 4].map((stage) => rating('pay-framework-adoption', { stage }))
  const expected = ['no business case', 'business case submitted', 'business case approved', 'adopted']
  assert.deepEqual(stages, expected)
})
