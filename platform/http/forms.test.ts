import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  allowFormsTo,
  clearCookie,
  createServer,
  type FormError,
  readCookie,
  readForm,
  setCookie,
  typed,
} from './index.ts'

const anyone = { config: { may: 'anyone' } }
const key = randomBytes(32)

const folder = mkdtempSync(join(tmpdir(), 'forms-'))
after(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'messages'))
const messages = { 'pages.title': 'Harbour', 'pages.enter': 'Enter a name of {most} letters' }
for (const name of ['en.json', 'cy.json'])
  writeFileSync(join(folder, 'messages', name), JSON.stringify(messages))
writeFileSync(join(folder, 'messages', 'cy.reviewed.json'), '[]')
writeFileSync(
  join(folder, 'page.njk'),
  `{% extends "design/layouts/page.njk" %}{% from "design/components/form.njk" import token, errorSummary, textField, button %}
{% block title %}{{ say('pages.title') }}{% endblock %}
{% block main %}{{ errorSummary(errors) }}<form method="post">{{ token(formToken) }}
{{ textField({ name: 'name', label: say('pages.title'), asHeading: true, value: value, autocomplete: 'off' }, errors) }}{{ button('Go') }}</form>{% endblock %}`,
)

const NAME = z.object({ name: z.string('pages.enter').min(1, 'pages.enter') })

function aServer(publicUrl = 'https://login.example'): FastifyInstance {
  const app = createServer({
    publicUrl,
    forms: { key },
    folders: { pages: new URL(`${pathToFileURL(folder).href}/`) },
  })
  app.get('/form', anyone, async (_request, reply) => reply.formPage('pages/page'))
  app.post('/form', anyone, async (request, reply) => {
    const form = readForm(NAME, request.body)
    if (form.ok) return `hello ${form.value.name}`
    const errors: FormError[] = form.errors.map((error) => ({ ...error, values: { most: 9 } }))
    return reply.code(422).formPage('pages/page', { errors, value: typed(request.body, 'name') })
  })
  app.post('/api', { config: { may: 'anyone', from: 'programs' } }, async () => 'taken')
  return app
}

async function openForm(app: FastifyInstance) {
  const { headers, body, cookies } = await app.inject('/form')
  const [cookie] = cookies
  assert.ok(cookie)
  const token = /name="form-token" value="([\w-]+)"/.exec(body)?.[1] ?? ''
  return { headers, cookie: `${cookie.name}=${cookie.value}`, token, written: String(headers['set-cookie']) }
}

function send(
  app: FastifyInstance,
  fields: Record<string, string>,
  headers: Record<string, string>,
  url = '/form',
) {
  return app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  })
}

test('a form of our own page is taken, from the same browser', async () => {
  const app = aServer()
  const { cookie, token, headers, written } = await openForm(app)
  assert.equal(headers['cache-control'], 'no-store')
  assert.match(written, /^__Host-form=[\w-]{22}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const answer = await send(app, { 'form-token': token, name: 'Harbour' }, { cookie })
  assert.equal(answer.statusCode, 200)
  assert.equal(answer.body, 'hello Harbour')
  const again = await app.inject({ url: '/form', headers: { cookie } })
  assert.equal(again.headers['set-cookie'], undefined, 'a browser that has the cookie keeps it')
  assert.doesNotMatch(again.body, new RegExp(token), 'the token is masked anew')
})

test('without TLS, on somebody’s laptop, the cookie has no prefix', async () => {
  const { written } = await openForm(aServer('http://localhost:3001'))
  assert.match(written, /^form=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/)
})

test('a form that did not come from this site’s page in this browser is refused, in words', async () => {
  const app = aServer()
  const { cookie, token } = await openForm(app)
  const another = await openForm(app)
  const fields = { 'form-token': token, name: 'Harbour' }
  const refused: [string, Record<string, string>, Record<string, string>][] = [
    ['no token', { name: 'Harbour' }, { cookie }],
    ['no cookie', fields, {}],
    ['another browser’s token', { ...fields, 'form-token': another.token }, { cookie }],
    ['a changed token', { ...fields, 'form-token': `${token.slice(0, -4)}AAAA` }, { cookie }],
    ['half a token', { ...fields, 'form-token': token.slice(0, 20) }, { cookie }],
    ['a cookie that somebody made up', fields, { cookie: '__Host-form=AAAA' }],
    ['the cookie without its prefix', fields, { cookie: cookie.replace('__Host-', '') }],
    ['another origin', fields, { cookie, origin: 'https://elsewhere.example' }],
    ['no origin', fields, { cookie, origin: 'null' }],
    ['another site', fields, { cookie, 'sec-fetch-site': 'cross-site' }],
    ['a sister site', fields, { cookie, 'sec-fetch-site': 'same-site' }],
  ]
  for (const [name, body, headers] of refused) {
    const answer = await send(app, body, headers)
    assert.equal(answer.statusCode, 403, name)
    assert.match(answer.body, /<h1[^>]*>Sorry, the page has expired<\/h1>/, name)
  }
  const fine = { cookie, origin: 'https://login.example', 'sec-fetch-site': 'same-origin' }
  assert.equal((await send(app, fields, fine)).statusCode, 200)
})

test('a token sent twice, or in JSON, or in the address is no token', async () => {
  const app = aServer()
  const { cookie, token } = await openForm(app)
  const twice = await app.inject({
    method: 'POST',
    url: '/form',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
    payload: `form-token=${token}&form-token=${token}`,
  })
  assert.equal(twice.statusCode, 403)
  assert.equal((await send(app, { name: 'x' }, { cookie }, `/form?form-token=${token}`)).statusCode, 403)
})

test('programs send without a form, where a route says so', async () => {
  assert.equal((await send(aServer(), { a: 'b' }, {}, '/api')).body, 'taken')
})

test('a server without a key for forms has no route that takes them', () => {
  const app = createServer()
  assert.throws(
    () => app.post('/form', anyone, async () => 'taken'),
    /POST \/form takes forms: give createServer forms: \{ key \}/,
  )
  app.post('/api', { config: { may: 'anyone', from: 'programs' } }, async () => 'taken')
})

test('a mistake is in the title, in the summary and beside its field, and what was typed is kept', async () => {
  const app = aServer()
  const { cookie, token } = await openForm(app)
  const { statusCode, body } = await send(app, { 'form-token': token, name: '' }, { cookie })
  assert.equal(statusCode, 422)
  assert.match(body, /<title>Error: Harbour/)
  assert.match(body, /<a href="#name">Enter a name of 9 letters<\/a>/)
  assert.match(body, /id="name-error"[\s\S]*Error:<\/span> Enter a name of 9 letters/)
  assert.match(body, /<input[^>]* id="name"[^>]* aria-describedby="name-error"/)
  assert.equal(typed({ name: ['a', 'b'] }, 'name'), '')
  assert.equal(typed(null, 'name'), '')
})

test('a form gives each field one error, the first, and leaves out what nobody asked for', () => {
  const schema = z.object({
    name: z.string('enter').min(2, 'short').regex(/a/, 'no a'),
    age: z.string('age'),
  })
  assert.deepEqual(readForm(schema, { name: 'x' }), {
    ok: false,
    errors: [
      { field: 'name', key: 'short' },
      { field: 'age', key: 'age' },
    ],
  })
  assert.deepEqual(readForm(schema, { name: 'ab', age: '3', admin: 'yes' }), {
    ok: true,
    value: { name: 'ab', age: '3' },
  })
  assert.equal(readForm(schema, undefined).ok, false)
})

test('cookies are read by their own name, set and cleared', async () => {
  const app = aServer()
  app.get('/cookie', anyone, async (request, reply) => {
    setCookie(reply, 'kept', 'yes', { maxAge: 60 })
    clearCookie(reply, 'old')
    return readCookie(request, 'kept') ?? 'none'
  })
  const { headers, body } = await app.inject({ url: '/cookie', headers: { cookie: 'kept=no' } })
  assert.equal(body, 'none')
  assert.deepEqual(headers['set-cookie'], [
    '__Host-kept=yes; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax',
    '__Host-old=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax',
  ])
})

test('a page whose form ends at another site says where it may end, and nothing more', async () => {
  const app = aServer()
  app.get<{ Querystring: { to: string } }>('/leaving', anyone, async ({ query }, reply) =>
    allowFormsTo(reply, [query.to, query.to]).formPage('pages/page'),
  )
  const policy = async (to: string) =>
    String(
      (await app.inject(`/leaving?to=${encodeURIComponent(to)}`)).headers['content-security-policy'],
    ).match(/form-action ([^;]+)/)?.[1]
  assert.equal(await policy('https://service.example/back?x=1;y'), "'self' https://service.example")
  assert.equal(await policy('http://localhost:8080/back'), "'self' http://localhost:8080")
  assert.equal(await policy('harbour-app://back'), "'self' harbour-app:")
})

test('a site that keeps what it is sent refuses an address with a character that no database keeps', async () => {
  const app = aServer()
  assert.equal((await app.inject('/form?name=a%00b')).statusCode, 400)
  assert.equal((await app.inject('/form?name=a%2500b')).statusCode, 200)
  await app.close()
})
