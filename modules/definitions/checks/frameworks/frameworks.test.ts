import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { harbourton, problemsWith } from '../../testing.ts'

/* Each mistake at its line and column, with what would be right: questions, versions, and the rules that were first. */

const framework = 'frameworks/easy-service.yaml'

async function changed(...changes: [string, string][]): Promise<string[]> {
  let content = await readFile(join(harbourton, framework), 'utf8')
  for (const [from, to] of changes) {
    assert.ok(content.includes(from), `${framework} has no ${from}`)
    content = content.replace(from, () => to)
  }
  return problemsWith({ [framework]: content })
}

test('results that cannot be reached, questions nobody judges', async () => {
  assert.deepEqual(
    await changed(
      ['above: 75', 'above: 100'],
      ['question: plain, is: true', 'question: content, is: true'],
      ['question: finished', 'question: finnished'],
    ),
    [
      `${framework}:11:9 nothing judges the answer to "finished" (use it in results, write decides: false, or remove it)`,
      `${framework}:25:9 nothing judges the answer to "plain" (use it in results, write decides: false, or remove it)`,
      `${framework}:35:19 there is no question "finnished" (did you mean "finished"?)`,
      `${framework}:37:19 "content" is answered by number, and this test needs a boolean`,
    ],
  )
  assert.deepEqual(await changed(['above: 75', 'above: 100'], ["version: '1'", 'version: 1.10']), [
    `${framework}:5:10 the version must be text, or 4.10 would become 4.1 (put quotes round it, for example "4.10")`,
  ])
  assert.deepEqual(await changed(['above: 75', 'above: 100']), [
    `${framework}:35:7 no answer to "finished" can pass this`,
  ])
})

test('a question that says it decides nothing needs no judge, and then may not be judged', async () => {
  const note = '  - { id: note, title: A note, type: number, decides: false }\n  - id: plain\n'
  assert.deepEqual(await changed(['  - id: plain\n', note]), [])
  assert.deepEqual(await changed(['    type: boolean\n', '    type: boolean\n    decides: false\n']), [
    `${framework}:38:19 this test needs "plain", which says decides: false (remove it there, or here)`,
  ])
  assert.deepEqual(await changed(['    type: boolean\n', '    type: boolean\n    mayNotApply: true\n']), [
    `${framework}:38:19 "plain" may not apply, and this test needs yes or no (remove mayNotApply)`,
  ])
})

test('ids that mean something else where answers are written, and columns outside a matrix', async () => {
  assert.deepEqual(
    await changed(
      ['id: plain', 'id: version'],
      ['question: plain', 'question: version'],
      ['    unit:', '    column: a\n    unit:'],
    ),
    [
      `${framework}:15:13 only a matrix without total has columns (remove the column)`,
      `${framework}:26:9 "version" names something else where answers are written (give the question another id)`,
    ],
  )
})

test('versions: one of each name, one from each day', async () => {
  const content = await readFile(join(harbourton, framework), 'utf8')
  const version = (name: string, more: string) =>
    content.replace("version: '1' ", `version: '${name}'\n${more} `)
  assert.deepEqual(
    await problemsWith({
      [framework]: version('1', 'from: 2025-01-01'),
      'frameworks/easy-service-2.yaml': version('2', 'from: 2025-01-01'),
      'frameworks/easy-service-3.yaml': version('2', 'from: 2026-01-01'),
      'frameworks/easy-service-4.yaml': version('4', 'from: 2026-02-30'),
    }),
    [
      `frameworks/easy-service-3.yaml:4:7 the slug is "easy-service" and the file's name is "easy-service-3" (name the file easy-service.yaml, or easy-service-2.yaml where versions live side by side)`,
      'frameworks/easy-service-3.yaml:5:10 there is already a version "2" of "easy-service"',
      'frameworks/easy-service-4.yaml:6:7 there is no 30 February 2026',
      `${framework}:6:7 another version of "easy-service" is the one to judge by from 2025-01-01`,
    ],
  )
})

test('one version is in force from the beginning', async () => {
  const content = await readFile(join(harbourton, framework), 'utf8')
  const version = (name: string, more = '') =>
    content.replace("version: '1' ", `version: '${name}'\n${more} `)
  const later = 'frameworks/easy-service-2.yaml'
  assert.deepEqual(await problemsWith({ [later]: version('2', 'from: 2025-01-01') }), [])
  const said =
    'two versions of "easy-service" are in force from the beginning (give the later one from: the day it began)'
  assert.deepEqual(await problemsWith({ [later]: version('2') }), [`${framework}:5:10 ${said}`])
  const last = 'frameworks/zz.yaml'
  assert.deepEqual(
    (await problemsWith({ [later]: version('2', 'from: 2025-01-01'), [last]: version('3') })).slice(-1),
    [`${last}:5:10 ${said}`],
  )
})

test('what is missing is named with what could be written', async () => {
  assert.deepEqual(await changed(['verified: true', '# verified: true']), [
    `${framework}:4:1 "verified" is missing here (add verified: true where a public source says all of it, else false)`,
  ])
  const results = (...lines: string[]) =>
    problemsWith({
      'frameworks/tried.yaml': [
        "slug: tried\nversion: '1'\ntitle: T\nsource: S\nverified: true",
        'questions: [{ id: a, title: A, type: boolean }]',
        'results:',
        ...lines.map((line) => `  ${line}`),
        '  bands: [{ result: few }, { result: all, from: 1 }]\n',
      ].join('\n'),
    })
  assert.deepEqual(await results('rule: count of yes'), [
    'frameworks/tried.yaml:7:1 "as" is missing here (add as: count or as: share)',
  ])
  assert.deepEqual(await results('rule: lowest answer wins', 'as: count'), [
    'frameworks/tried.yaml:9:3 only the rule "count of yes" has "as" (write rule: count of yes, or remove it)',
  ])
  assert.deepEqual(await results('rule: highest wins'), [
    'frameworks/tried.yaml:8:9 "highest wins" is not one of the choices here (did you mean "highest answer wins"?)',
  ])
})

test('mean and max product: levels, sides and bands', async () => {
  const product = `slug: easy-service
version: '1'
title: Risk
source: Made up
verified: true
groups: [{ id: a, title: A }, { id: b, title: B }]
questions:
  - { id: A1, group: a, title: A1, type: level, levels: [{ score: 1, title: Low }, { score: 3, title: High }] }
  - { id: B1, group: b, title: B1, type: level, levels: [{ score: 2, title: Low }, { score: 2, title: High }] }
results:
  rule: mean and max product
  sides: [a, b]
  decimals: 2
  bands: [{ result: easy }, { result: mild, from: 2 }, { result: odd, from: 5 }, { result: grim, from: 5 }, { result: red, from: 7 }]
`
  assert.deepEqual(await problemsWith({ [framework]: product }), [
    `${framework}:9:93 levels go from the lowest score to the highest, each once`,
    `${framework}:14:51 "easy" is never reached: the lowest score is 2`,
    `${framework}:14:104 bands go from the lowest to the highest: this one is never reached`,
    `${framework}:14:130 "red" is never reached: the highest score is 6`,
  ])
})
