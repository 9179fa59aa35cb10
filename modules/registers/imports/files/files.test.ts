import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayProblem } from '../problems.ts'
import { readImport } from '../read.ts'
import { bay, bytesOf, readText } from '../testing.ts'

const HEAD = 'id,organisation,effectiveOn,name'

async function said(text: string | Buffer, format: 'csv' | 'json lines' = 'csv'): Promise<string[]> {
  const { problems } = await readText(text, format)
  return problems.kept.map((problem) => sayProblem(problem).replace(/^file:?/, ''))
}

const WRONG_FILES: [string, string | Buffer, RegExp][] = [
  ['nothing in it', '', /^: The file is empty\./],
  ['only a byte order mark', '\uFEFF', /^: The file is empty\./],
  [
    'no header',
    'a,parks,2024-01-01,A\n',
    /^1: The first row does not name the columns\. Begin the file with a row such as: id,/,
  ],
  ['an empty header', ',,\na,b,c\n', /^1: The first row is empty/],
  ['a header twice', `${HEAD},name\n`, /^1: Two columns are named "name"/],
  ['a column without a name', 'id,,effectiveOn\n', /^1: Column 2 has no name/],
  ['semicolons', 'id;organisation\n', /^1: The columns are separated by semicolons/],
  [
    'UTF-16',
    Buffer.from(`\uFEFF${HEAD}\n`, 'utf16le'),
    /^1: This file is UTF-16, not UTF-8\. Save the file as CSV UTF-8/,
  ],
  ['UTF-16 without a mark', Buffer.from(`${HEAD}\n`, 'utf16le'), /^1: This file is UTF-16/],
  [
    'Windows-1252',
    Buffer.from(`${HEAD}\na,parks,2024-01-01,A\nb,parks,2024-01-01,Caf\xe9\n`, 'latin1'),
    /^3: A character here \(byte E9\) is not UTF-8; this may be Windows-1252\. Save/,
  ],
  [
    'a spreadsheet',
    Buffer.from('PK\u0003\u0004 and so on', 'latin1'),
    /^1: This is a spreadsheet, not a CSV file/,
  ],
  ['a NUL', `${HEAD}\na,parks,2024-01-01,A\0\n`, /^2: There is a NUL character here/],
  [
    'an open quotation',
    `${HEAD}\na,parks,2024-01-01,"A\nb,parks\n`,
    /^2: A quotation mark is opened here and never closed/,
  ],
  [
    'a stray quotation mark',
    `${HEAD}\na,parks,2024-01-01,A "b" c\n`,
    /^2: A quotation mark stands in the middle/,
  ],
]
for (const [what, file, message] of WRONG_FILES) {
  test(`a file with ${what} is refused with the reason`, async () => {
    const { ok, isWhole, problems } = await readText(file)
    assert.equal(ok, false)
    assert.equal(isWhole, false)
    const [problem] = problems.kept
    assert.ok(problem)
    assert.match(
      sayProblem(problem)
        .replace(/^file:?/, ':')
        .replace(/^:(?=\d)/, ''),
      message,
    )
  })
}

for (const format of ['csv', 'json lines'] as const) {
  test(`a line of 200 MB is refused without being held in memory (${format})`, async () => {
    const start = format === 'csv' ? `${HEAD}\na,parks,2024-01-01,` : '{"id":"'
    const piece = Buffer.alloc(1 << 20, 'x')
    let sent = 0
    async function* bytes() {
      yield Buffer.from(start)
      for (; sent < 200; sent++) yield piece
    }
    const systems = bay.registers[0]
    assert.ok(systems)
    const read = await readImport(
      { government: bay, name: 'file', bytes: bytes(), format, source: '' },
      systems,
    )
    assert.match(read.problems.kept[0]?.says ?? '', /longer than a million characters/)
    assert.ok(sent < 10, `it read ${sent} MB before it stopped`)
  })
}

test('characters that are cut by the pieces a file comes in are whole again', async () => {
  const text = Buffer.from(`${HEAD}\na,parks,2024-01-01,Café € 😀\n`)
  const systems = bay.registers[0]
  assert.ok(systems)
  const bytes = bytesOf(...[...text].map((byte) => Buffer.from([byte])))
  const { items } = await readImport(
    { government: bay, name: 'f', bytes, format: 'csv', source: '' },
    systems,
  )
  assert.equal(items[0]?.item.values.name, 'Café € 😀')
})

test('JSON lines have the same columns, nested or not, and say what is wrong with a line', async () => {
  const lines = [
    '{"id":"a","organisation":"parks","effectiveOn":"2024-01-01","name":"A","users":3,"closed":false,"risk":{"Q1":1}}',
    '{"id":"b","organisation":"parks","effectiveOn":"2024-01-01","name":"B","users":null,"risk.rating":"green"}',
    'not json',
    '{"id":"c","organisation":"parks","effectiveOn":"2024-01-01","name":5,"colour":"red","tags":[1]}',
    '{"id":"d","organisation":"parks","effectiveOn":"2024-01-01","name":"\\ud800","colour":"blue"}',
  ]
  const { items } = await readText(lines.join('\n'), 'json lines')
  assert.deepEqual(
    items.map(({ item }) => item.values),
    [
      {
        name: 'A',
        users: 3,
        closed: false,
        risk: { framework: 'risk', version: '1', answers: { Q1: 1 }, rating: 'green', score: 1 },
      },
      { name: 'B', risk: { framework: 'risk', version: '1', rating: 'green' } },
    ],
  )
  const problems = await said(lines.join('\n'), 'json lines')
  assert.equal(problems.length, 4)
  assert.match(problems[0] ?? '', /^3: This line is not a JSON object/)
  assert.match(problems[1] ?? '', /^4: "tags" holds a list/)
  assert.match(problems[2] ?? '', /^5:colour: The register systems has no column "colour"/)
  assert.match(problems[3] ?? '', /^5:name: This text holds characters/)
})
