import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createServer } from '#platform/http'
import { type Message, mailFolder, mailToFolder, readMailFolder, serveMailFolder } from './index.ts'

const temporary = mkdtempSync(join(tmpdir(), 'fingerpost-mail-'))
after(() => rmSync(temporary, { recursive: true }))

const message: Message = {
  to: 'registry@harbourton.example',
  subject: 'Your <security> code',
  body: 'The code is 123456.\n\nFrom the registry,\nHarbourton',
  reference: 'reference-1',
}

test('the folder holds each mail once, the newest first, and says what it holds', async () => {
  const folder = join(temporary, 'mails')
  let clock = Date.UTC(2026, 0, 5, 9, 30)
  const provider = mailToFolder(folder, () => clock)
  assert.deepEqual(await readMailFolder(folder), [])
  assert.equal(await provider.find?.('reference-1'), 'not found')
  assert.deepEqual(await provider.deliver(message), { ok: true })
  assert.deepEqual(await provider.deliver(message), { ok: true })
  assert.equal(await provider.find?.('reference-1'), 'found')
  clock += 60_000
  await provider.deliver({ ...message, reference: 'reference-2' })
  assert.deepEqual(await readMailFolder(folder), [
    { ...message, reference: 'reference-2', at: '2026-01-05T09:31:00.000Z' },
    { ...message, at: '2026-01-05T09:30:00.000Z' },
  ])
  assert.deepEqual(readdirSync(folder).toSorted(), ['reference-1.json', 'reference-2.json'])
  assert.equal(statSync(folder).mode & 0o077, 0)
})

test('a folder that cannot be made is tried again', async () => {
  const file = join(temporary, 'a-file')
  writeFileSync(file, '')
  assert.deepEqual(await mailToFolder(join(file, 'mails'), Date.now).deliver(message), {
    ok: false,
    why: 'the folder of mails cannot be written',
    again: true,
  })
})

test('a page shows them, in both languages', async () => {
  const folder = join(temporary, 'shown')
  const app = createServer({ folders: { mail: mailFolder } })
  serveMailFolder(app, folder)
  assert.match((await app.inject('/mail')).body, /There are none yet/)
  await mailToFolder(folder, () => Date.UTC(2026, 0, 5, 9, 30)).deliver(message)
  const page = await app.inject('/mail')
  assert.equal(page.statusCode, 200)
  assert.equal(page.headers['cache-control'], 'no-store')
  assert.match(page.body, /Your &lt;security&gt; code/)
  assert.match(page.body, /To registry@harbourton\.example, 5 January 2026/)
  assert.match(page.body, /<p class="govuk-body">From the registry,<br>Harbourton<\/p>/)
  assert.match((await app.inject('/cy/mail')).body, /At registry@harbourton\.example/)
  await app.close()
})
