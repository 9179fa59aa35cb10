import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { createOutbound } from '#platform/outbound'
import { type MailProvider, type Message, mailByNotify } from './index.ts'
import { type NotifyServer, startNotifyServer } from './testing.ts'

const SERVICE = '26785a09-ab16-4eb0-8407-a37497a57506'
const SECRET = '3d844edf-8d35-48ac-975b-e847b4f122b0'
const message: Message = {
  to: 'registry@harbourton.example',
  subject: 'Your security code',
  body: 'The code is 123456.',
  reference: 'reference-1',
}

let server: NotifyServer
let provider: MailProvider
before(async () => {
  server = await startNotifyServer()
  provider = mailByNotify({
    apiKey: `trial-${SERVICE}-${SECRET}`,
    templateId: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
    url: server.url,
    outbound: createOutbound({ allow: [new URL(server.url).host] }),
  })
})

after(() => server.stop())
beforeEach(() => {
  server.requests.length = 0
  server.status = undefined
})

test('a mail is handed over by its template and reference, and can be found by it', async () => {
  assert.equal(await provider.find?.('reference-1'), 'not found')
  assert.deepEqual(await provider.deliver(message), { ok: true })
  assert.equal(await provider.find?.('reference-1'), 'found')
  assert.equal(await provider.find?.('reference-2'), 'not found')
  const [, posted] = server.requests
  assert.equal(posted?.path, '/v2/notifications/email')
  assert.deepEqual(posted.body, {
    template_id: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
    email_address: 'registry@harbourton.example',
    personalisation: { subject: 'Your security code', body: 'The code is 123456.' },
    reference: 'reference-1',
  })
  const [head, claims, signature] = posted.authorization.replace('Bearer ', '').split('.')
  assert.equal(createHmac('sha256', SECRET).update(`${head}.${claims}`).digest('base64url'), signature)
  assert.equal(JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()).iss, SERVICE)
  assert.equal(server.requests[0]?.path, '/v2/notifications?template_type=email&reference=reference-1')
})

for (const [status, again] of [
  [400, false],
  [403, true],
  [429, true],
  [500, true],
  [503, true],
] as const) {
  test(`the status ${status}`, async () => {
    server.status = status
    assert.deepEqual(await provider.deliver(message), { ok: false, why: `Notify answered ${status}`, again })
    assert.equal(await provider.find?.('reference-1'), 'cannot tell')
  })
}

test('a door that does not open', async () => {
  const shut = mailByNotify({
    apiKey: `trial-${SERVICE}-${SECRET}`,
    templateId: 'a',
    url: server.url,
    outbound: createOutbound({ allow: [] }),
  })
  assert.deepEqual(await shut.deliver(message), { ok: false, why: 'Notify cannot be reached', again: true })
  assert.equal(await shut.find?.('reference-1'), 'cannot tell')
  assert.equal(server.requests.length, 0)
})
