import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from '#platform/database'
import { eachDatabase } from '../platform/database/testing.ts'
import { CHECKOUT } from './config.ts'
import { type Database, type Everything, modules } from './modules.ts'
import { carryOut, temporaryFolders } from './testing.ts'

/* What can go wrong under a command, and adoptions, which change what is in force. */

const folders = temporaryFolders()
after(folders.remove)

eachDatabase((_kind, open) => {
  let store: Database
  const fingerpost = (...words: string[]) => carryOut(store, words)
  before(async () => {
    store = await open<Everything>(modules)
    assert.equal((await fingerpost('example')).code, 0)
  })
  const asOwner = (statement: string) =>
    store.owner(async (tx) => void (await sql.raw(statement).execute(tx)))
  const recordings = () =>
    store.as(
      'ledger',
      {},
      async (tx) => (await tx.selectFrom('registers.recording').select('number').execute()).length,
    )

  test('a disk that fills up in mid-import is said in words, and nothing is lost or half done', async () => {
    // PostgreSQL's own error for it, raised where the rows are written.
    await asOwner(`
      create function registers.fill_up() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
      create trigger disk_is_full after insert on registers.entry for each statement execute function registers.fill_up()`)
    const rows = Array.from({ length: 50 }, (_, i) => `full-${i},home-office,2025-01-01,Service ${i}`)
    const path = folders.file('full.csv', ['id,organisation,effectiveOn,name', ...rows].join('\n'))
    const count = await recordings()
    const { code, said } = await fingerpost('import', 'services', path)
    assert.equal(code, 1)
    assert.match(
      said,
      /^The disk that holds the database is full\. The last change was not saved; everything before it was\./,
    )
    assert.equal(await recordings(), count)
    assert.equal((await fingerpost('doctor')).code, 0)

    await asOwner('drop trigger disk_is_full on registers.entry; drop function registers.fill_up()')
    assert.match((await fingerpost('import', 'services', path)).out, /^Recorded 50 entries of 50 records/)
  })

  test('an entry changed behind the program is found by the doctor', async () => {
    const broken = await open<Everything>(modules)
    assert.equal((await carryOut(broken, ['example'])).code, 0)
    await broken.owner(async (tx) => {
      await sql
        .raw(`
        alter table registers.entry disable trigger entries_are_kept;
        alter table registers.entry no force row level security;
        update registers.entry set organisation = 'home-office' where entry = 400;
        alter table registers.entry force row level security;
        alter table registers.entry enable trigger entries_are_kept`)
        .execute(tx)
    })
    const { code, out } = await carryOut(broken, ['doctor', '--all'])
    assert.equal(code, 1)
    assert.match(
      out,
      /^WRONG {2}Chain of recordings: broken at recording \d+\. What it recorded is not what is there now\./m,
    )
    assert.match(out, /^WRONG {2}Ledger: .+ not as their entries say/m)
  })

  test('the folder in force is nothing to adopt, and a folder that is wrong is refused with the reasons', async () => {
    assert.match((await fingerpost('adopt', 'governments/uk')).out, /in force already/)
    const folder = changed('plan == "fully funded"', 'plan == "fuly funded"')
    const { code, said } = await fingerpost('adopt', folder)
    assert.equal(code, 1)
    assert.match(said, /10-legacy-systems\.yaml:\d+:\d+: .+fuly funded.+\. Did you mean "fully funded"\?/)
  })

  test('an adoption shows every figure that would differ, asks, and changes nothing until it is answered', async () => {
    const folder = changed('plan == "fully funded"', 'plan in ["fully funded", "partly funded"]')
    const asked = ['figures', '--roadmap', '2022-to-2025', '--commitment', '10', '--on', '2024-02-29']
    const before = await fingerpost(...asked)
    const count = await recordings()

    const nobody = await fingerpost('adopt', folder)
    assert.equal(nobody.code, 1)
    assert.equal(nobody.said, 'Nothing was adopted. To adopt without being asked, add --yes.\n')
    assert.match(
      nobody.out,
      /\n2022-to-2025\/10\/red-rated-with-funded-plan {2}all +2024-02-29 {2}44 of 63 systems.+ {2}46 of 63 systems/,
    )
    const questions: string[] = []
    const refused = await carryOut(store, ['adopt', folder], {
      ask: async (question) => {
        questions.push(question)
        return 'no'
      },
    })
    assert.deepEqual([refused.code, refused.said, questions.length], [1, nobody.said, 1])
    assert.equal(await recordings(), count)
    assert.deepEqual(await fingerpost(...asked), before)

    const agreed = await carryOut(store, ['adopt', folder], { ask: async () => 'yes' })
    assert.equal(agreed.code, 0, agreed.said)
    assert.match((await fingerpost(...asked)).out, /46 of 63 systems/)
    assert.match((await fingerpost(...asked, '--known', '2024-03-01')).out, /44 of 63 systems/)
    const example = await fingerpost('example')
    assert.equal(example.code, 0)
    assert.match(example.said, /are not those in force\. To see what would differ: fingerpost adopt/)
  })

  test('the folder of another government is refused, with how to begin with it', async () => {
    const { code, said } = await fingerpost('adopt', 'governments/harbourton')
    assert.equal(code, 1)
    assert.match(said, /This database is of United Kingdom, and governments\/harbourton is of Harbourton/)
    assert.match(said, /\n {2}GOVERNMENT=governments\/harbourton (DATA_DIR|DATABASE_URL)=\S+ npm start\n/)
  })

  test('an adoption may be in force from a date', async () => {
    const folder = changed('plan == "fully funded"', 'plan == "partly funded"')
    assert.equal((await fingerpost('adopt', folder, '--from', '2025-01-01', '--yes')).code, 0)
    const on = (date: string) =>
      fingerpost('figures', '--roadmap', '2022-to-2025', '--commitment', '10', '--on', date)
    assert.match((await on('2024-12-31')).out, /46 of 63 systems/)
    assert.match((await on('2025-01-01')).out, / 2 of 63 systems/)
    assert.equal((await fingerpost('doctor', '--all')).code, 0)
  })
})

test("checking a folder names file, line and column, in its definitions and in its records' files", async () => {
  const right = await carryOut(await nothing(), ['check', 'governments/uk'])
  assert.deepEqual([right.code, /^\d+ files read, nothing wrong/.test(right.out)], [0, true])

  const folder = changed('plan == "fully funded"', 'plan == "fuly funded"')
  const wrong = await carryOut(await nothing(), ['check', folder])
  assert.equal(wrong.code, 1)
  assert.match(wrong.out, /10-legacy-systems\.yaml:\d+:\d+: /)

  const records = copied()
  const path = join(records, 'records/10-progress-update-february-2024/legacy-systems.csv')
  writeFileSync(path, readFileSync(path, 'utf8').replace(',red,fully funded', ',read,fully funded'))
  const { code, out } = await carryOut(await nothing(), ['check', records])
  assert.equal(code, 1)
  assert.match(
    out,
    /legacy-systems\.csv:2:risk\.rating: The framework legacy-it-risk never gives the result "read"\. Did you mean "red"\?/,
  )
  assert.match(out, /\n\d+ files read, 1 problem\.\n$/)
})

/** For commands that must not touch a database. */
async function nothing(): Promise<Database> {
  const refuse = () => {
    throw new Error('this command needs no database')
  }
  return { kind: 'pglite', as: refuse, owner: refuse, quick: refuse, close: async () => {} }
}

function copied(): string {
  const folder = join(folders.make(), 'uk')
  cpSync(join(CHECKOUT, 'governments/uk'), folder, { recursive: true })
  return folder
}

/** A copy of the example with one thing changed in its commitment on legacy systems. */
function changed(from: string, to: string): string {
  const folder = copied()
  const path = join(folder, 'roadmaps/2022-to-2025/commitments/10-legacy-systems.yaml')
  const text = readFileSync(path, 'utf8')
  assert.ok(text.includes(from))
  writeFileSync(path, text.replace(from, to))
  return folder
}
