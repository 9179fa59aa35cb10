import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { z } from 'zod'
import type { Work } from '../command.ts'
import { runUnderstood, understand } from '../command-line.ts'
import { CHECKOUT } from '../config.ts'
import { configFor, type Ended, temporaryFolders } from '../testing.ts'

const folders = temporaryFolders()
after(folders.remove)

/** Carries the command out where there is no database at all. */
async function fingerpost(...words: string[]): Promise<Ended> {
  const ended = { code: 0, out: '', said: '' }
  const none = async () => assert.fail('it asked for a database')
  const work: Work = {
    config: configFor(),
    cwd: CHECKOUT,
    out: (line) => (ended.out += `${line}\n`),
    say: (line) => (ended.said += `${line}\n`),
    ask: async () => '',
    signal: new AbortController().signal,
    database: none,
    look: none,
  }
  const understood = understand(words)
  assert.ok(understood.ok, JSON.stringify(understood))
  const code = await runUnderstood(understood.run, work)
  return { ...ended, code }
}

const LEGACY = 'id,L1,L2,L3,L4,L5,L6,L7,I1,I2,I3,I4,I5,I6'
const EASY = ['assess', 'easy-service']
const HARBOURTON = ['--government', 'governments/harbourton']

test('each row is judged, with its steps', async () => {
  const file = folders.file(
    'systems.csv',
    `${LEGACY}\nbilling,6,3,4,3,2,5,3,2,3,3,4,3,4\n,1,1,1,1,1,1,1,1,1,1,1,1,1\n`,
  )
  const { code, out, said } = await fingerpost('assess', 'legacy-it-risk', file)
  assert.deepEqual([code, said], [0, ''])
  assert.equal(
    out,
    `Legacy IT risk assessment framework: legacy-it-risk 2025-03 (not all of it is verified)

billing: red, score 17.4
  Likelihood: mean 3.714, highest 6, so (3.714 + 6) / 2 = 4.857
  Impact: mean 3.167, highest 4, so (3.167 + 4) / 2 = 3.583
  4.857 × 3.583 = 17.4
  17.4 is 16 or more
  Rests on something that no public source states

row 3: low, score 1
  Likelihood: mean 1, highest 1, so (1 + 1) / 2 = 1
  Impact: mean 1, highest 1, so (1 + 1) / 2 = 1
  1 × 1 = 1
  1 is in the lowest band
  Rests on something that no public source states
`,
  )
})

test('what is missing or wrong is named by row and column; the other rows are judged all the same', async () => {
  const file = folders.file('two.csv', 'id,finished,content,plain\na,80,80,yes\nb,101,,yes\n')
  const { code, out, said } = await fingerpost(...EASY, file, ...HARBOURTON)
  assert.equal(code, 1)
  assert.match(out, /\na: easy\n/)
  assert.match(out, /\nb: not judged, 2 problems\n/)
  assert.equal(
    said,
    [
      `${file}:3:finished: "101" is no answer to "Finished in one go". Answer with a number from 0 to 100.`,
      `${file}:3:content: "Content with it" is not answered.`,
      '',
    ].join('\n'),
  )
})

test('YAML and JSON hold one assessment, and what is wrong is named by line and column', async () => {
  const yaml = folders.file('one.yaml', 'id: ferry\nfinished: 75\ncontent: 90\nplain: yes\n')
  const judged = await fingerpost(...EASY, yaml, ...HARBOURTON)
  assert.deepEqual([judged.code, judged.said], [0, ''])
  assert.match(judged.out, /\nferry: not easy\n {2}Finished in one go: 75%; needs more than 75: failed\n/)
  const json = folders.file('one.json', '{ "finished": 76,\n  "content": "much",\n  "plane": true }\n')
  const refused = await fingerpost(...EASY, json, ...HARBOURTON)
  assert.equal(refused.code, 1)
  assert.match(refused.said, /one\.json:3:3: There is no question "plane"\./)
  assert.match(refused.said, /one\.json:2:14: "much" is no answer to "Content with it"\./)
  assert.match(refused.said, /one\.json:1:1: "Written in plain words" is not answered\./)
})

test('a version is the one that is named, and cannot judge by what was never published', async () => {
  const file = folders.file('caf.yaml', 'profile: baseline\nA1a: A4 A3 A2 A1\nA1b: none\n')
  const met = await fingerpost('assess', 'caf', file, '--version', '3.2')
  assert.equal(met.code, 0)
  assert.match(met.out, /\nprofile not met\n {2}The profile is baseline\n/)
  assert.match(
    met.out,
    /A1\.a [^\n]*: achieved \(all for achieved are ticked: 0 of 4 for not achieved, 4 of 4 for achieved\); needs achieved: met\n/,
  )
  const now = await fingerpost('assess', 'caf', file, '--version', '4.0')
  assert.match(
    now.out,
    /\ncannot be judged: no threshold\n {2}The profile is baseline, and nobody has published/,
  )
  const none = await fingerpost('assess', 'caf', file, '--version', '3')
  assert.deepEqual([none.code, none.said], [1, 'caf has no version "3". Use "3.2" or "4.0".\n'])
})

test('indicators are said in plain words', async () => {
  const file = folders.file('caf.yaml', 'profile: baseline\nA1a: A1\nA1b: achieved\nB5c: none\n')
  const { out } = await fingerpost('assess', 'caf', file, '--version', '3.2')
  assert.match(
    out,
    /A1\.a [^\n]*: not achieved \(too few are ticked for more: 0 of \d for not achieved, 1 of \d for achieved\); needs/,
  )
  assert.match(out, /A1\.b [^\n]*: achieved \(as stated\); needs achieved: met\n/)
  assert.doesNotMatch(out, /needs not achieved/)
})

test('what was reckoned from some of the answers does not read like a result', async () => {
  const yaml = folders.file('some.yaml', 'responsibility: yes\nriskDriven: yes\n')
  const some = await fingerpost('assess', 'secure-by-design', yaml)
  assert.equal(some.code, 1)
  assert.match(some.out, /\n {2}2 answered yes so far, of 10 that need an answer\n/)
  assert.doesNotMatch(some.out, /100%/)
})

test('a row that cannot be read keeps its place, and an id is given once', async () => {
  const file = folders.file('rows.csv', 'id,finished,content,plain\na,80,80,yes\nb,80\na,10,80,yes\n')
  const { code, out, said } = await fingerpost(...EASY, file, ...HARBOURTON)
  assert.equal(code, 1)
  assert.match(out, /\na: easy\n[\s\S]*\n(b|row 3): not judged, \d problems?\n[\s\S]*\na: not easy\n/)
  assert.match(said, /:3:?[^\n]*\n[\s\S]*:4:id: Row 2 has the id "a" already\. Give each its own\.\n/)
  const { out: json } = await fingerpost(...EASY, file, ...HARBOURTON, '--json')
  const { assessments } = z
    .object({ assessments: z.array(z.object({ row: z.int(), problems: z.array(z.unknown()) })) })
    .parse(JSON.parse(json))
  assert.deepEqual(
    assessments.map(({ row, problems }) => [row, problems.length > 0]),
    [
      [2, false],
      [3, true],
      [4, true],
    ],
  )
})

test('JSON has the same parts whether it was judged or not', async () => {
  const file = folders.file('two.csv', 'finished,content,plain\n80,80,yes\n,,yes\n')
  const { code, out } = await fingerpost(...EASY, file, ...HARBOURTON, '--json')
  assert.equal(code, 1)
  const part = z.strictObject({
    id: z.string().nullable(),
    row: z.int().nullable(),
    rating: z.string().nullable(),
    score: z.number().nullable(),
    unverified: z.boolean().nullable(),
    answers: z.record(z.string(), z.unknown()).nullable(),
    working: z.looseObject({ rule: z.literal('every threshold passed') }),
    problems: z.array(z.looseObject({ row: z.literal(3) })),
  })
  const Answer = z.strictObject({
    framework: z.literal('easy-service'),
    version: z.literal('1'),
    verified: z.literal(true),
    assessments: z.array(part),
    problems: z.array(z.looseObject({ row: z.int(), column: z.string() })),
  })
  const { assessments, problems } = Answer.parse(JSON.parse(out))
  assert.deepEqual(
    assessments.map(({ id, rating, answers, problems: wrong }) => [id, rating, answers, wrong.length]),
    [
      ['row 2', 'easy', { finished: 80, content: 80, plain: true }, 0],
      ['row 3', null, null, 2],
    ],
  )
  assert.deepEqual(
    problems.map(({ row, column }) => [row, column]),
    [
      [3, 'finished'],
      [3, 'content'],
    ],
  )
})

test('what cannot be read at all is said, and nothing is judged', async () => {
  const said = async (file: string, shown = /^$/) => {
    const { code, out, said: words } = await fingerpost(...EASY, file, ...HARBOURTON)
    assert.equal(code, 1)
    assert.match(out, shown)
    return words.replaceAll(file, 'FILE')
  }
  assert.equal(await said('missing.csv'), 'FILE: There is no such file. Check its name and folder.\n')
  assert.equal(await said('missing.yaml'), 'FILE:1:1: The file cannot be read: it is not there.\n')
  assert.match(await said(folders.file('empty.csv', '')), /^FILE: The file is empty\./)
  assert.equal(
    await said(folders.file('empty.yaml', '# nothing yet\n')),
    'FILE:1:1: The file is empty. Write each answer on a line, after the id of its question: finished: answer.\n',
  )
  assert.match(await said(folders.file('head.csv', 'finished\n')), /^FILE: There is no row of answers\./)
  assert.match(
    await said(folders.file('column.csv', 'finnished\n1\n'), /\nrow 2: not judged, 3 problems\n/),
    /^FILE:1:finnished: The framework easy-service 1 has no column "finnished"\. Did you mean "finished"\?/,
  )
  assert.match(
    await said(folders.file('list.yaml', '- finished: 1\n')),
    /^FILE:1:1: A list is not a group of named values\./,
  )
  assert.match(
    await said(folders.file('wide.csv', Buffer.from([0xff, 0xfe, 0x61, 0x00]).toString('latin1'))),
    /^FILE/,
  )
})

test('a framework and a folder that are not there', async () => {
  const framework = await fingerpost('assess', 'easy-servis', 'any.csv', ...HARBOURTON)
  assert.deepEqual(
    [framework.code, framework.said],
    [1, 'There is no framework "easy-servis". Did you mean "easy-service"?\n'],
  )
  const folder = await fingerpost(...EASY, 'any.csv', '--government', 'governments/nowhere')
  assert.equal(folder.code, 1)
  assert.match(folder.said, /^governments\/nowhere:1:1: The folder cannot be read/)
  assert.match(folder.said, /The definitions in governments\/nowhere cannot be used: 1 problem\.\n$/)
})

test('the how-to says what the command says', async () => {
  const howTo = await readFile(join(CHECKOUT, 'docs/how-to/judge-something-by-a-framework.md'), 'utf8')
  const block = (kind: string) =>
    [...howTo.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text)
  const [csv = ''] = block('csv')
  const [text = ''] = block('text')
  const file = folders.file('systems.csv', csv)
  assert.equal((await fingerpost('assess', 'legacy-it-risk', file)).out, text)
})
