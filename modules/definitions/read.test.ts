import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { readGovernment } from './read.ts'
import { harbourton, problemsWith, readHarbourtonWith } from './testing.ts'

const services = 'registers/services.yaml'
const first = 'roadmaps/fair-weather/commitments/1-easy-services.yaml'

test('Harbourton is read whole, with what every government has', async () => {
  const reading = await readGovernment(harbourton)
  assert.ok(reading.ok)
  assert.equal(reading.files, 11)
  assert.deepEqual(reading.warnings, [])
  const { government } = reading
  assert.deepEqual(government.name, { en: 'Harbourton Council' })
  assert.deepEqual(
    government.organisations.map(({ slug }) => slug),
    [
      'harbourton-council',
      'harbour-board',
      'harbour-office',
      'organisation-not-published',
      'whole-government',
    ],
  )
  assert.deepEqual(
    government.registers.map(({ name }) => name),
    ['services', 'support', 'training', 'stated-values', 'milestones'],
  )
  assert.deepEqual(
    government.registers[0]?.fields.map(({ name, title, disclose }) => [name, title.en, disclose]),
    [
      ['name', 'Name', 'public'],
      ['stage', 'Stage', 'public'],
      ['ease', 'Ease', 'public'],
      ['paper', 'Paper forms', 'public'],
    ],
  )
  const [roadmap] = government.roadmaps
  assert.equal(roadmap?.slug, 'fair-weather')
  assert.deepEqual(
    roadmap?.commitments.map(({ number, slug, measures }) => [
      number,
      slug,
      measures.map(({ name }) => name),
    ]),
    [
      [1, 'easy-services', ['easy-services']],
      [2, 'less-paper', ['services-without-paper']],
      [3, 'plain-words', ['people-practised', 'people-supported']],
      [4, 'a-fair-share', ['organisations-with-half-easy']],
    ],
  )
  assert.equal(roadmap?.until, '2026')
})

test('each cause of YAML that cannot be read is said once, with what would be right', async () => {
  const cases: [string, string[]][] = [
    [
      'summary: We will: do this\n',
      [
        "1:10 this text has a colon and a space in it, which YAML reads as a name and its value (put quotes round the text: 'We will: do this')",
      ],
    ],
    [
      'slug: a\nname A town\n',
      [
        '2:1 a colon is missing after the name (write name: A town; if it goes on from the line above, indent it further)',
      ],
    ],
    ['slug:a\nname: A\n', ['1:1 a space is missing after the colon (write slug: a)']],
    [
      'a:\n\t- b: 1\n\t  c: 2\n\t- b: 3\n',
      ['2:1 a tab is used to indent, here and on 2 more lines: YAML takes only spaces (use spaces)'],
    ],
    [
      'a: 1\n b: 2\nc: 3\n',
      [
        '2:2 this line begins further to the right than the one above, which has its value already (begin it in the same column as the line above)',
      ],
    ],
    [
      'when: "a" in b\nc: 1\n',
      [
        '1:11 the quotes close before this, and more follows (put single quotes round the whole, quotes and all)',
      ],
    ],
    [
      'a: [1, 2\nb: 3\nc: [\n',
      ['2:1 a [ is opened above and not closed before this line (write ] where it ends)'],
    ],
  ]
  for (const [text, said] of cases) {
    assert.deepEqual(
      await problemsWith({ 'government.yaml': text }),
      said.map((each) => `government.yaml:${each}`),
    )
  }
})

test('YAML that is malformed is placed where it goes wrong', async () => {
  assert.deepEqual(await problemsWith({ 'government.yaml': 'slug: harbourton\nname: "Harbourton\n' }), [
    'government.yaml:2:7 a quote (") is opened here and not closed where the text ends (write " at the end of the text)',
  ])
  assert.deepEqual(await problemsWith({ 'government.yaml': 'slug: harbourton\nname:\n\ten: Harbourton\n' }), [
    'government.yaml:3:1 a tab is used to indent: YAML takes only spaces (use spaces)',
  ])
  assert.deepEqual(await problemsWith({ 'government.yaml': 'slug: harbourton\nname: One\nname: Two\n' }), [
    'government.yaml:3:1 this is written twice here: keep one of them',
  ])
  assert.deepEqual(await problemsWith({ 'government.yaml': 'slug: harbourton\nname: One\n---\na: b\n' }), [
    'government.yaml:3:1 a second document begins here (---): a file holds one',
  ])
  assert.deepEqual(await problemsWith({ 'government.yaml': '# nothing but a comment\n' }), [
    'government.yaml:1:1 the file is empty (write what it is to hold, or remove it)',
  ])
})

test('a file that is not UTF-8 is placed at its first such character', async () => {
  const latin = Buffer.concat([
    Buffer.from('slug: harbourton\nname: Caf'),
    Buffer.from([0xe9]),
    Buffer.from('\n'),
  ])
  assert.deepEqual(await problemsWith({ 'government.yaml': latin }), [
    'government.yaml:2:10 this character is not UTF-8 (save the file as UTF-8)',
  ])
  const marked = Buffer.concat([
    Buffer.from([0xef, 0xbb, 0xbf]),
    Buffer.from('slug: harbourton\nname: Café\n'),
  ])
  assert.deepEqual(await problemsWith({ 'government.yaml': marked }), [])
})

test('aliases that multiply, deep nesting and huge files are refused, quickly', async () => {
  const laughs = ['a: &a [x, x, x, x, x, x, x, x, x]']
  for (const [name, before] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg'].map((pair) => [...pair])) {
    laughs.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`)
  }
  assert.deepEqual(await problemsWith({ 'government.yaml': laughs.join('\n') }), [
    'government.yaml:1:1 aliases repeat more than 100 values: write them out',
  ])
  const deep = await problemsWith({ 'government.yaml': '['.repeat(200_000) })
  assert.match(deep[0] ?? '', /^government\.yaml:/)
  assert.deepEqual(await problemsWith({ 'government.yaml': 'x'.repeat(1_200_000) }), [
    'government.yaml:1:1 the file has 1.2 MB: more than 1 MB is not read',
  ])
})

test('an unknown key says which was meant, once', async () => {
  const content =
    'name: services\nrecord: service\nkind: continuos\nfields:\n  name: { type: text, requierd: true }\nparts:\nchekcs: []\n'
  assert.deepEqual(await problemsWith({ [services]: content }), [
    'registers/services.yaml:3:7 "continuos" is not one of the choices here (did you mean "continuous"?)',
    'registers/services.yaml:5:23 there is no "requierd" here (did you mean "required"?)',
    'registers/services.yaml:6:7 nothing is written here (fill it in, or remove the line)',
    'registers/services.yaml:7:1 there is no "chekcs" here (did you mean "checks"?)',
  ])
  const misspelt = 'name: services\nrecrod: service\nkind: continuous\nfields: { name: { type: text } }\n'
  assert.deepEqual((await problemsWith({ [services]: misspelt })).slice(0, 1), [
    'registers/services.yaml:2:1 there is no "recrod" here (did you mean "record"?)',
  ])
})

test('values of the wrong sort say what would be right', async () => {
  const content = (await readFile(join(harbourton, first), 'utf8'))
    .replace('number: 1', 'number: one')
    .replace('atLeast: 100%', 'atLeast: all')
    .replace('due: 2025-09', 'due: 2025-13')
    .replace('title: Easy services', 'title: 1894')
  assert.deepEqual(await problemsWith({ [first]: content }), [
    `${first}:4:9 "one" is not a number`,
    `${first}:6:8 "1894" does not fit here (put quotes round it: "1894")`,
    `${first}:13:94 this is not a year, a month or a day (write 2025, 2025-03 or 2025-03-26)`,
    `${first}:20:24 this is neither a count nor a percentage (write 50 or 100%)`,
  ])
})

test('a unit is a plural, or the forms that each language counts in; the plural can be read either way', async () => {
  const content = await readFile(join(harbourton, first), 'utf8')
  const written = 'unit: { one: service, other: services }'
  const unitWritten = async (unit: string) => {
    const reading = await readHarbourtonWith({ [first]: content.replace(written, `unit: ${unit}`) })
    assert.ok(reading.ok)
    const measure = reading.government.roadmaps[0]?.commitments[0]?.measures[0]
    return [measure?.unit, measure?.unitForms]
  }
  const forms = { one: 'service', other: 'services' }
  assert.deepEqual(await unitWritten('services'), [{ en: 'services' }, undefined])
  assert.deepEqual(await unitWritten('{ one: service, other: services }'), [
    { en: 'services' },
    { en: forms },
  ])
  assert.deepEqual(await unitWritten('{ en: services, cy: gwasanaeth }'), [
    { en: 'services', cy: 'gwasanaeth' },
    undefined,
  ])
  assert.deepEqual(
    await unitWritten('{ en: { one: service, other: services }, cy: { two: wasanaeth, other: gwasanaeth } }'),
    [
      { en: 'services', cy: 'gwasanaeth' },
      { en: forms, cy: { two: 'wasanaeth', other: 'gwasanaeth' } },
    ],
  )
  const plain = content.replace(written, 'unit: { one: service }')
  assert.deepEqual(await problemsWith({ [first]: plain }), [`${first}:16:5 "other" is missing here`])
})

test('files where nothing reads them are named', async () => {
  assert.deepEqual(
    await problemsWith({
      'regsters/boats.yaml': 'name: boats\n',
      'registers/boats.yml': 'name: boats\n',
      'roadmaps/fair-weather/commitments/easy.yaml': 'number: 5\n',
      'notes.txt': 'ignored',
    }),
    [
      'registers/boats.yml:1:1 only files that end in .yaml are read (name it registers/boats.yaml)',
      'regsters/boats.yaml:1:1 nothing reads a file here (did you mean registers/boats.yaml?)',
      'roadmaps/fair-weather/commitments/easy.yaml:1:1 nothing reads a file here (name it by number and slug: 10-legacy-systems.yaml)',
    ],
  )
})

test('a folder that is missing, empty or holds links is refused', async () => {
  const missing = await readGovernment('/nowhere/at/all')
  assert.ok(!missing.ok)
  assert.equal(missing.problems[0]?.says, 'the folder cannot be read: it is not there')
  assert.deepEqual(await problemsWith({ 'government.yaml': null, 'organisations.yaml': null }), [
    'government.yaml:1:1 this file is missing (write it: it holds the slug and the name)',
    'organisations.yaml:1:1 this file is missing (write it: it holds the list of organisations)',
  ])
  const folder = await mkdtemp(join(tmpdir(), 'definitions-'))
  await writeFile(join(folder, 'government.yaml'), 'slug: x\nname: X\n')
  await symlink('/etc/hostname', join(folder, 'organisations.yaml'))
  const linked = await readGovernment(folder)
  await rm(folder, { recursive: true })
  assert.ok(!linked.ok)
  assert.ok(linked.problems.some(({ says }) => says === 'this is not a file: links are not followed'))
})

test('a folder of governments says which was meant, and a field of another type what has its key', async () => {
  const around = await readGovernment(join(harbourton, '..'))
  assert.ok(!around.ok)
  assert.equal(around.problems.length, 1)
  assert.equal(around.problems[0]?.says, 'there is no government.yaml here')
  assert.match(around.problems[0]?.instead ?? '', /^did you mean .*governments\/harbourton or .*\?$/)
  const content = await readFile(join(harbourton, services), 'utf8')
  const written = content.replace('type: assessment', 'type: text')
  assert.notEqual(written, content)
  assert.match(
    (await problemsWith({ [services]: written }))[0] ?? '',
    /only an assessment has "framework" \(write type: assessment, or remove it\)/,
  )
})

test('a copied folder that keeps its slug is warned of', async () => {
  const reading = await readHarbourtonWith({ 'government.yaml': 'slug: other-town\nname: Other Town\n' })
  assert.ok(reading.ok)
  assert.deepEqual(
    reading.warnings.map(({ line, column, says }) => [line, column, says]),
    [[1, 7, 'the slug is "other-town" and the folder is called "harbourton"']],
  )
})

test('whatever is done to a file, reading ends with a government or with problems that are placed', async () => {
  const whole = await readFile(join(harbourton, first), 'utf8')
  const wound = fc.record({
    at: fc.nat(whole.length),
    cut: fc.nat(40),
    put: fc.string({ unit: 'binary', maxLength: 8 }),
  })
  await fc.assert(
    fc.asyncProperty(wound, async ({ at, cut, put }) => {
      const reading = await readHarbourtonWith({ [first]: whole.slice(0, at) + put + whole.slice(at + cut) })
      const problems = reading.ok ? [] : reading.problems
      assert.ok(reading.ok || problems.length > 0)
      assert.ok(problems.every(({ line, column, says }) => line >= 1 && column >= 1 && says.length > 0))
      const lines = problems.filter(({ file }) => file === first).map(({ line }) => line)
      assert.deepEqual(
        lines,
        lines.toSorted((a, b) => a - b),
      )
    }),
    { numRuns: 60 },
  )
})
