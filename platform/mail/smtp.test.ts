import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createOutbound } from '#platform/outbound'
import { type Message, mailBySmtp } from './index.ts'
import { type SmtpServer, startSmtpServer } from './testing.ts'

const message: Message = {
  to: 'registry@harbourton.example',
  subject: 'Côd diogelwch',
  body: 'The code is 123456.\n\n.\nIt is good for 15 minutes – no longer.',
  reference: 'reference-1',
}

let server: SmtpServer
before(async () => {
  server = await startSmtpServer()
})
after(() => server.stop())
beforeEach(() => {
  server.said.length = 0
  server.mails.length = 0
  server.answers = {}
})

const providerAt = (host: string, user = '') =>
  mailBySmtp({
    url: `smtp://${user}${host}:${server.port}`,
    from: 'One Login <no-reply@login.example>',
    outbound: createOutbound({
      allow: [`localhost:${server.port}`, `mail.example:${server.port}`],
      resolve: async () => ['127.0.0.1'],
    }),
  })

test('a mail is handed over, named by its reference', async () => {
  assert.deepEqual(await providerAt('localhost').deliver(message), { ok: true })
  assert.deepEqual(
    server.said.filter((line) => /^(MAIL|RCPT)/.test(line)),
    ['MAIL FROM:<no-reply@login.example>', 'RCPT TO:<registry@harbourton.example>'],
  )
  const [mail = ''] = server.mails
  assert.match(mail, /^Message-ID: <reference-1@login\.example>\r$/m)
  assert.match(mail, /^Subject: =\?UTF-8\?/m)
  assert.match(mail, /^To: registry@harbourton\.example\r$/m)
  assert.match(mail, /^Auto-Submitted: auto-generated\r$/m)
  assert.match(mail, /The code is 123456\./)
})

test('a mail has one reader, whatever its address holds', async () => {
  for (const to of [
    'a@harbourton.example, b@harbourton.example',
    'a@harbourton.example\r\nBcc: b@harbourton.example',
  ]) {
    await providerAt('localhost').deliver({ ...message, to })
  }
  assert.ok(!server.said.includes('RCPT TO:<b@harbourton.example>'), server.said.join('\n'))
  assert.ok(server.mails.every((mail) => !/^Bcc:/im.test(mail)))
})

test('with a name and a password, where the address has them', async () => {
  assert.deepEqual(await providerAt('localhost', 'fingerpost:p%40ss@').deliver(message), { ok: true })
  const auth = server.said.find((line) => line.startsWith('AUTH PLAIN '))
  assert.equal(Buffer.from(auth?.split(' ')[2] ?? '', 'base64').toString(), '\0fingerpost\0p@ss')
})

for (const [verb, answer, expected] of [
  [
    'RCPT',
    '550 5.1.1 registry@harbourton.example is unknown',
    { why: 'the mail server refused it for good (550)', again: false },
  ],
  ['RCPT', '451 later', { why: 'the mail server refused it for now (451)', again: true }],
  ['DATA', '554 no', { why: 'the mail server refused it for good (554)', again: false }],
  ['AUTH', '535 no', { why: 'the mail server does not accept our name and password', again: true }],
] as const) {
  test(`the answer "${answer}" to ${verb}`, async () => {
    server.answers = { [verb]: answer }
    assert.deepEqual(await providerAt('localhost', 'us:secret@').deliver(message), { ok: false, ...expected })
  })
}

test('a connection that breaks at the end may have been enough: it is tried again, under the same name', async () => {
  server.hangsUp = true
  const provider = providerAt('localhost')
  assert.deepEqual(await provider.deliver(message), {
    ok: false,
    why: 'the connection to the mail server broke',
    again: true,
  })
  server.hangsUp = false
  assert.deepEqual(await provider.deliver(message), { ok: true })
  const names = server.mails.map((mail) => /^Message-ID: (.*)\r$/m.exec(mail)?.[1])
  assert.deepEqual(names, ['<reference-1@login.example>', '<reference-1@login.example>'])
})

test('another machine gets no mail without TLS', async () => {
  assert.deepEqual(await providerAt('mail.example').deliver(message), {
    ok: false,
    why: 'the mail server offers no TLS that can be trusted',
    again: true,
  })
  assert.equal(server.mails.length, 0)
  assert.ok(!server.said.some((line) => /^(MAIL|AUTH)/.test(line)))
})

test('no server is reached that the door does not allow', async () => {
  const provider = mailBySmtp({
    url: `smtp://127.0.0.1:${server.port}`,
    from: 'no-reply@login.example',
    outbound: createOutbound({ allow: [] }),
  })
  const refused = await provider.deliver(message)
  assert.ok(
    !refused.ok && refused.again && refused.why.startsWith('mail server: refused'),
    JSON.stringify(refused),
  )
  assert.throws(
    () =>
      mailBySmtp({
        url: 'https://mail.example',
        from: 'a@b.example',
        outbound: createOutbound({ allow: [] }),
      }),
    /begins with smtp/,
  )
})
