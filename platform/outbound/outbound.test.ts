import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { canInstall, installDebianPackages } from '../database/testing.ts'
import { createOutbound, OutboundRefused } from './index.ts'
import { serverThat } from './testing.ts'

const OPENSSL = 'openssl'
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
const PUBLIC = '2a0e:ffff::1'

/** An outbound that may reach the port by the name service.example, and by nothing else. */
function towards(
  port: number,
  resolve: (host: string) => Promise<readonly string[]> = async () => ['127.0.0.1'],
) {
  return createOutbound({ allow: [`service.example:${port}`], resolve })
}

async function refusalOf(
  does: Parameters<typeof serverThat>[0],
  limits: { timeoutMs?: number; maxBytes?: number } = {},
) {
  const { port } = await serverThat(does)
  const answer = await towards(port).request(`http://service.example:${port}/`, limits)
  return answer.ok ? `answered ${answer.status}` : answer.why
}

test('asks with a method, headers and a body, and gives the whole answer', async () => {
  let asked = ''
  const { port } = await serverThat((socket, received) => {
    asked = received
    socket.end(
      'HTTP/1.1 201 Created\r\nX-One: 1\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    )
  })
  const answer = await towards(port).request(`http://service.example:${port}/path?q=1`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain', 'Accept-Encoding': 'gzip' },
    body: 'Ŵyl',
  })
  assert.ok(answer.ok)
  assert.equal(answer.status, 201)
  assert.equal(answer.headers.get('x-one'), '1')
  assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2'])
  assert.equal(answer.body.toString(), 'abc')
  assert.match(asked, /^POST \/path\?q=1 HTTP\/1\.1\r\n/)
  assert.match(asked, new RegExp(`\r\nHost: service\\.example:${port}\r\n`, 'i'))
  assert.match(asked, /\r\ncontent-length: 4\r\n/i)
  assert.match(asked, /\r\naccept-encoding: identity\r\n/i)
  assert.match(asked, /\r\nuser-agent: Fingerpost\r\n/i)
})

test('a private address is refused before anything is sent, however it is written or found', async () => {
  const { port, connections } = await serverThat((socket) => socket.end(OK))
  const names: Record<string, string[]> = {
    'rebound.example': ['127.0.0.1'],
    'half.example': [PUBLIC, '127.0.0.1'],
    'mapped.example': ['::ffff:127.0.0.1'],
    'metadata.example': ['169.254.169.254'],
    'odd.example': ['127.1'],
  }
  const outbound = createOutbound({
    allow: [`other.example:${port}`],
    resolve: async (host) => names[host] ?? [],
  })
  const hosts = [
    '127.0.0.1',
    '0.0.0.0',
    '[::]',
    '[::1]',
    '2130706433',
    '0177.1',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
  ]
  for (const host of [...hosts, ...Object.keys(names), '[fd00::1]', '100.64.0.1', '[64:ff9b::7f00:1]']) {
    const answer = await outbound.request(`https://${host}/`)
    assert.deepEqual(answer, { ok: false, why: 'refused address' }, host)
    assert.equal((await outbound.request(`http://${host}:${port}/`)).ok, false, host)
    assert.equal((await outbound.request(`https://${host}:${port}/`)).ok, false, host)
  }
  assert.equal(connections(), 0)
  assert.deepEqual(await outbound.request('https://nowhere.example/'), { ok: false, why: 'not found' })
})

test('a name is looked up once, and what was judged is what is connected to', async () => {
  let asked = 0
  const answers = [['127.0.0.1'], ['127.0.0.2']]
  const first = await serverThat((socket) => socket.end(OK.replace('ok', '.1')))
  const second = await serverThat((socket) => socket.end(OK.replace('ok', '.2')), '127.0.0.2', first.port)
  const outbound = towards(first.port, async () => answers[asked++] ?? [])
  const answer = await outbound.request(`http://service.example:${first.port}/`)
  assert.ok(answer.ok)
  assert.equal(answer.body.toString(), '.1')
  assert.deepEqual([asked, first.connections(), second.connections()], [1, 1, 0])
})

test('a name that turns private after it was judged is still tried where it was public', async () => {
  let asked = 0
  const outbound = createOutbound({
    allow: [],
    resolve: async () => (asked++ === 0 ? [PUBLIC] : ['127.0.0.1']),
  })
  const answer = await outbound.request('https://rebinding.example/', { timeoutMs: 500 })
  assert.ok(!answer.ok && ['unreachable', 'timed out'].includes(answer.why))
  assert.equal(asked, 1)
})

test('a redirect is an answer and is not followed', async () => {
  const inside = await serverThat((socket) => socket.end(OK))
  const { port } = await serverThat((socket) =>
    socket.end(
      `HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:${inside.port}/\r\nContent-Length: 0\r\n\r\n`,
    ),
  )
  const outbound = towards(port)
  const answer = await outbound.request(`http://service.example:${port}/`)
  assert.ok(answer.ok && answer.status === 302)
  const fetched = await outbound.fetch(`http://service.example:${port}/`, { redirect: 'follow' })
  assert.equal(fetched.status, 302)
  assert.equal(inside.connections(), 0)
})

test('an answer that comes drop by drop ends when its time is up', { timeout: 5000 }, async () => {
  const drip = (head: string, drop: string) => (socket: import('node:net').Socket) => {
    socket.write(head)
    const timer = setInterval(() => socket.write(drop), 20)
    socket.on('close', () => clearInterval(timer))
  }
  const limits = { timeoutMs: 300 }
  assert.equal(await refusalOf(() => {}, limits), 'timed out')
  assert.equal(await refusalOf(drip('HTTP/1.1 200 OK\r\n', 'X-More: 1\r\n'), limits), 'timed out')
  assert.equal(
    await refusalOf(drip('HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n', 'a'), limits),
    'timed out',
  )
  assert.equal(
    await refusalOf(drip('HTTP/1.1 103 Early\r\n\r\n', 'HTTP/1.1 103 Early\r\n\r\n'), limits),
    'timed out',
  )
})

test('a name that is never found ends when its time is up, and so does its caller giving up', async () => {
  const outbound = createOutbound({ allow: [], resolve: () => new Promise(() => {}) })
  assert.deepEqual(await outbound.request('https://service.example/', { timeoutMs: 50 }), {
    ok: false,
    why: 'timed out',
  })
  const signal = AbortSignal.timeout(50)
  assert.deepEqual(await outbound.request('https://service.example/', { signal }), {
    ok: false,
    why: 'timed out',
  })
  await assert.rejects(outbound.fetch('https://service.example/', { signal: AbortSignal.timeout(20) }), {
    name: 'TimeoutError',
  })
})

test('no more is read than was agreed', async () => {
  const limits = { maxBytes: 1000, timeoutMs: 3000 }
  const flood = (head: string, piece: string) => (socket: import('node:net').Socket) => {
    socket.write(head)
    const more = () => {
      while (!socket.destroyed && socket.write(piece));
    }
    socket.on('drain', more)
    more()
  }
  const a = 'a'.repeat(500)
  assert.equal(await refusalOf(flood('HTTP/1.1 200 OK\r\n\r\n', a), limits), 'too large')
  assert.equal(
    await refusalOf(
      flood('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', `1f4\r\n${a}\r\n`),
      limits,
    ),
    'too large',
  )
  assert.equal(await refusalOf(flood('HTTP/1.1 200 OK\r\n', `X-A: ${a}\r\n`), limits), 'too large')
  assert.equal(await refusalOf(flood('HTTP/1.1 200 OK\r\nX-A: ', a), limits), 'too large')
  assert.equal(
    await refusalOf((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n'), limits),
    'too large',
  )
  assert.equal(
    await refusalOf(
      (socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n${a}${a}`),
      limits,
    ),
    'answered 200',
  )
})

test('nothing is decompressed: a bomb is refused as it stands', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000))
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`
  assert.equal(
    await refusalOf((socket) => socket.end(Buffer.concat([Buffer.from(head), bomb]))),
    'unreadable',
  )
})

test('what is not HTTP, or breaks off, is said to be so', async () => {
  assert.equal(await refusalOf((socket) => socket.end('220 mail.example ESMTP\r\n')), 'unreadable')
  assert.equal(
    await refusalOf((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab')),
    'unreachable',
  )
  assert.equal(await refusalOf((socket) => socket.destroy()), 'unreachable')
  const endless = `HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(900_000)}`
  assert.equal(await refusalOf((socket) => socket.end(endless)), 'answered 200')
  const upgrade = 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'
  assert.equal(await refusalOf((socket) => socket.write(upgrade)), 'unreadable')
  const nobody = createOutbound({ allow: ['127.0.0.9:1'] })
  assert.deepEqual(await nobody.request('http://127.0.0.9:1/'), { ok: false, why: 'unreachable' })
})

test('a certificate that nobody known has signed is not trusted, whatever the environment says', async (t) => {
  if (spawnSync(OPENSSL, ['version']).error && canInstall()) installDebianPackages(['openssl'])
  if (spawnSync(OPENSSL, ['version']).error)
    return t.skip('there is no openssl here to make a certificate with')
  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-tls-'))
  after(() => rmSync(folder, { recursive: true }))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=service.example', '-days', '1', '-keyout', key, '-out', cert]
  execFileSync(
    OPENSSL,
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...subject],
    { stdio: 'ignore' },
  )
  const server = createTlsServer(
    { key: readFileSync(key), cert: readFileSync(cert) },
    (_, reply) => void reply.end('ok'),
  )
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  const answer = await towards(address.port).request(`https://service.example:${address.port}/`)
  if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
  assert.deepEqual(answer, { ok: false, why: 'not trusted' })
})

test('fetch, for libraries: answers, and a TypeError that says why there is none', async () => {
  let asked = ''
  const { port } = await serverThat((socket, received) => {
    asked = received
    socket.end('HTTP/1.1 204 No Content\r\nX-One: 1\r\n\r\n')
  })
  const { fetch } = towards(port)
  const answer = await fetch(new URL(`http://service.example:${port}/token`), {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ code: 'a b' }),
  })
  assert.deepEqual([answer.status, answer.headers.get('x-one'), await answer.text()], [204, '1', ''])
  assert.match(asked, /\r\ncontent-type: application\/x-www-form-urlencoded;charset=UTF-8\r\n/i)
  assert.match(asked, /\r\n\r\ncode=a\+b$/)
  await assert.rejects(fetch('https://127.0.0.1/'), (error) => {
    assert.ok(error instanceof TypeError && error.cause instanceof OutboundRefused)
    return error.cause.why === 'refused address'
  })
})

test('a plain connection is made only to a host and port that are allowed', async () => {
  const { port } = await serverThat((socket) => socket.end('250 OK\r\n'))
  const outbound = towards(port)
  const connection = await outbound.connect('service.example', port)
  assert.ok(connection.ok)
  connection.socket.write('EHLO\r\n\r\n')
  assert.equal((await connection.socket.toArray()).join(''), '250 OK\r\n')

  assert.deepEqual(await outbound.connect('service.example', port + 1), { ok: false, why: 'refused address' })
  assert.deepEqual(await outbound.connect('127.0.0.1', port), { ok: false, why: 'refused address' })
  assert.deepEqual(await outbound.connect('a b', port), { ok: false, why: 'not an address' })
  const slow = towards(port, () => new Promise(() => {}))
  assert.deepEqual(await slow.connect('service.example', port, { timeoutMs: 50 }), {
    ok: false,
    why: 'timed out',
  })
  const nobody = createOutbound({ allow: ['127.0.0.9:1'] })
  assert.deepEqual(await nobody.connect('127.0.0.9', 1), { ok: false, why: 'unreachable' })
})
