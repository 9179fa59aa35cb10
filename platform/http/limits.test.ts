import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createServer, type Limits } from './index.ts'
import { networkOf } from './limits.ts'

const FEW: Limits = { requests: 5, forms: 2, programs: 3, now: () => 1_000_000_000 }
const PUBLIC_URL = 'https://sign-in.example'

function aServer(options: Parameters<typeof createServer>[0] = {}) {
  const app = createServer({
    limits: FEW,
    publicUrl: PUBLIC_URL,
    forms: { key: Buffer.alloc(32, 7) },
    ...options,
  })
  app.get('/page', { config: { may: 'anyone' } }, async () => 'a page')
  app.post('/page', { config: { may: 'anyone' } }, async () => 'sent')
  app.post('/token', { config: { may: 'anyone', from: 'programs' } }, async () => 'a token')
  const ask = (remoteAddress: string, url = '/page', headers: Record<string, string> = {}) =>
    app.inject({ url, remoteAddress, headers: { accept: 'text/html', ...headers } })
  const send = (remoteAddress: string, url: string, accept = 'text/html') =>
    app.inject({ method: 'POST', url, remoteAddress, headers: { accept } })
  const statusesOf = async (times: number, turn: () => Promise<{ statusCode: number }>) => {
    const statuses: number[] = []
    for (let i = 0; i < times; i++) statuses.push((await turn()).statusCode)
    return statuses
  }
  return { app, ask, send, statusesOf }
}

test('an address that asks for more is told when to come back, in both languages, and others notice nothing', async () => {
  const { ask, statusesOf } = aServer()
  assert.deepEqual(await statusesOf(6, () => ask('192.0.2.1')), [200, 200, 200, 200, 200, 429])
  const english = await ask('192.0.2.1')
  assert.match(english.body, /<h1[^>]*>Try again in a few minutes<\/h1>/)
  assert.match(english.body, /Wait 6 minutes, then try again/)
  const seconds = Number(english.headers['retry-after'])
  assert.ok(seconds > 250 && seconds <= 350, String(seconds))
  assert.equal(english.headers['cache-control'], 'no-store')
  assert.match(String(english.headers['content-security-policy']), /default-src 'none'/)
  const welsh = await ask('192.0.2.1', '/cy/page')
  assert.equal(welsh.statusCode, 429)
  assert.match(welsh.body, /lang="cy"[\s\S]*Arhoswch 6 munud/)
  assert.equal((await ask('192.0.2.2')).statusCode, 200)
})

test('what is not there counts too; /health does not, and is answered always', async () => {
  const { ask, statusesOf } = aServer()
  assert.deepEqual(await statusesOf(6, () => ask('192.0.2.1', '/nothing')), [404, 404, 404, 404, 404, 429])
  assert.deepEqual(await statusesOf(20, () => ask('192.0.2.1', '/health')), Array(20).fill(200))
})

test('forms have a limit of their own, and count among the requests', async () => {
  const { ask, send, statusesOf } = aServer()
  // Without the form's token they are refused, but they were sent.
  assert.deepEqual(await statusesOf(3, () => send('192.0.2.1', '/page')), [403, 403, 429])
  assert.deepEqual(await statusesOf(4, () => ask('192.0.2.1')), [200, 200, 200, 429])
})

test('programs count apart and are answered in JSON; so is whoever does not take HTML', async () => {
  const { app, ask, send, statusesOf } = aServer()
  assert.deepEqual(await statusesOf(4, () => send('192.0.2.1', '/token')), [200, 200, 200, 429])
  const refused = await send('192.0.2.1', '/token', '*/*')
  assert.match(String(refused.headers['content-type']), /^application\/json/)
  const { status, title, id } = refused.json()
  assert.deepEqual({ status, title }, { status: 429, title: 'Try again in a few minutes' })
  assert.equal(id, refused.headers['x-request-id'])
  assert.deepEqual(await statusesOf(6, () => ask('192.0.2.1')), [200, 200, 200, 200, 200, 429])
  const bare = await app.inject({ url: '/page', remoteAddress: '192.0.2.1' })
  assert.equal(bare.statusCode, 429)
  assert.equal(bare.json().status, 429)
})

test('X-Forwarded-For is believed from trusted proxies alone, from the right', async () => {
  const { ask, statusesOf } = aServer({ trustedProxies: ['10.0.0.0/8', '2001:db8::7'] })
  const through = (proxy: string, forwarded: string) => ask(proxy, '/page', { 'x-forwarded-for': forwarded })
  let made = 0
  // A reader who makes addresses up is still one reader.
  const pretending = () => through('10.1.1.1', `198.51.100.${++made}, 192.0.2.1`)
  assert.deepEqual(await statusesOf(6, pretending), [200, 200, 200, 200, 200, 429])
  assert.equal((await through('10.2.2.2', '192.0.2.1')).statusCode, 429, 'by another proxy it is the same')
  assert.equal((await through('2001:db8::7', '192.0.2.1, 10.1.1.1')).statusCode, 429)
  assert.equal((await through('10.1.1.1', '192.0.2.2')).statusCode, 200)
  // Some proxies add the port.
  assert.equal((await through('10.1.1.1', '192.0.2.1:4711')).statusCode, 429)
  // From anybody else it means nothing.
  const direct = () => through('203.0.113.9', `198.51.100.${++made}`)
  assert.deepEqual(await statusesOf(6, direct), [200, 200, 200, 200, 200, 429])
  assert.throws(() => createServer({ trustedProxies: ['the proxy'] }), /invalid IP address: the proxy/)
})

test('the log tells once, without an address, and says what looks like a proxy', async () => {
  const lines: string[] = []
  const log = { level: 'warn', stream: { write: (line: string) => lines.push(line) } } as const
  const { ask } = aServer({ log })
  for (let i = 0; i < 9; i++) await ask('192.0.2.1', '/page', { 'x-forwarded-for': '198.51.100.1' })
  assert.equal(lines.length, 1)
  assert.match(lines.join(), /names others by X-Forwarded-For, but is not among the trusted proxies/)
  assert.doesNotMatch(lines.join(), /192\.0|198\.51/)
})

test('without limits nobody is counted', async () => {
  const { limits: _limits, ...rest } = { limits: FEW, publicUrl: PUBLIC_URL }
  const app = createServer(rest)
  app.get('/page', { config: { may: 'anyone' } }, async () => 'a page')
  for (let i = 0; i < 20; i++) assert.equal((await app.inject('/page')).statusCode, 200)
})

test('an IPv4 address counts by itself, however it is written; an IPv6 address by its /64', () => {
  for (const written of [
    '192.0.2.1',
    '::ffff:192.0.2.1',
    '::FFFF:c000:201',
    '192.0.2.1:80',
    '[::ffff:192.0.2.1]:80',
  ])
    assert.equal(networkOf(written), '192.0.2.1', written)
  const one = networkOf('2001:db8:0:7::1')
  assert.equal(one, '2001:db8:0:7::/64')
  for (const same of ['2001:0db8::7:ffff:0:0:1', '[2001:db8:0:7::2]:443', '2001:DB8:0:7:a:b:c:d'])
    assert.equal(networkOf(same), one, same)
  assert.notEqual(networkOf('2001:db8:0:8::1'), one)
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64')
  for (const none of [undefined, '', 'unknown', '_hidden', '1.2.3', '::1::2', '1.2.3.4.5'])
    assert.equal(networkOf(none), 'no address', String(none))
})

test('any two IPv6 addresses count as one if, and only if, their first 64 bits are the same', () => {
  const groups = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 0xffff })), { minLength: 4, maxLength: 4 })
  const written = (all: number[]) => all.map((group) => group.toString(16)).join(':')
  const isMapped = (front: number[], back: number[]) =>
    front.every((group) => group === 0) && back[0] === 0 && back[1] === 0xffff
  fc.assert(
    fc.property(groups, groups, groups, (network, host, other) => {
      fc.pre(!isMapped(network, host) && !isMapped(network, other) && !isMapped(other, host))
      const key = networkOf(written([...network, ...host]))
      assert.equal(networkOf(written([...network, ...other])), key)
      assert.equal(networkOf(written([...other, ...host])) === key, written(other) === written(network))
    }),
  )
})
