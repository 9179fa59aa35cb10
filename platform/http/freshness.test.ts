import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createServer, openToAll } from './index.ts'

const anyone = { config: { may: 'anyone' } }

function aServer() {
  const app = createServer()
  app.get('/page', anyone, async (_request, reply) =>
    reply.page('http/views/problem', {
      layout: 'design/layouts/page.njk',
      title: 'A <b>page</b>',
      says: 'x'.repeat(2000),
    }),
  )
  return app
}

/** What has no body says nothing of one. */
function assertBare(headers: Record<string, unknown>): void {
  for (const name of ['content-type', 'content-length', 'content-encoding'])
    assert.equal(headers[name], undefined, name)
}

test('a page has a tag, and is not sent again to whoever holds it', async () => {
  const app = aServer()
  const first = await app.inject('/page')
  const etag = String(first.headers.etag)
  assert.match(etag, /^W\/"[\w-]{22}"$/)
  assert.equal(first.headers['cache-control'], 'public, no-cache')

  for (const header of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
    const again = await app.inject({
      url: '/page',
      headers: { 'if-none-match': header, 'accept-encoding': 'br' },
    })
    assert.equal(again.statusCode, 304, header)
    assert.equal(again.body, '')
    assert.equal(again.headers.etag, etag)
    assert.equal(again.headers.vary, 'accept-encoding')
    assertBare(again.headers)
  }
  const other = await app.inject({ url: '/page', headers: { 'if-none-match': '"other"' } })
  assert.equal(other.statusCode, 200)
})

test('a page is compressed as the reader can take it', async () => {
  const app = aServer()
  const plain = await app.inject('/page')
  assert.equal(plain.headers['content-encoding'], undefined)
  assert.equal(plain.headers.vary, 'accept-encoding')

  const wanted = [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
    ['identity', undefined],
    ['br;q=nonsense', undefined],
    [';;;,,,', undefined],
  ] as const
  for (const [accepted, encoding] of wanted) {
    const { headers, rawPayload } = await app.inject({
      url: '/page',
      headers: { 'accept-encoding': accepted },
    })
    assert.equal(headers['content-encoding'], encoding, accepted)
    const body =
      encoding === 'br'
        ? brotliDecompressSync(rawPayload)
        : encoding === 'gzip'
          ? gunzipSync(rawPayload)
          : rawPayload
    assert.equal(body.toString(), plain.body)
    assert.equal(Number(headers['content-length']), rawPayload.length)
  }
})

test('a page that was made under a key is not made again, for anyone, until the key changes', async () => {
  let made = 0
  let recording = 1
  const app = aServer()
  app.get('/kept', anyone, async (_request, reply) => {
    if (reply.alreadyMade(`${recording} /kept`)) return reply
    made++
    const says = `Made at recording ${recording}. ${'x'.repeat(2000)}`
    return reply.page('http/views/problem', { layout: 'design/layouts/page.njk', title: 'Kept', says })
  })
  const br = { 'accept-encoding': 'br' }
  const first = await app.inject({ url: '/kept', headers: br })
  const second = await app.inject({ url: '/kept', headers: br })
  assert.equal(made, 1)
  assert.deepEqual(second.rawPayload, first.rawPayload)
  for (const name of [
    'etag',
    'content-type',
    'content-encoding',
    'vary',
    'cache-control',
    'content-length',
  ]) {
    assert.equal(second.headers[name], first.headers[name], name)
  }
  const held = await app.inject({
    url: '/kept',
    headers: { ...br, 'if-none-match': String(first.headers.etag) },
  })
  assert.deepEqual([held.statusCode, held.body, made], [304, '', 1])
  assertBare(held.headers)
  const heldHead = await app.inject({
    method: 'HEAD',
    url: '/kept',
    headers: { ...br, 'if-none-match': String(first.headers.etag) },
  })
  assert.deepEqual([heldHead.statusCode, heldHead.body], [304, ''])
  assert.equal(heldHead.headers['content-type'], first.headers['content-type'])
  assert.equal(heldHead.headers['content-length'], first.headers['content-length'])
  const head = await app.inject({ method: 'HEAD', url: '/kept', headers: br })
  assert.deepEqual([head.statusCode, head.body, head.headers.etag, made], [200, '', first.headers.etag, 1])

  assert.match((await app.inject('/kept')).body, /Made at recording 1/)
  assert.equal(made, 2)
  recording = 2
  assert.match((await app.inject('/kept')).body, /Made at recording 2/)
})

test('a page that was kept is sent with all that its route said of it', async () => {
  const app = aServer()
  app.get('/data.csv', anyone, async (_request, reply) => {
    if (reply.alreadyMade('1 /data.csv')) return reply
    reply.header('content-disposition', 'attachment; filename="data.csv"').type('text/csv; charset=utf-8')
    return openToAll(reply).send('a,b')
  })
  for (const url of ['/data.csv', '/data.csv']) {
    const { headers, body } = await app.inject(url)
    assert.equal(body, 'a,b')
    assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
    assert.equal(headers['content-disposition'], 'attachment; filename="data.csv"')
    assert.equal(headers['access-control-allow-origin'], '*')
    const held = await app.inject({ url, headers: { 'if-none-match': String(headers.etag) } })
    assert.equal(held.statusCode, 304)
    assert.equal(held.headers['access-control-allow-origin'], '*')
    assertBare(held.headers)
  }
})

test('HEAD says what GET would, without the page', async () => {
  const app = aServer()
  for (const headers of [{}, { 'accept-encoding': 'br' }]) {
    const get = await app.inject({ url: '/page', headers })
    const head = await app.inject({ method: 'HEAD', url: '/page', headers })
    assert.equal(head.statusCode, 200)
    assert.equal(head.body, '')
    for (const name of ['etag', 'content-length', 'content-type', 'content-encoding']) {
      assert.equal(head.headers[name], get.headers[name], name)
    }
  }
  const { headers } = await app.inject('/page')
  const held = await app.inject({
    method: 'HEAD',
    url: '/page',
    headers: { 'if-none-match': String(headers.etag) },
  })
  assert.equal(held.statusCode, 304)
  assert.equal(held.headers['content-type'], headers['content-type'])
  assert.equal(held.headers['content-length'], headers['content-length'])
})

test('the stylesheet is named by its content and kept for ever', async () => {
  const app = aServer()
  const { body } = await app.inject('/page')
  const address = /href="(\/assets\/fingerpost-[0-9a-f]{10}\.css)"/.exec(body)?.[1] ?? ''
  const css = await app.inject({ url: address, headers: { 'accept-encoding': 'br' } })
  assert.equal(css.statusCode, 200)
  assert.equal(css.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(css.headers['content-encoding'], 'br')
  assert.match(brotliDecompressSync(css.rawPayload).toString(), /\.govuk-skip-link/)
  assert.ok(css.rawPayload.length < 12_000, `the stylesheet is ${css.rawPayload.length} bytes compressed`)

  const held = await app.inject({ url: address, headers: { 'if-none-match': String(css.headers.etag) } })
  assert.equal(held.statusCode, 304)
  for (const stale of [
    '/assets/fingerpost.css',
    '/assets/fingerpost-0000000000.css',
    '/assets/..%2f..%2fpackage.json',
  ]) {
    assert.equal((await app.inject(stale)).statusCode, 404, stale)
  }
})
