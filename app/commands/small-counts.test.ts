import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { eachDatabase } from '../../platform/database/testing.ts'
import { CHECKOUT } from '../config.ts'
import { recordExample } from '../example.ts'
import { type Database, type Everything, modules } from '../modules.ts'
import { carryOut, temporaryFolders } from '../testing.ts'

/* Of a register with a smallest count the command line tells no more than the site does. */

const HARBOURTON = join(CHECKOUT, 'governments/harbourton')
const SUPPORT = ['--roadmap', 'fair-weather', '--commitment', '3', '--measure', 'people-supported']
const folders = temporaryFolders()
after(() => folders.remove())

eachDatabase((_kind, open) => {
  let store: Database
  const fingerpost = (...words: string[]) => carryOut(store, words)
  before(async () => {
    store = await open<Everything>(modules)
    await recordExample(store, HARBOURTON, () => {})
  })

  test('figures are rounded, and say so', async () => {
    const { out } = await fingerpost('figures', ...SUPPORT, '--on', '2025-08-01')
    assert.match(out, /people-supported {2}15 of 20 people/)
    assert.match(
      out,
      /^Rounded to the nearest 5, so that no small number can be worked out: people-supported$/m,
    )
    const one = await fingerpost(
      'figures',
      ...SUPPORT,
      '--on',
      '2025-08-01',
      '--organisation',
      'harbour-office',
      '--json',
    )
    assert.match(one.out, /"counted":5,"outOf":5,"unknown":0,"unit":"people","roundedTo":5/)
  })

  test('an explanation is the two figures, and why it is no more', async () => {
    const asked = ['explain', ...SUPPORT, '--from', '2025-01-31', '--to', '2025-08-01']
    const { out } = await fingerpost(...asked)
    assert.match(
      out,
      /The difference is \+10 counted, \+10 out of\.\nBoth figures are rounded to the nearest 5\./,
    )
    assert.match((await fingerpost(...asked, '--json')).out, /"classes":\[\],"changes":\[\]/)
  })

  test('an adoption says what it would round from now on, and rounds what was known before as well', async () => {
    const folder = join(folders.make(), 'harbourton')
    cpSync(HARBOURTON, folder, { recursive: true })
    const register = join(folder, 'registers/support.yaml')
    writeFileSync(register, readFileSync(register, 'utf8').replace('smallestCount: 5', 'smallestCount: 20'))
    const { code, out } = await fingerpost('adopt', folder, '--yes')
    assert.equal(code, 0)
    assert.match(
      out,
      /^1 measure would be rounded, on all dates, as known at any moment, and for good:\n {2}fair-weather\/3\/people-supported: to the nearest 20$/m,
    )
    const before = await fingerpost('figures', ...SUPPORT, '--on', '2025-01-31', '--known', '2025-02-01')
    assert.match(before.out, /people-supported {2}0 of 0 people/)
    assert.equal((await fingerpost('doctor', '--all')).code, 0)
    assert.equal((await fingerpost('rebuild')).code, 0)
    const rebuilt = await fingerpost('figures', ...SUPPORT, '--on', '2025-01-31', '--known', '2025-02-01')
    assert.deepEqual(rebuilt, before)
  })
})
