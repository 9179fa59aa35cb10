import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsWith } from '../../testing.ts'

/* Each rule with a mistake of every kind, on a framework of two lines of questions and one of results. */

const HEAD = `slug: tried
version: '1'
title: Tried
source: Made up
verified: true
groups: [{ id: a, title: A }, { id: b, title: B }]
questions:
`

/** Questions begin on line 8. The place of each problem is given without the file. */
async function tried(questions: string[], results: string[]): Promise<string[]> {
  const content = [
    `${HEAD}${questions.map((each) => `  - { title: Q, ${each} }\n`).join('')}results:`,
    ...results.map((each) => `  ${each}`),
  ].join('\n')
  const problems = await problemsWith({ 'frameworks/tried.yaml': content })
  return problems.map((each) => each.replace('frameworks/tried.yaml:', ''))
}

const level = (id: string, ...scores: number[]) =>
  `id: ${id}, type: level, levels: [${scores.map((score) => `{ score: ${score}, title: L }`).join(', ')}]`

test('highest and lowest answer wins: each band can win', async () => {
  const questions = [level('one', 1, 2, 3), level('two', 2, 3)]
  const bands = 'bands: [{ result: low }, { result: mid, from: 2 }, { result: top, from: 3 }]'
  assert.deepEqual(await tried(questions, ['rule: highest answer wins', bands]), [
    '12:49 "low" is never reached: the lowest score is 2',
  ])
  assert.deepEqual(await tried(questions, ['rule: lowest answer wins', bands]), [])
  assert.deepEqual(await tried([...questions, level('four', 1, 2)], ['rule: lowest answer wins', bands]), [
    '13:75 "top" is never reached: the highest score is 2',
  ])
  assert.deepEqual(
    await tried(
      ['id: one, type: boolean', 'id: two, type: boolean, decides: false'],
      ['rule: highest answer wins', bands],
    ),
    [
      '8:21 nothing judges the answer to "one" (this rule judges levels: make it a level, write decides: false, or remove it)',
      '11:9 there is nothing to judge: no question of the type level decides',
    ],
  )
})

test('bands that nobody has published keep their place, and are not looked at', async () => {
  const bands = (...from: string[]) =>
    `bands: [{ result: low }${from.map((each, index) => `, { result: r${index}, from: ${each} }`).join('')}]`
  const rule = 'rule: highest answer wins'
  const questions = [level('one', 1, 2, 3, 4)]
  const none = 'not published'
  assert.deepEqual(await tried(questions, [rule, bands(none, none)]), [])
  assert.deepEqual(await tried(questions, [rule, bands('2', none, '4')]), [])
  assert.deepEqual(await tried(questions, [rule, bands('4', none, '2')]), [
    '11:110 bands go from the lowest to the highest: this one is never reached',
  ])
  assert.deepEqual(await tried(questions, [rule, bands('3.2', '3.7')]), [
    '11:48 "r0" is never reached: no score is from 3.2 to below 3.7',
  ])
  assert.deepEqual(await tried(questions, [rule, 'bands: [{ result: low, from: 1 }, { result: top }]']), [
    '11:32 the lowest band takes all that is below the next (remove its from, or add the band below it)',
    '11:37 "top" needs a from: where it begins (where nobody says, write not published)',
  ])
})

test('weighted sum with override: weights, overrides, and bands that only an override would reach', async () => {
  const questions = [level('one', 1, 2, 3), level('two', 1, 2, 3)]
  const rule = 'rule: weighted sum with override'
  const pipeline = (control: string, ...overrides: string[]) => [
    rule,
    'weights: { two: 2 }',
    `overrides: [${overrides.join(', ')}]`,
    `bands: [{ result: fine }, { result: watch, from: 4 }, { result: ${control}, from: 9 }]`,
  ]
  assert.deepEqual(await tried(questions, pipeline('hold', '{ score: 3, result: hold }')), [])
  assert.deepEqual(await tried(questions, pipeline('grim', '{ score: 3, result: hold }')), [
    '14:79 "grim" is never reached: the highest score is 6',
  ])
  assert.deepEqual(
    await tried(questions, [
      rule,
      'weights: { three: 2 }',
      'overrides: [{ question: one, score: 4, result: hold }, { score: 3, result: hold }, { question: two, score: 3, result: odd }]',
      'bands: [{ result: fine }]',
    ]),
    [
      '12:21 there is no question "three" (use "one" or "two")',
      '13:39 no level has the score 4, so this never decides',
      '13:86 an override before this one is always taken first',
    ],
  )
  assert.deepEqual(
    await tried(
      [level('one', 1, 2)],
      [rule, 'overrides: [{ score: 1, result: a }, { score: 2, result: b }]', 'bands: [{ result: fine }]'],
    ),
    ['11:14 some answer always overrides, so nothing is ever added up'],
  )
})

test('count of yes: counts and shares that can be', async () => {
  const rule = (as: string, from: number) => [
    'rule: count of yes',
    `as: ${as}`,
    `bands: [{ result: few }, { result: all, from: ${from} }]`,
  ]
  const plain = ['id: one, type: boolean', 'id: two, type: boolean']
  assert.deepEqual(await tried(plain, rule('count', 2)), [])
  assert.deepEqual(await tried(plain, rule('count', 3)), [
    '13:49 "all" is never reached: the highest score is 2',
  ])
  assert.deepEqual(await tried(plain, rule('share', 100)), [])
  assert.deepEqual(await tried(plain, rule('share', 100.5)), [
    '13:49 "all" is never reached: the highest score is 100',
  ])
  const between = 'bands: [{ result: few }, { result: some, from: 60 }, { result: all, from: 70 }]'
  assert.deepEqual(await tried(plain, ['rule: count of yes', 'as: share', between]), [
    '13:50 "some" is never reached: no score is from 60 to below 70',
  ])
  const mayNotApply = [...plain, 'id: three, type: boolean, mayNotApply: true']
  assert.deepEqual(await tried(mayNotApply, ['rule: count of yes', 'as: share', between]), [])
  assert.deepEqual(await tried([...plain, 'id: three, type: choice, options: [x]'], rule('count', 2)), [
    '10:21 nothing judges the answer to "three" (this rule judges yes and no: make it a boolean, write decides: false, or remove it)',
  ])
})

test('all or any indicators: profiles name each outcome, and ask for what can be', async () => {
  const profile = 'id: profile, type: choice, options: [base, more]'
  const a = 'id: a1, type: indicators, indicators: { not achieved: 2, achieved: 3 }'
  const b = 'id: b1, type: indicators, indicators: { not achieved: [One, Two], partially achieved: 1 }'
  const rule = (profiles: string, notMet = 'not met') => [
    'rule: all or any indicators',
    'profile: profile',
    `profiles: ${profiles}`,
    'met: met',
    `notMet: ${notMet}`,
  ]
  const base = '{ base: { a1: achieved, b1: partially achieved } }'
  assert.deepEqual(await tried([profile, a, b], rule(base)), [])
  assert.deepEqual(await tried([profile, a, b], rule('{}')), [])
  assert.deepEqual(
    await tried(
      [profile, a, b],
      rule('{ base: { a1: partially achieved, b1: achieved, c1: achieved }, most: { a1: achieved } }', 'met'),
    ),
    [
      '14:51 "b1" has no indicator that would make it achieved, so this is never met (give it such indicators, or ask for less)',
      '14:61 there is no outcome "c1" (did you mean "a1"?)',
      '14:77 "most" is not an option of "profile" (add it there, or remove it here)',
      '14:77 this profile does not say what "b1" needs (where it needs nothing, write not achieved)',
      '16:11 met and notMet must be two results',
    ],
  )
  assert.deepEqual(await tried([profile, a, b], rule('{ base: { a1: not achieved, b1: not achieved } }')), [
    '14:15 this profile needs nothing, so it is never not met',
  ])
  assert.deepEqual(
    await tried(
      [
        'id: profile, type: boolean',
        'id: a1, type: indicators, indicators: { achieved: 0 }',
        'id: n, type: number',
      ],
      rule('{}'),
    ),
    [
      '9:55 "a1" has no indicator by which to judge it',
      '10:21 nothing judges the answer to "n" (this rule judges indicators: give it some, write decides: false, or remove it)',
      '13:12 "profile" is answered by boolean, and a profile needs a choice',
    ],
  )
  assert.deepEqual(await tried([a], ['rule: matrix without total', 'result: no total']), [
    '8:31 indicators are judged only by the rule "all or any indicators"',
  ])
})

test('matrix without total: each question in a row and a column of its own, where there are columns', async () => {
  const rule = ['rule: matrix without total', 'result: no total']
  const columns = 'columns: [{ id: c, title: C }, { id: d, title: D }]'
  const cell = (id: string, place: string) => `id: ${id}, type: number${place}`
  assert.deepEqual(await tried([cell('one', ''), cell('two', ', group: a')], rule), [])
  assert.deepEqual(
    await tried(
      [cell('one', ', group: a, column: c'), cell('two', ', group: a, column: d')],
      [...rule, columns],
    ),
    [],
  )
  assert.deepEqual(
    await tried(
      [
        cell('one', ''),
        cell('two', ', column: c'),
        cell('three', ', group: a, column: e'),
        cell('four', ', group: b, column: c'),
        cell('five', ', group: b, column: c'),
      ],
      [...rule, columns],
    ),
    [
      '8:5 "one" stands in no column (name its column)',
      '9:5 "two" stands in no row (name its group, which is its row)',
      '10:60 there is no column "e" (did you mean "c"?)',
      '12:59 another question stands in the row "b" and the column "c"',
      '16:40 no question stands in the column "d"',
    ],
  )
  assert.deepEqual(await tried([cell('one', ', decides: false')], rule), [
    '10:9 there is nothing to show: no question decides',
  ])
})

test('looked up in a table: rows for answers that can be given; a row may be missing', async () => {
  const questions = ['id: one, type: choice, options: [x, y]', 'id: two, type: choice, options: [z]']
  const rule = (...rows: string[]) => [
    'rule: looked up in a table',
    'results: [low, high]',
    'by: [one, two]',
    `rows: [${rows.join(', ')}]`,
  ]
  const x = '{ when: { one: x, two: z }, result: low }'
  assert.deepEqual(await tried(questions, rule()), [])
  assert.deepEqual(await tried(questions, rule(x)), [])
  assert.deepEqual(await tried(questions, rule(x, '{ when: { one: y, two: z }, result: low }')), [
    '12:18 "high" is never reached: no row gives it',
  ])
  assert.deepEqual(await tried(questions, rule(x, x, '{ when: { one: w, three: z }, result: hihg }')), [
    '14:53 there are two rows for "x, z" (give each its own, or remove one)',
    '14:104 this row does not say its "two"',
    '14:111 "one" has no option "w" (did you mean "x"?)',
    '14:121 there is no question in this table "three" (use "one" or "two")',
    '14:134 there is no result "hihg" (did you mean "high"?)',
  ])
  const misspelt = '{ when: { one: x, tow: z }, result: low }'
  const said = 'there is no question in this table "tow" (did you mean "two"?)'
  assert.deepEqual(await tried(questions, rule(misspelt, misspelt)), [`14:33 ${said}`, `14:76 ${said}`])
  assert.deepEqual(await tried(['id: one, type: boolean', ...questions.slice(1)], rule(x)), [
    '13:8 "one" is answered by boolean, and this table needs a choice',
  ])
})
