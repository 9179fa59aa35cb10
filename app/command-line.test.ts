import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { eachDatabase } from '../platform/database/testing.ts'
import { type Database, type Everything, modules } from './modules.ts'
import { carryOut, type Ended, temporaryFolders } from './testing.ts'

const LEGACY = ['--roadmap', '2022-to-2025', '--commitment', '10']
const folders = temporaryFolders()
after(folders.remove)

function json<Shape extends z.ZodType>(shape: Shape, { code, out, said }: Ended): z.output<Shape> {
  assert.equal(code, 0, said)
  return shape.parse(JSON.parse(out))
}

eachDatabase((_kind, open) => {
  let store: Database
  const fingerpost = (...words: string[]) => carryOut(store, words)
  before(async () => {
    store = await open<Everything>(modules)
    const nothing = await fingerpost('figures', ...LEGACY, '--on', '2024-01-01')
    assert.deepEqual([nothing.code, nothing.said.split('.')[0]], [1, 'Nothing is recorded yet'])
    assert.equal((await fingerpost('example')).out, 'Recorded the example: 23 recordings, 1264 entries.\n')
  })

  test('the example is recorded once', async () => {
    const { code, out } = await fingerpost('example')
    assert.deepEqual({ code, out }, { code: 0, out: 'There is nothing new to record.\n' })
  })

  test('a figure in JSON has these parts and no other', async () => {
    const asked = ['figures', ...LEGACY, '--on', '2024-02-29', '--known', '2024-03-01T00:00:00Z', '--json']
    const Figures = z.object({ figures: z.array(z.record(z.string(), z.unknown())) })
    const [{ definition, ...figure } = {}] = json(Figures, await fingerpost(...asked)).figures
    assert.match(String(definition), /^[0-9a-f]{12}$/)
    assert.deepEqual(figure, {
      roadmap: '2022-to-2025',
      commitment: 10,
      measure: 'red-rated-with-funded-plan',
      on: '2024-02-29',
      knownAt: '2024-03-01T00:00:00.000Z',
      organisation: null,
      counted: 44,
      outOf: 63,
      unknown: 0,
      unit: 'systems',
      coverage: { answered: 27, inScope: null },
      basis: 'reconstructed',
    })
  })

  test('without --json a figure is a table, of one organisation where one is named', async () => {
    const { out } = await fingerpost(
      'figures',
      ...LEGACY,
      '--on',
      '2024-05-14',
      '--organisation',
      'ministry-of-defence',
    )
    assert.match(
      out,
      /^On 2024-05-14, as known now \(last recorded 8 July 2026\): ministry-of-defence\n\nmeasure +figure/,
    )
    assert.match(out, /\nred-rated-with-funded-plan {2}7 of 11 systems /)
  })

  test('the classes of an explanation sum to its difference', async () => {
    const Amounts = z.object({ counted: z.number(), outOf: z.number(), unknown: z.number() })
    const Explanation = z.object({
      from: Amounts,
      to: Amounts,
      difference: Amounts,
      classes: z.array(z.object({ class: z.string(), amounts: Amounts })),
    })
    const explained = await fingerpost(
      'explain',
      ...LEGACY,
      '--from',
      '2024-02-29',
      '--to',
      '2025-03-26',
      '--json',
    )
    const [first] = json(z.object({ explanations: z.array(Explanation) }), explained).explanations
    assert.ok(first)
    for (const amount of ['counted', 'outOf', 'unknown'] as const) {
      const sum: number = first.classes.reduce((total, each) => total + each.amounts[amount], 0)
      assert.equal(sum, first.difference[amount])
      assert.equal(first.from[amount] + sum, first.to[amount])
    }
    assert.deepEqual([first.from.counted, first.to.counted, first.to.outOf], [44, 51, 72])
    const table = await fingerpost('explain', ...LEGACY, '--from', '2024-02-29', '--to', '2025-03-26')
    assert.match(table.out, /\nentered +9 +\+7 +\+9 +0\n/)
  })

  test('an explanation of knowledge that runs backwards is refused', async () => {
    const known = ['--from-known', '2025-01-01', '--known', '2024-03-01']
    const { code, said } = await fingerpost(
      'explain',
      ...LEGACY,
      '--from',
      '2024-02-29',
      '--to',
      '2024-02-29',
      ...known,
    )
    assert.equal(code, 1)
    assert.match(said, /exchange the two/)
  })

  test('a derived measure is explained by what it is derived from', async () => {
    const asked = ['--roadmap', '2022-to-2025', '--commitment', '16', '--measure', 'time-to-hire']
    const { code, out } = await fingerpost('explain', ...asked, '--from', '2024-02-29', '--to', '2025-03-26')
    assert.equal(code, 0)
    assert.match(out, /^16\/days-to-hire/m)
    assert.match(out, /^16\/people-hired/m)
  })

  test('records can be listed, and what is listed can be imported: it adds nothing', async () => {
    for (const register of [
      'legacy-systems',
      'services',
      'one-login-onboarding',
      'stated-values',
      'statements',
    ]) {
      const listed = await fingerpost('records', '--register', register, '--csv')
      assert.equal(listed.code, 0, listed.said)
      const { code, out, said } = await fingerpost('import', register, folders.file('again.csv', listed.out))
      assert.equal(said, '')
      assert.match(out, /^Nothing was recorded\. (\d+) of \1 rows say what is recorded already\.$/m)
      assert.equal(code, 0)
    }
    const of = ['--organisation', 'ministry-of-defence', '--on', '2024-03-01']
    const table = await fingerpost('records', '--register', 'legacy-systems', ...of)
    assert.match(table.out, /\n11 legacy systems on 2024-03-01\n$/)
  })

  test('an import says every error by row and column, and records nothing unless a part is asked for', async () => {
    const head = 'id,organisation,effectiveOn,name,risk.rating,plan'
    const rows = [
      'a,hm-treasry,2025-01-01,A,red,none',
      'b,cabinet-office,01/02/2025,B,red,',
      'c,home-office,2025-01-01,C,red,none',
    ]
    const path = folders.file('wrong.csv', [head, ...rows, ''].join('\n'))
    const { code, out, said } = await fingerpost('import', 'legacy-systems', path)
    assert.equal(code, 1)
    assert.equal(
      out,
      'Nothing was recorded. Mend the file, or take the rows that are right with --partial.\n',
    )
    assert.match(
      said,
      /wrong\.csv:2:organisation: There is no organisation "hm-treasry"\. Did you mean "hm-treasury"\?\n/,
    )
    assert.match(said, /wrong\.csv:3:effectiveOn: "01\/02\/2025" is not a date\. Write 2025-02-01\.\n/)

    const part = await fingerpost('import', 'legacy-systems', path, '--partial')
    assert.equal(part.code, 1)
    assert.match(part.out, /^Recorded 1 entry of 1 record, as recording \d+ at /)

    const none = folders.file('none.csv', [head, ...rows.slice(0, 2), ''].join('\n'))
    const nothing = await fingerpost('import', 'legacy-systems', none, '--partial')
    assert.deepEqual([nothing.code, nothing.out], [1, 'Nothing was recorded. None of its rows is right.\n'])
    const bare = folders.file(
      'bare.csv',
      'id,organisation,effectiveOn,name,risk\nd,home-office,2025-01-01,D,red\n',
    )
    assert.match(
      (await fingerpost('import', 'legacy-systems', bare)).said,
      /has no column "risk"\. An assessment has a column for its result: write "risk\.rating"\./,
    )
  })

  test('a part of a file that cannot be read to its end is refused too', async () => {
    const text =
      'id,organisation,effectiveOn,name\ngood,home-office,2025-01-01,Good\nbad,home-office,2025-01-01,"Bad\n'
    const { code, out, said } = await fingerpost(
      'import',
      'services',
      folders.file('open.csv', text),
      '--partial',
    )
    assert.deepEqual([code, out], [1, 'Nothing was recorded.\n'])
    assert.match(said, /open\.csv:3: A quotation mark is opened here and never closed/)
  })

  test('"none exist" beside the systems of an organisation is refused', async () => {
    const text =
      'organisation,register,part,effectiveOn,says\nministry-of-defence,legacy-systems,red-rated,2024-06-01,none exist\n'
    const { code, said } = await fingerpost('import', 'statements', folders.file('said.csv', text))
    assert.equal(code, 1)
    assert.match(
      said,
      /said\.csv:2: Ministry of Defence says from 1 June 2024 that none in the part "red-rated"/,
    )
  })

  test('only so many problems are printed; the rest are counted', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `r${i},nowhere-at-all,2024-01-01,A`)
    const path = folders.file('many.csv', ['id,organisation,effectiveOn,name', ...rows].join('\n'))
    const { said } = await fingerpost('import', 'services', path)
    assert.equal(said.split('\n').length, 52)
    assert.match(said, /\n… and 150 more\.\n$/)
  })

  test('what is not there, and what is not understood, is said with what was probably meant', async () => {
    const on = ['--on', '2024-01-01']
    const cases: [string[], number, RegExp][] = [
      [['figurs'], 2, /There is no command "figurs"\. Did you mean "figures"\?/],
      [['figures', '--roadmp', 'x'], 2, /There is no option --roadmp\. Did you mean "--roadmap"\?/],
      [['figures', '--constructor', 'x'], 2, /There is no option --constructor\./],
      [['figures', ...LEGACY], 2, /--on is missing\./],
      [['figures', ...LEGACY, '--on'], 2, /--on needs a value: --on DATE/],
      [['figures', ...LEGACY, ...on, ...on], 2, /--on is given twice\./],
      [['figures', ...LEGACY, '--on', '29/02/2024'], 2, /--on: write a date as YYYY-MM-DD/],
      [
        ['figures', '--roadmap', '2022-to-2026', '--commitment', '10', ...on],
        1,
        /Did you mean "2022-to-2025"\?/,
      ],
      [
        ['figures', '--roadmap', '2022-to-2025', '--commitment', '99', ...on],
        1,
        /no commitment 99\. Its commitments are 1, 2/,
      ],
      [['figures', ...LEGACY, ...on, '--organisation', 'home-ofice'], 1, /Did you mean "home-office"\?/],
      [['figures', ...LEGACY, ...on, '--known', '2020-01-01'], 1, /Nothing was known yet on 1 January 2020/],
      [
        ['import', 'legacy-system', 'x.csv'],
        1,
        /There is no register "legacy-system"\. Did you mean "legacy-systems"\?/,
      ],
      [['import', 'legacy-systems', 'not-there.csv'], 1, /not-there\.csv: There is no such file\./],
      [['import', 'legacy-systems'], 2, /FILE is missing\./],
      [['import', 'legacy-systems', 'a', 'b'], 2, /"b" is one word too many\./],
      [['records', '--register', 'services', '--json', '--csv'], 2, /one of --json and --csv/],
      [['adopt', 'governments/nowhere'], 1, /it is not there/],
    ]
    for (const [words, expected, message] of cases) {
      const { code, said } = await fingerpost(...words)
      assert.equal(code, expected, words.join(' '))
      assert.match(said, message)
    }
  })

  test('the ledger can be thrown away and made again', async () => {
    const before = await fingerpost('figures', ...LEGACY, '--on', '2024-02-29')
    assert.match((await fingerpost('rebuild')).out, /^The ledger was made again: \d+ postings\.\n$/)
    assert.deepEqual(await fingerpost('figures', ...LEGACY, '--on', '2024-02-29'), before)
  })

  test('the doctor finds everything well', async () => {
    const { code, out } = await fingerpost('doctor', '--all')
    assert.equal(code, 0, out)
    assert.match(out, /^ok {5}Chain of recordings: \d+ recordings/m)
    assert.match(out, /^ok {5}Ledger: \d+ records compared, as their entries say$/m)
  })

  test('a command that is stopped records nothing', async () => {
    const text = 'id,organisation,effectiveOn,name\nstopped,home-office,2025-01-01,Stopped\n'
    const stopped = await carryOut(store, ['import', 'services', folders.file('s.csv', text)], {
      signal: AbortSignal.abort(),
    })
    assert.deepEqual([stopped.code, stopped.said], [1, 'Stopped. What was not finished was not recorded.\n'])
    assert.doesNotMatch((await fingerpost('records', '--register', 'services')).out, /^stopped /m)
  })
})

test('every command says how to use it', async () => {
  const { commands } = await import('./commands/index.ts')
  for (const { name, help } of commands) {
    assert.match(
      help,
      new RegExp(`\\n {2}fingerpost ${name}\\b[^]*\\nOptions:\\n[^]*\\n(For example|Examples):\\n`),
    )
  }
})
