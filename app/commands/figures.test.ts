import assert from 'node:assert/strict'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { eachDatabase } from '../../platform/database/testing.ts'
import { recordExample } from '../example.ts'
import { type Database, type Everything, modules } from '../modules.ts'
import { carryOut, configFor, temporaryFolders } from '../testing.ts'

/* Answers where there is no figure: what was said or stated instead, and what is not known. */

const folders = temporaryFolders()
after(folders.remove)

const LEGACY = ['--roadmap', '2022-to-2025', '--commitment', '10']

eachDatabase((_kind, open) => {
  let store: Database
  const fingerpost = (...words: string[]) => carryOut(store, words)
  before(async () => {
    store = await open<Everything>(modules)
    await recordExample(store, configFor().government, () => {})
  })

  test('a commitment that is not yet computed has no figure, and JSON that says so', async () => {
    const government = join(folders.make(), 'harbourton')
    cpSync('governments/harbourton', government, { recursive: true })
    writeFileSync(
      join(government, 'roadmaps/fair-weather/commitments/9-kinder-gulls.yaml'),
      'number: 9\nmission: 1\ntitle: Kinder gulls\npromise: Gulls are kinder.\n',
    )
    const other = await open<Everything>(modules)
    await recordExample(other, government, () => {})
    const of = ['--roadmap', 'fair-weather', '--commitment', '9', '--on', '2025-08-01', '--json']
    const { code, out, said } = await carryOut(other, ['figures', ...of])
    assert.deepEqual([code, JSON.parse(out)], [0, { figures: [], stated: [], statements: [] }])
    assert.match(said, /not yet computed/)
  })

  test('what an organisation says instead of records is shown in their place, each in its own way', async () => {
    const of = (organisation: string) =>
      fingerpost('figures', ...LEGACY, '--on', '2024-02-29', '--organisation', organisation)
    assert.match((await of('hm-revenue-customs')).out, / {2}\[x\] being ratified {2}/)
    assert.match((await of('hm-treasury')).out, / {2}\[z\] none exist {2}/)
    const trade = await of('department-for-business-and-trade')
    assert.match(trade.out, / {2}0 none exist: red-rated {2}/)
    assert.match(trade.out, /The chart shows no red-rated systems\. \(Progress update on the roadmap/)

    const asked = ['--on', '2024-02-29', '--organisation', 'hm-treasury', '--json']
    const Statements = z.object({ statements: z.array(z.record(z.string(), z.unknown())) })
    const { out } = await fingerpost('figures', ...LEGACY, ...asked)
    const [said] = Statements.parse(JSON.parse(out)).statements
    assert.deepEqual([said?.says, said?.symbol, said?.register], ['none exist', '[z]', 'legacy-systems'])
  })

  test('a date of knowledge is its end, and a target that fell due unseen is not said to be missed', async () => {
    const asked = ['figures', ...LEGACY, '--on', '2026-06-30', '--known']
    const { out } = await fingerpost(...asked, '2024-03-04')
    assert.match(out, /^On 2026-06-30, as known on 4 March 2024 at 23:59 \(UTC\)\n/)
    assert.match(out, / {2}not known \(last record 29 February 2024\) {2}/)
  })

  test('an organisation that was split has become others, which are named', async () => {
    const of = ['--organisation', 'department-for-business-energy-and-industrial-strategy']
    const asked = ['figures', ...LEGACY, '--on', '2024-02-29', ...of, '--organised', 'now']
    assert.match(
      (await fingerpost(...asked)).said,
      /^Today .+ is department-for-.+, department-for-.+ and department-for-.+\. Ask for those instead\.\n/,
    )
  })

  test('where there are no records there is nothing to explain, and what was stated is listed', async () => {
    const asked = ['--roadmap', '2022-to-2025', '--commitment', '18']
    const { code, out } = await fingerpost('explain', ...asked, '--from', '2022-06-28', '--to', '2024-03-05')
    assert.equal(code, 0)
    assert.match(out, /^18\/profession-share: no records on either date, so there is nothing to explain\./)
    assert.match(out, /\nOn 2022-06-28\nStated[\s\S]+4\.2%[\s\S]+\nOn 2024-03-05\nStated[\s\S]+5\.4%/)
  })
})
