import assert from 'node:assert/strict'
import { createServer as createNodeServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { test } from 'node:test'
import { Conflict, createServer, Forbidden, Invalid, NotFound, openToAll, Unavailable } from './index.ts'

const anyone = { config: { may: 'anyone' } }

function aServer(options: Parameters<typeof createServer>[0] = {}) {
  const app = createServer(options)
  app.get('/page', anyone, async (_request, reply) =>
    reply.page('http/views/problem', {
      layout: 'design/layouts/page.njk',
      title: 'A <b>page</b>',
      says: 'x'.repeat(2000),
    }),
  )
  return app
}

test('a route that does not say who may use it stops the server from starting', () => {
  const app = createServer()
  assert.throws(() => app.get('/open', async () => 'open'), /GET \/open does not say who may use it/)
  assert.throws(
    () => app.get('/secret', { config: { may: 'spies' } }, async () => 'secret'),
    /may be used by "spies", which is no permission. There are: anyone/,
  )
})

test('a permission that is refused gives 403, and the handler never runs', async () => {
  const app = createServer({ permissions: { 'sign off': () => false } })
  app.get('/sign-off', { config: { may: 'sign off' } }, async () => assert.fail('it ran'))
  const answer = await app.inject('/sign-off')
  assert.equal(answer.statusCode, 403)
  assert.match(answer.body, /<h1[^>]*>You may not see this page<\/h1>/)
})

test('what is shown is escaped', async () => {
  const { body } = await aServer().inject('/page')
  assert.match(body, /<h1[^>]*>A &lt;b&gt;page&lt;\/b&gt;<\/h1>/)
})

test('each kind of problem has its status and its page in plain words', async () => {
  const app = createServer()
  const kinds = { NotFound, Forbidden, Conflict, Invalid, Unavailable }
  for (const [name, Kind] of Object.entries(kinds)) {
    app.get(`/${name}`, anyone, async () => {
      throw new Kind(`What ${name} shows`)
    })
  }
  const statuses: Record<string, number> = {}
  for (const name of Object.keys(kinds)) {
    const { statusCode, body, headers } = await app.inject(`/${name}`)
    statuses[name] = statusCode
    assert.match(body, new RegExp(`What ${name} shows`))
    assert.equal(body.match(/<h1/g)?.length, 1)
    assert.equal(headers['cache-control'], 'no-store')
  }
  assert.deepEqual(statuses, { NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 400, Unavailable: 503 })
})

test('a surprise is logged, and the reader sees only that it happened', async () => {
  const lines: string[] = []
  const app = createServer({ log: { level: 'info', stream: { write: (line) => lines.push(line) } } })
  app.get('/page', anyone, async () => {
    throw Object.assign(new Error('relation "entries" does not exist'), {
      detail: 'Key (email)=(a@b.example)',
    })
  })
  const { statusCode, body, headers } = await app.inject('/page?email=a@b.example')
  assert.equal(statusCode, 500)
  assert.match(body, /Sorry, something went wrong/)
  assert.match(body, new RegExp(`give the reference ${headers['x-request-id']}`))
  assert.doesNotMatch(body, /relation/)
  assert.match(lines.join(''), /relation \\"entries\\" does not exist/)
  assert.doesNotMatch(lines.join(''), /a@b\.example|127\.0\.0\.1/)
})

test('the log has one line for each answer: the route, not the address, and nobody', async () => {
  const lines: string[] = []
  const app = createServer({ log: { level: 'info', stream: { write: (line) => lines.push(line) } } })
  app.get('/people/:name', anyone, async () => 'here')
  await app.inject({
    url: '/people/somebody?q=secret',
    headers: { 'user-agent': 'Curious/1.0', cookie: 'a=b' },
  })
  assert.equal(lines.length, 1)
  const line = JSON.parse(lines[0] ?? '')
  assert.equal(line.route, '/people/:name')
  assert.equal(line.status, 200)
  assert.ok(line.reqId)
  assert.doesNotMatch(lines[0] ?? '', /somebody|secret|Curious|a=b|127\.0/)
})

test('every answer has the security headers, errors and assets too, and no page could run a script', async () => {
  const app = aServer({ publicUrl: 'https://roadmap.example.org' })
  for (const url of ['/page', '/nowhere', '/health', '/%ff', '/assets/none.css']) {
    const { headers } = await app.inject(url)
    assert.match(String(headers['content-security-policy']), /default-src 'none'; style-src 'self'/, url)
    assert.doesNotMatch(String(headers['content-security-policy']), /script|unsafe|\*/)
    assert.equal(headers['x-content-type-options'], 'nosniff', url)
    assert.match(String(headers['strict-transport-security']), /max-age=63072000/, url)
    assert.match(String(headers['x-request-id']), /^[0-9a-f-]{36}$/, url)
  }
  const { headers, body } = await aServer().inject('/page')
  assert.equal(headers['strict-transport-security'], undefined)
  assert.doesNotMatch(body, /<script|<style|style=|onclick|javascript:/)
})

test('data is open to every site, and a page is not; neither can run a script', async () => {
  const app = aServer()
  app.get('/chart.svg', anyone, async (_request, reply) =>
    openToAll(reply).type('image/svg+xml').send('<svg/>'),
  )
  const { headers } = await app.inject('/chart.svg')
  assert.equal(headers['access-control-allow-origin'], '*')
  assert.equal(headers['cross-origin-resource-policy'], 'cross-origin')
  assert.match(String(headers['content-security-policy']), /^default-src 'none'; style-src 'unsafe-inline';/)
  assert.doesNotMatch(String(headers['content-security-policy']), /script/)
  assert.equal(headers['x-content-type-options'], 'nosniff')
  const page = await app.inject('/page')
  assert.equal(page.headers['access-control-allow-origin'], undefined)
  assert.equal(page.headers['cross-origin-resource-policy'], 'same-origin')
})

test('health says whether the process and what it needs are well', async () => {
  const well = await createServer().inject('/health')
  assert.deepEqual([well.statusCode, well.json()], [200, { status: 'ok' }])
  const ill = await createServer({ isHealthy: () => Promise.reject(new Error('no database')) }).inject(
    '/health',
  )
  assert.deepEqual([ill.statusCode, ill.json()], [503, { status: 'unavailable' }])
})

test('addresses that make no sense get a clear 400 or 404', async () => {
  const app = aServer()
  app.get('/organisations/:slug', anyone, async () => 'an organisation')
  const expected = {
    '/%': 400,
    '/organisations/%e0%a4%a': 400,
    [`/page?on=${'9'.repeat(3000)}`]: 400,
    [`/organisations/${'a'.repeat(300)}`]: 414,
    '/organisations/%00': 200,
    '//evil.example/': 404,
    '/page/': 200,
    '/Page': 404,
    '/page?__proto__[x]=1&constructor=2': 200,
  }
  for (const [url, status] of Object.entries(expected)) {
    const { statusCode, body } = await app.inject(url)
    assert.equal(statusCode, status, url)
    if (status >= 400) assert.equal(body.match(/<h1/g)?.length, 1, url)
  }
  assert.match((await app.inject(`/page?on=${'9'.repeat(3000)}`)).body, /longer than 2,000 characters/)
  assert.equal((await app.inject({ method: 'POST', url: '/page' })).statusCode, 404)
})

test('what no database keeps is refused before a handler sees it, and so is a body of too many levels', async () => {
  const app = aServer()
  const programs = { config: { may: 'anyone', from: 'programs' } } as const
  app.post('/things', programs, async (request) => request.body)
  const send = async (body: string) =>
    (
      await app.inject({
        method: 'POST',
        url: '/things',
        headers: { 'content-type': 'application/json' },
        payload: body,
      })
    ).statusCode
  for (const good of ['{"name":"Ponds \\ud83c\\udf0a","more":[1,null,true,{"a":""}]}', '"text"', 'null'])
    assert.equal(await send(good), 200, good)
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`
  for (const bad of ['{"name":"a\\u0000b"}', '{"a\\u0000":1}', '[["\\ud800"]]', '"\\udc00"', deep])
    assert.equal(await send(bad), 400, bad.slice(0, 30))
})

test('what is not HTTP, and headers without end, get a plain 400 and the server lives on', async () => {
  const app = aServer()
  const url = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
  try {
    const nonsense = await say(url, 'nonsense\r\n\r\n')
    assert.match(nonsense, /^HTTP\/1\.1 400 Bad Request/)
    assert.match(nonsense, /could not be read as an HTTP request/)
    const endless = await say(url, `GET /page HTTP/1.1\r\nhost: x\r\nx-long: ${'y'.repeat(20_000)}\r\n\r\n`)
    assert.match(endless, /^HTTP\/1\.1 400 Bad Request/)
    assert.match(endless, /longer than 16 kB together/)
    assert.equal((await fetch(new URL('/page', url))).status, 200)
  } finally {
    await app.close()
  }
})

test('closing answers what is under way and takes nothing new', async () => {
  const app = createServer()
  const { promise: started, resolve: start } = Promise.withResolvers<void>()
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  app.get('/slow', anyone, async () => {
    start()
    await finished
    return 'done'
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const slow = fetch(`${url}/slow`)
  await started
  const closed = app.close()
  finish()
  assert.equal(await (await slow).text(), 'done')
  await closed
  await assert.rejects(fetch(`${url}/slow`))
})

test('a port that is taken is an error, not a silence', async () => {
  const taken = await new Promise<Server>((resolve) => {
    const server = createNodeServer().listen(0, '127.0.0.1', () => resolve(server))
  })
  const address = taken.address()
  const port = typeof address === 'object' ? address?.port : 0
  await assert.rejects(createServer().listen({ port: port ?? 0, host: '127.0.0.1' }), /EADDRINUSE/)
  taken.close()
})

function say(url: URL, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(Number(url.port), url.hostname, () => socket.write(words))
    socket.on('data', (data) => {
      heard += data
    })
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })
}
