import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayProblem } from './problems.ts'
import { formatOf, readStatements } from './read.ts'
import { bay, bytesOf, readText } from './testing.ts'

const HEAD = 'id,organisation,effectiveOn,name'

async function said(text: string | Buffer, format: 'csv' | 'json lines' = 'csv'): Promise<string[]> {
  const { problems } = await readText(text, format)
  return problems.kept.map((problem) => sayProblem(problem).replace(/^file:?/, ''))
}

test('a right file is read whole, with its types', async () => {
  const head = `${HEAD},risk.rating,plan,users,cost,closed,tested,page,replaces,state,basis,source`
  const row =
    'a,harbour,2024-02-29,A,red,funded,12,5.40,Yes,2024-01-31,https://example.org/a,b,stands,reconstructed,S'
  const { ok, items, problems } = await readText(`\uFEFF${head}\r\n${row}\r\n`)
  assert.deepEqual(problems.kept, [])
  assert.equal(ok, true)
  assert.deepEqual(items, [
    {
      place: { file: 'file', row: 2 },
      item: {
        register: 'systems',
        key: 'a',
        organisation: 'harbour',
        effectiveOn: '2024-02-29',
        state: 'stands',
        voids: null,
        reconstructed: true,
        source: 'S',
        values: {
          name: 'A',
          risk: { framework: 'risk', version: '1', rating: 'red' },
          plan: 'funded',
          users: 12,
          cost: '5.40',
          closed: true,
          tested: '2024-01-31',
          page: 'https://example.org/a',
        },
        refersTo: [{ field: 'replaces', register: 'systems', key: 'b' }],
      },
    },
  ])
})

test('an empty cell is not answered, never zero; the rest of the row stands', async () => {
  const { items } = await readText(`${HEAD},users,plan\na,parks,2024-01-01,A,,\n`)
  assert.deepEqual(items[0]?.item.values, { name: 'A' })
})

test('answers are judged by the framework, and a rating beside them must agree', async () => {
  const { items } = await readText(`${HEAD},risk.Q1,plan\na,parks,2024-01-01,A,3,funded\n`)
  const risk = { framework: 'risk', version: '1', answers: { Q1: 3 }, rating: 'red', score: 3 }
  assert.deepEqual(items[0]?.item.values.risk, risk)
  assert.deepEqual(await said(`${HEAD},risk.Q1,risk.rating\na,parks,2024-01-01,A,1,red\n`), [
    '2:risk.rating: The answers make "green", and the rating says "red". Leave the rating empty, or correct the answers.',
  ])
  assert.match(
    (await said(`${HEAD},risk.Q1\na,parks,2024-01-01,A,7\n`)).join(),
    /^2:risk\.Q1: "7" is no answer/,
  )
})

test('every cell that is wrong is named by row and column, with what would be right', async () => {
  const head = `${HEAD},risk.rating,plan,users,cost,closed,tested,page,state`
  const problems = await said(
    `${head}\na a,harbor,29/02/2024,A,amber,fund,"1,200",5%,perhaps,31 May,example.org,stand\n,,,,,,,,,,,ended\n`,
  )
  assert.deepEqual(problems, [
    '2:id: "a a" cannot be an id. Use up to 200 letters, digits and signs, with no space.',
    '2:effectiveOn: "29/02/2024" is not a date. Write 2024-02-29.',
    '2:organisation: There is no organisation "harbor". Did you mean "harbour"?',
    '2:state: "stand" is not one of the choices. Did you mean "stands"?',
    '2:risk.rating: The framework risk never gives the result "amber". Use "green" or "red".',
    '2:plan: "fund" is not one of the choices. Use "funded" or "none".',
    '2:users: "1,200" is not a whole number. Write 1200.',
    '2:cost: "5%" is not a number. Write 5.',
    '2:closed: "perhaps" is neither true nor false. Write true or false.',
    '2:tested: "31 May" is not a date. Write it as YYYY-MM-DD, for example 2024-02-29.',
    '2:page: "example.org" is not a link. Write it whole, for example https://www.example.org/page.',
    '3:id: The id is missing. Give each record an id of its own, and keep it for ever.',
    '3:effectiveOn: The date from which this is so is missing. Write it as YYYY-MM-DD.',
    '3:organisation: The organisation is missing. Write its slug.',
  ])
})

test('an organisation may be meant by its name or abbreviation, and must be there on the day', async () => {
  assert.deepEqual(
    await said(`${HEAD}\na,HO,2024-01-01,A\nb,old-works,2024-01-01,B\nc,old-works,2022-12-31,C\n`),
    [
      '2:organisation: There is no organisation "HO". Did you mean "harbour"?',
      '3:organisation: Old Works ended on 1 January 2023, and this is so from 1 January 2024. Name the organisation that holds it on that date.',
    ],
  )
})

test("a register's checks speak as errors and as warnings, and not of a record that has ended", async () => {
  const rows = 'a,parks,2024-01-01,A,red,,\nb,parks,2024-01-01,B,,0,\nc,parks,2024-01-01,,red,,ended\n'
  assert.deepEqual(await said(`${HEAD},risk.rating,users,state\n${rows}`), [
    '2:risk: Say whether it has a plan.',
    '3:users: Warning: Nobody uses it.',
  ])
})

test('a required field is missing from a row, or its column from the file', async () => {
  assert.deepEqual(await said(`${HEAD}\na,parks,2024-01-01,\n`), [
    '2:name: Each system needs "name". Fill it in.',
  ])
  assert.equal(
    (await said('id,organisation,effectiveOn,nane\n'))[0],
    '1:nane: The register systems has no column "nane". Did you mean "name"?',
  )
  assert.equal(
    (await said('id,organisation,effectiveOn,nane\n'))[1],
    '1:name: The column "name" is missing. Add it.',
  )
})

test('two rows with one id and one date are one too many', async () => {
  assert.deepEqual(
    await said(`${HEAD}\na,parks,2024-01-01,A\na,parks,2024-02-01,A\na,parks,2024-01-01,B\n`),
    ['4: Row 2 has "a" from 2024-01-01 already. Keep one of the two rows.'],
  )
})

test('rows are numbered as a spreadsheet does, over blank rows and over cells with several lines', async () => {
  const { items } = await readText(
    `${HEAD}\n\na,parks,2024-01-01,"A\nwith two lines"\n,,,\nb,parks,2024-01-01,B\n`,
  )
  assert.deepEqual(
    items.map(({ place }) => place.row),
    [3, 5],
  )
})

test('a row that is too long or too short is named', async () => {
  const problems = await said(`${HEAD}\na,parks,2024-01-01,A,more\nb,parks\nc,parks,2024-01-01,C,,\n`)
  assert.match(problems[0] ?? '', /^2: This row has 5 values and the header names 4 columns\./)
  assert.match(problems[1] ?? '', /^3: This row has 2 values and the header names 4 columns\./)
  assert.equal(problems.length, 2)
})

test('what looks like a formula is text', async () => {
  const { items } = await readText(
    `${HEAD}\na,parks,2024-01-01,"=HYPERLINK(""http://x"")"\nb,parks,2024-01-01,'=1+1\n`,
  )
  assert.deepEqual(
    items.map(({ item }) => item.values.name),
    ['=HYPERLINK("http://x")', '=1+1'],
  )
})

test('only so many problems are kept; the rest are counted', async () => {
  const rows = Array.from({ length: 3000 }, (_, i) => `r${i},nowhere-at-all,2024-01-01,A`).join('\n')
  const { problems } = await readText(`${HEAD}\n${rows}\n`)
  assert.equal(problems.errors, 3000)
  assert.equal(problems.kept.length, 1000)
})

test('statements are read with the same care', async () => {
  const text = `organisation,register,part,effectiveOn,says,note
harbour,systems,red,2024-01-01,none exist,Counted
parks,sistems,,2024-01-01,non exist,
parks,systems,blue,2024-13-01,withheld,
`
  const file = {
    government: bay,
    name: 'file',
    bytes: bytesOf(text),
    format: 'csv',
    source: 'Letter',
  } as const
  const { items, problems } = await readStatements(file)
  assert.deepEqual(
    items.map(({ item }) => item),
    [
      {
        organisation: 'harbour',
        register: 'systems',
        part: 'red',
        effectiveOn: '2024-01-01',
        says: 'none exist',
        note: 'Counted',
        source: 'Letter',
      },
    ],
  )
  assert.deepEqual(problems.kept.map(sayProblem), [
    'file:3:register: There is no register "sistems". Did you mean "systems"?',
    'file:3:says: "non exist" is not something to say of a register. Did you mean "none exist"?',
    'file:4:effectiveOn: "2024-13-01" is not a date. Write it as YYYY-MM-DD, for example 2024-02-29.',
    'file:4:part: The register systems has no part "blue". Use "red".',
  ])
})

test('the format is known by the name', () => {
  assert.equal(formatOf('a.CSV'), 'csv')
  assert.equal(formatOf('a.jsonl'), 'json lines')
})

test('a row that takes an entry back has no values', async () => {
  assert.deepEqual(await said(`${HEAD},state\na,parks,2024-01-01,,void\n`), [])
  assert.deepEqual(await said(`${HEAD},state\na,parks,2024-01-01,A,void\n`), [
    '2:name: A row with the state void takes an entry back and has no values. Leave it empty.',
  ])
  assert.deepEqual(await said(`${HEAD},state\na,parks,2024-01-01,A,voided\n`), [
    '2:state: "voided" is not one of the choices. Did you mean "void"?',
  ])
})
