import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { harbourton, problemsWith, readHarbourtonWith } from '../testing.ts'

/*
 * Each test changes Harbourton a little, and expects each mistake at its file, line and column, with what would be right.
 */

const services = 'registers/services.yaml'
const training = 'registers/training.yaml'
const roadmap = 'roadmaps/fair-weather/roadmap.yaml'
const easy = 'roadmaps/fair-weather/commitments/1-easy-services.yaml'
const paper = 'roadmaps/fair-weather/commitments/2-less-paper.yaml'
const words = 'roadmaps/fair-weather/commitments/3-plain-words.yaml'
const share = 'roadmaps/fair-weather/commitments/4-a-fair-share.yaml'

async function changed(file: string, ...changes: [string, string][]): Promise<string[]> {
  let content = await readFile(join(harbourton, file), 'utf8')
  for (const [from, to] of changes) {
    assert.ok(content.includes(from), `${file} has no ${from}`)
    content = content.replace(from, () => to)
  }
  return problemsWith({ [file]: content })
}

const successions = (list: string) => `organisations:
  - { slug: harbourton-council, name: Council, kind: council }
  - { slug: harbour-board, name: Board, kind: board, parent: harbourton-council, until: 2025-04-01 }
  - { slug: harbour-office, name: Office, kind: office, parent: harbourton-council, from: 2025-04-01 }
  - { slug: ferry-office, name: Ferries, kind: office }
successions:
${list}`

test('organisations: unknown parents, rings of parents, and slugs twice', async () => {
  const content = `organisations:
  - { slug: harbourton-council, name: Council, kind: council, parent: harbour-office }
  - { slug: harbour-board, name: Board, kind: board, parent: harbour-bored }
  - { slug: harbour-office, name: Office, kind: office, parent: harbourton-council, from: 2025-04-01, until: 2025-04-01 }
  - { slug: harbour-board, name: Again, kind: board }
  - { slug: whole-government, name: All, kind: all }
`
  assert.deepEqual(await problemsWith({ 'organisations.yaml': content }), [
    'organisations.yaml:2:71 harbourton-council belongs to harbour-office belongs to harbourton-council: that is a ring',
    'organisations.yaml:3:62 there is no organisation "harbour-bored" (did you mean "harbour-board"?)',
    'organisations.yaml:4:65 harbour-office belongs to harbourton-council belongs to harbour-office: that is a ring',
    'organisations.yaml:4:110 it ends on 2025-04-01, before or when it begins',
    'organisations.yaml:5:13 there are two organisations "harbour-board" (give each its own, or remove one)',
    'organisations.yaml:6:13 "whole-government" is in every government already (remove it here)',
  ])
})

test('successions: a ring, a body that succeeds itself, dates outside its life, sides that do not fit', async () => {
  const ring = successions(`  - { on: 2025-04-01, from: [harbour-board], to: [harbour-office], how: rename }
  - { on: 2026-04-01, from: [harbour-office], to: [ferry-office], how: rename }
  - { on: 2027-04-01, from: [ferry-office], to: [harbour-board], how: rename }
`)
  assert.deepEqual(await problemsWith({ 'organisations.yaml': ring }), [
    'organisations.yaml:7:5 "harbour-board" comes round again: its successors are succeeded by itself (give the later body a slug of its own)',
    'organisations.yaml:8:5 "harbour-office" comes round again: its successors are succeeded by itself (give the later body a slug of its own)',
    'organisations.yaml:9:5 "ferry-office" comes round again: its successors are succeeded by itself (give the later body a slug of its own)',
    'organisations.yaml:9:11 on 2027-04-01 "harbour-board" was no longer there: it ends on 2025-04-01',
  ])
  const itself = successions(
    '  - { on: 2025-04-01, from: [harbour-board], to: [harbour-board, harbour-office], how: split }\n',
  )
  assert.deepEqual(await problemsWith({ 'organisations.yaml': itself }), [
    'organisations.yaml:7:51 "harbour-board" cannot succeed itself (name only the bodies that take over from it)',
  ])
  const wrong = successions(`  - { on: 2025-03-31, from: [harbour-board], to: [harbour-office], how: split }
  - { on: 2025-05-01, from: [harbour-board, nobody], to: [ferry-office], how: merge }
`)
  assert.deepEqual(await problemsWith({ 'organisations.yaml': wrong }), [
    'organisations.yaml:7:11 on 2025-03-31 "harbour-office" was not there yet: it begins on 2025-04-01',
    'organisations.yaml:7:73 a split is of one organisation into two or more (use rename or merge)',
    'organisations.yaml:8:11 on 2025-05-01 "harbour-board" was no longer there: it ends on 2025-04-01',
    'organisations.yaml:8:30 "harbour-board" is succeeded twice: it ends once (name all its successors in one split)',
    'organisations.yaml:8:45 there is no organisation "nobody" (use "harbourton-council", "harbour-board", "harbour-office" or "ferry-office")',
  ])
})

test('registers: names, kinds, and fields that lead nowhere', async () => {
  const content = `name: training
record: training session
kind: snapshot
fields:
  state: { type: text }
  course: { type: choice, options: [plain words, first aid at sea, plain words] }
  heldOn: { type: date }
  finished: { type: integer }
  ease: { type: assessment, framework: easy-servis }
  service: { type: record, register: servces }
`
  assert.deepEqual(await problemsWith({ [training]: content }), [
    `${training}:3:7 a snapshot needs a period (add period: P3M, or how long each snapshot stands)`,
    `${training}:5:3 a field cannot be called "state": the word is taken (choose another word)`,
    `${training}:6:68 there are two options "plain words" (give each its own, or remove one)`,
    `${training}:9:40 there is no framework "easy-servis" (did you mean "easy-service"?)`,
    `${training}:10:38 there is no register "servces" (did you mean "services"?)`,
  ])
  assert.deepEqual(
    await changed(
      services,
      ['name: services', 'name: service'],
      ['kind: continuous', 'kind: continuous\nperiod: P3M'],
    ),
    [
      `${services}:5:7 the name is "service" and the file's name is "services" (give both the same name)`,
      `${services}:8:1 only a snapshot has "period" (remove it)`,
      `${easy}:17:15 there is no register "services" (did you mean "service"?)`,
      `${paper}:17:15 there is no register "services" (did you mean "service"?)`,
    ],
  )
})

test('a broken file is reported once: what refers to it is not wrong as well', async () => {
  assert.deepEqual(await changed(services, ['kind: continuous', 'kind: continous']), [
    `${services}:7:7 "continous" is not one of the choices here (did you mean "continuous"?)`,
  ])
})

test('roadmaps: missions, lines and roll-ups that are not there', async () => {
  const lines = `reportingLines:
  - { slug: quay, name: Quay, organisations: [harbour-board, harbour-ofice], missions: [3] }
  - { slug: pier, name: Pier, organisations: [harbour-board], commitments: [9] }
  - { slug: quay, name: Pier, organisations: [harbour-office], missions: [1] }
  - { slug: mole, name: Mole, organisations: [harbour-office], missions: [1], until: 2026-01-01 }
`
  assert.deepEqual(
    await changed(
      roadmap,
      ['rollUp:', `${lines}rollUp:`],
      ['number: 2', 'number: 1'],
      ['until: 2026', 'until: 2024'],
    ),
    [
      `${words}:6:10 there is no mission 2 in this roadmap (use 1)`,
      `${roadmap}:7:8 it ends before it begins, in 2025-01`,
      `${roadmap}:14:13 there are two missions numbered "1" (give each its own, or remove one)`,
      `${roadmap}:23:62 there is no organisation "harbour-ofice" (did you mean "harbour-office"?)`,
      `${roadmap}:23:89 there is no mission 3 in this roadmap (use 1)`,
      `${roadmap}:24:77 there is no commitment 9 in this roadmap (use 1, 2, 3 or 4)`,
      `${roadmap}:25:13 there are two reporting lines "quay" (give each its own, or remove one)`,
      `${roadmap}:26:5 "quay" above has one of these organisations for the same commitment and dates`,
    ],
  )
})

test('commitments: a number twice, a scope with a stranger, a file under no roadmap', async () => {
  assert.deepEqual(await changed(paper, ['number: 2', 'number: 1'], ['harbour-board, ', 'harbor-board, ']), [
    `${paper}:4:9 1-easy-services.yaml has the number 1 already`,
    `${paper}:4:9 the number is 1 and the file's name is 2-less-paper.yaml (give both the same number)`,
    `${paper}:9:39 there is no organisation "harbor-board" (did you mean "harbour-board"?)`,
  ])
  const lost = 'roadmaps/foul-weather/commitments/1-storm.yaml'
  assert.deepEqual(await problemsWith({ [lost]: 'number: 1\nmission: 1\ntitle: Storm\npromise: None\n' }), [
    `${lost}:1:1 there is no roadmap "foul-weather" (write roadmaps/foul-weather/roadmap.yaml)`,
  ])
})

test('measures: parts, scopes, windows and targets that do not fit', async () => {
  assert.deepEqual(
    await changed(easy, ['part: live-services', 'part: life-services'], ['atLeast: 100%', 'atLeast: 110%']),
    [
      `${easy}:18:11 there is no part of services called "life-services" (did you mean "live-services"?)`,
      `${easy}:20:24 110% is more than everything (use 0% to 100%)`,
    ],
  )
  assert.deepEqual(
    await changed(easy, ['part: live-services', 'outOf: record.stage == "live"\n    part: live-services']),
    [`${easy}:18:5 a measure has part or outOf, not both (keep one of them)`],
  )
  assert.deepEqual(await changed(paper, ['    outOf: null\n', ''], ['atLeast: 4', 'atLeast: 4, atMost: 3']), [
    `${paper}:15:3 "services-without-paper" does not say what it is counted out of (add outOf: a condition, part: a part of the register, or outOf: null for a count)`,
    `${paper}:19:13 nothing can reach both ends of this target`,
  ])
  assert.deepEqual(
    await changed(paper, ['atLeast: 4', 'atLeast: 40%'], ['register: services', 'register: stated-values']),
    [
      `${paper}:17:15 stated values are shown with their source and never counted`,
      `${paper}:20:24 this measure is a count: it has no percentage (write a number)`,
    ],
  )
  assert.deepEqual(
    await changed(words, ['from: heldOn', 'from: course'], ['{ counts: record.finished }', 'record.course']),
    [
      `${words}:21:13 this gives text, and must be a whole number (name an integer field)`,
      `${words}:22:21 "course" is choice, and a window begins on a date`,
    ],
  )
  assert.deepEqual(await changed(words, ['from: heldOn', 'from: held'], ['P12M', '12 months']), [
    `${words}:22:34 this is not a period (write P12M for 12 months, P3M, P7D or P1Y)`,
  ])
  assert.deepEqual(await changed(words, ['from: heldOn', 'from: heldO']), [
    `${words}:22:21 there is no date field "heldO" (did you mean "heldOn"?)`,
  ])
})

test('derived measures: what they are made from must be there, and not themselves', async () => {
  assert.deepEqual(await changed(share, ['of: 1/easy-services', 'of: 1/easy-servces']), [
    `${share}:18:13 there is no measure "1/easy-servces" (did you mean "1/easy-services"?)`,
  ])
  assert.deepEqual(
    await changed(
      share,
      ['of: 1/easy-services', 'of: organisations-with-half-easy'],
      ['atLeast: 50%', 'atLeast: 150%'],
    ),
    [
      `${share}:18:13 "organisations-with-half-easy" would be made from itself`,
      `${share}:19:29 150% is more than everything (use 0% to 100%)`,
    ],
  )
  assert.deepEqual(
    await changed(
      share,
      ['of: 1/easy-services', 'of: 2/services-without-paper'],
      ['    derived:', '    register: services\n    derived:'],
    ),
    [
      `${share}:16:5 a derived measure has no "register": it is made from other measures (remove it)`,
      `${share}:20:29 this measure is a count: it has no percentage (write a number)`,
    ],
  )
})

test('a part of a register without any, and a proportion of a count', async () => {
  assert.deepEqual(await changed(words, ['outOf: null', 'part: practised']), [
    `${words}:19:11 training has no parts (add parts: to the register, or write outOf)`,
  ])
  const content = (await readFile(join(harbourton, share), 'utf8')).replace(
    /derived:.*?(?=\n {4}public)/s,
    'derived: { quotient: { of: 2/services-without-paper } }',
  )
  assert.deepEqual(await problemsWith({ [share]: content }), [
    `${share}:16:32 "2/services-without-paper" is a count: it has no proportion (add over: the measure to divide by)`,
  ])
})

/** What is warned of, where nothing is wrong. */
async function warned(file: string, ...changes: [string, string][]): Promise<string[]> {
  let content = await readFile(join(harbourton, file), 'utf8')
  for (const [from, to] of changes) {
    assert.ok(content.includes(from), `${file} has no ${from}`)
    content = content.replace(from, () => to)
  }
  const reading = await readHarbourtonWith({ [file]: content })
  assert.ok(reading.ok, JSON.stringify(reading))
  return reading.warnings.map(({ line, column, says, instead }) => `${line}:${column} ${says} (${instead})`)
}

test('a number that was meant as a share is warned of, and one that may be a count is not', async () => {
  const target = (amount: string) => warned(easy, ['atLeast: 100%', `atLeast: ${amount}`])
  assert.deepEqual(await target('100'), ['20:24 this means 100 services (for a share write 100%)'])
  assert.deepEqual(await target('1.0'), ['20:24 this means 1 service (for a share write 100%)'])
  assert.deepEqual(await target('0.9'), ['20:24 this means 0.9 services (for a share write 90%)'])
  assert.deepEqual(await target('99.5'), ['20:24 this means 99.5 services (for a share write 99.5%)'])
  for (const amount of ['1', '50', '250', '90%']) assert.deepEqual(await target(amount), [])
  assert.deepEqual(await warned(share, ['atLeast: 50%', 'atLeast: 0.5']), [
    '19:29 this means 0.5 services (for a share write 50%)',
  ])
  assert.deepEqual(await warned(paper, ['atLeast: 4', 'atLeast: 100']), [])
})

test('counting by has() alone is warned of where an answer may be missing', async () => {
  const counting = (condition: string) => warned(words, ['record.course == "plain words"', condition])
  assert.deepEqual(await counting('has(record.finished)'), [
    '20:13 has() makes what was not answered count as no (write record.finished >= 0, which is then not known)',
  ])
  for (const condition of [
    'record.finished >= 0',
    'has(record.finished) && record.finished > 2',
    'has(record.course)',
  ])
    assert.deepEqual(await counting(condition), [])
})

test('milestones: each has a name of its own, which is not that of a phase', async () => {
  const date = 'title: The winter survey is held, due: 2025-01'
  assert.deepEqual(await changed(easy, [`name: winter-survey, ${date}`, date]), [
    `${easy}:12:5 "name" is missing here`,
  ])
  assert.deepEqual(await changed(easy, ['name: winter-survey', 'name: all-tried']), [
    `${easy}:13:13 there are two milestones "all-tried" (give each its own, or remove one)`,
  ])
  assert.deepEqual(await changed(easy, ['name: winter-survey', 'name: phase-1']), [
    `${easy}:12:13 the register of milestones keeps "phase-1" for a phase (give the milestone another name)`,
  ])
  assert.deepEqual(await changed(easy, ['register: services', 'register: milestones']), [
    `${easy}:17:15 milestones are shown with their commitment and never counted`,
  ])
})
