/* Mission 5, commitments 15 to 21: each measure counts made-up records rightly, and each check speaks where it should. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { figuresModule, type LedgerTables } from '#figures'
import { registersModule } from '#registers'
import type { Values } from '#shared/values'
import { eachDatabase } from '../../platform/database/testing.ts'
import { counts, recordMadeUp, says } from './testing/made-up.ts'
import { figuresIn, inShort } from './testing.ts'

const rated = (rating: string): Values => ({ rating })
const stage = (rating: string): Values => ({ stage: rated(rating) })

test('a business case counts once it is submitted; of a stage nobody judged nothing is known', () =>
  counts(
    '15/organisations-with-business-case',
    [stage('no business case'), '0 of 0'],
    [stage('business case submitted'), '1 of 0'],
    [stage('business case approved'), '1 of 0'],
    [stage('adopted'), '1 of 0'],
    [{}, '0 of 0, 1 unknown'],
  ))

test('an organisation weighs as many as its professionals; an unknown case leaves all of them unknown', () =>
  counts(
    '15/workforce-with-business-case',
    [{ professionals: 400, pay: stage('business case submitted') }, '400 of 400'],
    [{ professionals: 100, pay: stage('no business case') }, '0 of 100'],
    [{ professionals: 50 }, '0 of 50, 50 unknown'],
    [{ pay: stage('adopted') }, '0 of 0, 1 unknown'],
  ))

test('a role definition counts when it is aligned, not when it partly is', () =>
  counts(
    '15/role-definitions-aligned',
    [{ alignment: 'aligned' }, '1 of 1'],
    [{ alignment: 'partly aligned' }, '0 of 1'],
    [{ alignment: 'not aligned' }, '0 of 1'],
    [{}, '0 of 1, 1 unknown'],
  ))

test('contractors and agency staff are some of the posts filled', () =>
  counts(
    '16/contingent-labour',
    [{ filledPosts: 200, contingentLabour: 30 }, '30 of 200'],
    [{ filledPosts: 200, contingentLabour: 0 }, '0 of 200'],
    [{ filledPosts: 200 }, '0 of 200, 200 unknown'],
    [{ contingentLabour: 30 }, '0 of 0, 1 unknown'],
  ))

test('new entrants count from July 2022 to June 2025, by any route', () =>
  counts(
    '17/new-entrants',
    [{ joinedOn: '2022-06-30', people: 8, route: 'apprenticeship' }, '0 of 0'],
    [{ joinedOn: '2022-07-01', people: 8, route: 'apprenticeship' }, '8 of 0'],
    [{ joinedOn: '2025-06-30', people: 8, route: 'fast stream' }, '8 of 0'],
    [{ joinedOn: '2025-07-01', people: 8, route: 'fast stream' }, '0 of 0'],
    [{ people: 8 }, '0 of 0, 8 unknown'],
  ))

test('a share of the profession needs both numbers', () =>
  counts(
    '18/profession-share',
    [{ professionals: 54, civilServants: 1000 }, '54 of 1000'],
    [{ civilServants: 1000 }, '0 of 1000, 1000 unknown'],
    [{ professionals: 54 }, '0 of 0, 1 unknown'],
  ))

test('to enrol is one thing and to complete another; neither is nought when nobody said', async () => {
  const quarter = { seniorCivilServants: 80, enrolled: 20 }
  await counts(
    '19/leaders-enrolled',
    [quarter, '20 of 80'],
    [{ seniorCivilServants: 80 }, '0 of 80, 80 unknown'],
    [{ enrolled: 20 }, '0 of 0, 1 unknown'],
  )
  await counts(
    '19/leaders-trained',
    [{ ...quarter, completed: 5 }, '5 of 80'],
    [{ ...quarter, completed: 0 }, '0 of 80'],
    [quarter, '0 of 80, 80 unknown'],
  )
})

test('a person counts with their skills recorded; those who never said are not known', async () => {
  await counts(
    '20/trained-and-skills-recorded',
    [{ trainedOn: '2024-01-10', skillsRecorded: true }, '1 of 0'],
    [{ trainedOn: '2024-01-10', skillsRecorded: false }, '0 of 0'],
    [{ trainedOn: '2024-01-10' }, '0 of 0, 1 unknown'],
  )
  await counts('20/trained', [{ trainedOn: '2024-01-10' }, '1 of 0'])
  await counts('20/professionals', [{ professionals: 90 }, '90 of 0'], [{}, '0 of 0, 1 unknown'])
})

test('a roadmap counts once it is in place, and fully with a date that it commits to', async () => {
  await counts(
    '21/departments-with-roadmap',
    [{ status: 'in place' }, '1 of 1'],
    [{ status: 'in development' }, '0 of 1'],
    [{ status: 'none' }, '0 of 1'],
    [{}, '0 of 1, 1 unknown'],
  )
  await counts(
    '21/departments-with-committed-date',
    [{ status: 'in place', hasCommittedDate: true }, '1 of 1'],
    [{ status: 'in place', hasCommittedDate: false }, '0 of 1'],
    [{ status: 'in place' }, '0 of 1, 1 unknown'],
    [{ status: 'in development' }, '0 of 1'],
  )
})

test('those who declared nothing are part of the whole and of no group', async () => {
  const quarter = {
    ...{ women: 31, men: 57, sexNotDeclared: 12 },
    ...{ ethnicMinorities: 20, white: 59, ethnicityNotDeclared: 21 },
    ...{ disabled: 9, notDisabled: 74, disabilityNotDeclared: 17 },
  }
  for (const [name, expected] of Object.entries({
    women: '31 of 100',
    'sex-not-declared': '12 of 100',
    'ethnic-minorities': '20 of 100',
    'ethnicity-not-declared': '21 of 100',
    'disabled-people': '9 of 100',
    'disability-not-declared': '17 of 100',
  })) {
    await counts(`21/${name}`, [quarter, expected], [{}, '0 of 0, 1 unknown'])
  }
  await counts('21/women', [{ women: 31, men: 57 }, '0 of 0, 1 unknown'])
  await says('diversity', quarter)
  await says(
    'diversity',
    { ...quarter, men: 56 },
    /^warning: By sex and by eth/,
    /^warning: By sex and by dis/,
  )
  await says('diversity', { women: -1 }, /^error: A number of people/)
})

test('the workforce is checked for what a coordinator is likely to mistake', async () => {
  await says('workforce', {
    hires: 20,
    totalDaysToHire: 640,
    entrants: 4,
    filledPosts: 90,
    contingentLabour: 9,
  })
  await says('workforce', { hires: 20, totalDaysToHire: 32 }, /^warning: .*Is this the average\?/)
  await says('workforce', { hires: 2, totalDaysToHire: 900 }, /^warning: .*more than a year each/)
  await says('workforce', { hires: 0, totalDaysToHire: 30 }, /^error: Nobody was hired/)
  await says('workforce', { hires: 3, totalDaysToHire: 90, entrants: 4 }, /^warning: .*than were hired/)
  await says('workforce', { filledPosts: 8, contingentLabour: 9 }, /^error: Contractors/)
  await says('workforce', { entrants: -1 }, /^error: A number of people/)
  await says('workforce', {})
})

test('a pay case, a role, entrants, leaders, a person and a roadmap are checked', async () => {
  await says(
    'pay-framework',
    { ...stage('no business case'), submittedOn: '2023-05-01' },
    /^error: There is no/,
  )
  await says(
    'pay-framework',
    { ...stage('business case approved'), adoptedOn: '2023-05-01' },
    /^error: .*in use/,
  )
  const adopted = { ...stage('adopted'), submittedOn: '2023-05-01' }
  await says(
    'pay-framework',
    { ...adopted, adoptedOn: '2023-04-01' },
    /^error: .*cannot come into use before/,
  )
  await says('pay-framework', { ...adopted, adoptedOn: '2023-06-01' })
  await says('role-definitions', { role: 'Service lead', alignment: 'aligned' }, /^warning: Say which role/)
  const group = { joinedOn: '2022-06-30', people: 0, route: 'apprenticeship' }
  await says('entrants', group, /^error: A group has/, /^warning: The promise counts/)
  await says('entrants', { ...group, joinedOn: '2023-09-01', people: 301 }, /^warning: More than 300/)
  await says('leaders-training', { seniorCivilServants: 5, enrolled: 6 }, /^error: More have enrolled/)
  await says('leaders-training', { enrolled: 6, completed: 7 }, /^error: More have completed/)
  await says('leaders-training', { completed: -1 }, /^error: A number of people/)
  await says('professionals-training', { trainedOn: '2024-01-10' }, /^warning: Say whether this person/)
  const committed = { status: 'in place', hasCommittedDate: true }
  await says('diversity-roadmaps', { ...committed, committedTo: '2025-03-31' })
  await says('diversity-roadmaps', committed, /^warning: Say which date/)
  await says(
    'diversity-roadmaps',
    { ...committed, status: 'none', committedTo: '2025-03-31' },
    /^error: Without/,
  )
  await says(
    'diversity-roadmaps',
    { status: 'in place', hasCommittedDate: false, committedTo: '2025-03-31' },
    /^error: A date/,
  )
})

eachDatabase((_kind, open) => {
  let figure: ReturnType<typeof figuresIn>
  before(async () => {
    const store = await open<LedgerTables>([registersModule, figuresModule])
    await recordMadeUp(store, { 'professionals-training': trainings(), workforce: WORKFORCE })
    figure = figuresIn(store, '2025-12-31')
  })
  const shown = async (name: string, on: string) => inShort(await figure(`20/${name}`, on))

  test('who trains again is counted once, and for 12 months from the latest day', async () => {
    assert.equal(await shown('trained', '2024-01-09'), 'null')
    assert.equal(await shown('trained', '2024-01-10'), '20')
    assert.equal(await shown('trained', '2024-06-01'), '20', 'ten trained again, and are still ten people')
    assert.equal(await shown('trained', '2025-01-10'), '10', 'the training of the others has lapsed')
    assert.equal(await shown('trained', '2025-06-01'), '0')
    assert.equal(await shown('trained-and-skills-recorded', '2024-03-01'), '15, 5 unknown')
  })

  test('the share is of all professionals of the quarter, whether or not they have trained', async () => {
    const share = await figure('20/share-trained', '2024-06-01')
    assert.equal(inShort(share), '20 of 50')
    assert.equal(share.target?.verdict, 'not met')
  })
})

const WORKFORCE = 'id,organisation,effectiveOn,professionals\nhome-office,home-office,2024-04-01,50\n'

/** Twenty people, five of whom did not say whether they recorded their skills; ten train again, and all have by then. */
function trainings(): string {
  const row = (person: number, on: string, recorded: string) =>
    `person-${person},home-office,${on},${on},${recorded}`
  const people = Array.from({ length: 20 }, (_, person) => person)
  return [
    'id,organisation,effectiveOn,trainedOn,skillsRecorded',
    ...people.map((person) => row(person, '2024-01-10', person < 5 ? '' : 'yes')),
    ...people.slice(0, 10).map((person) => row(person, '2024-06-01', 'yes')),
  ].join('\n')
}
