import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createServer } from '#platform/http'
import { progressSite } from '../index.ts'
import { readAloud } from '../testing.ts'
import { serveAbout } from './routes.ts'

const now = () => '2024-07-01T12:00:00.000Z'
const PAGES = ['/about', '/accessibility', '/cookies', '/privacy', '/support']

function aSite(contacts = {}, publicUrl = 'https://progress.example') {
  const app = createServer({ ...progressSite, publicUrl })
  serveAbout(app, { contacts, publicUrl, now })
  return app
}

test('each page about the site is there in both languages', async () => {
  const site = aSite()
  for (const url of PAGES) {
    for (const [at, locale] of [
      [url, 'en'],
      [`/cy${url}`, 'cy'],
    ]) {
      const { statusCode, body } = await site.inject(String(at))
      assert.equal(statusCode, 200, at)
      assert.match(body, new RegExp(`<html lang="${locale}"`), at)
      assert.equal(body.match(/<h1/g)?.length, 1, at)
      assert.doesNotMatch(body, /\{[a-z]|undefined|\[object/, at)
    }
    assert.doesNotMatch((await site.inject(url)).body, /<span lang="en">/, url)
  }
})

test('help is by e-mail or on a page, where whoever runs the site says so', async () => {
  const byMail = (await aSite({ support: 'harbour@coast.example' }).inject('/support')).body
  assert.match(
    byMail,
    /<a class="govuk-link" href="mailto:harbour@coast\.example">harbour@coast\.example<\/a>/,
  )
  const onPage = (await aSite({ support: 'https://coast.example/ask' }).inject('/support')).body
  assert.match(onPage, /<a class="govuk-link" href="https:\/\/coast\.example\/ask">/)
  const nowhere = readAloud((await aSite().inject('/support')).body)
  assert.match(nowhere, /Whoever runs this site has not said here how to reach them/)
  assert.match(nowhere, /has not said whom to tell of a weakness/)
})

test('programs are told whom to tell of a weakness, for half a year from today', async () => {
  const site = aSite({ security: 'harbour@coast.example' })
  const { body, headers } = await site.inject('/.well-known/security.txt')
  assert.equal(headers['content-type'], 'text/plain; charset=utf-8')
  assert.equal(
    body,
    'Contact: mailto:harbour@coast.example\n' +
      'Expires: 2025-01-01T00:00:00Z\n' +
      'Preferred-Languages: en, cy\n' +
      'Canonical: https://progress.example/.well-known/security.txt\n',
  )
  const atHome = aSite({ security: 'https://coast.example/weakness' }, 'http://localhost:3000')
  const note = (await atHome.inject('/.well-known/security.txt')).body
  assert.match(note, /^Contact: https:\/\/coast\.example\/weakness\n/)
  assert.doesNotMatch(note, /Canonical/)
})

test('where nobody is named there is no note of whom to tell, and the page says why', async () => {
  const { statusCode, body } = await aSite().inject('/.well-known/security.txt')
  assert.equal(statusCode, 404)
  assert.match(readAloud(body), /has not said whom to tell of a weakness/)
})

test('any program may read the site', async () => {
  const { body, headers } = await aSite().inject('/robots.txt')
  assert.equal(headers['content-type'], 'text/plain; charset=utf-8')
  assert.match(body, /^User-agent: \*\nAllow: \/$/m)
})

test('what the page of privacy says of a line is what a line holds', async () => {
  const lines: string[] = []
  const log = { level: 'info' as const, stream: { write: (line: string) => lines.push(line) } }
  const site = createServer({ ...progressSite, log })
  serveAbout(site, { publicUrl: '', now })
  await site.inject('/cy/privacy?on=2024-02-29')
  assert.deepEqual(Object.keys(JSON.parse(lines[0] ?? '')).sort(), [
    'level',
    'method',
    'ms',
    'msg',
    'reqId',
    'route',
    'status',
    'time',
  ])
})
