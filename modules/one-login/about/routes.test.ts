import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createServer } from '#platform/http'
import { oneLoginSite } from '../site.ts'
import { type About, serveAbout } from './routes.ts'

const now = () => Date.parse('2024-07-01T12:00:00Z')

function aSite(contacts: NonNullable<About['contacts']> = {}, publicUrl = 'https://login.example') {
  const app = createServer({ ...oneLoginSite, publicUrl, name: { en: 'Harbour Pass', cy: 'Pàs Harbwr' } })
  serveAbout(app, { contacts, publicUrl, now })
  return app
}

test('each page about the provider is there in both languages, under the name that the profile gives it', async () => {
  const site = aSite({ support: 'help@harbourton.example' })
  for (const page of ['', 'accessibility', 'cookies', 'privacy', 'support', 'terms']) {
    for (const [at, locale, name] of [
      [`/${page}`, 'en', 'Harbour Pass'],
      [`/cy/${page}`, 'cy', 'Pàs Harbwr'],
    ]) {
      const { statusCode, body, headers } = await site.inject(String(at))
      assert.equal(statusCode, 200, at)
      assert.match(body, new RegExp(`<html lang="${locale}"`), at)
      assert.match(body, new RegExp(`${name}</title>`), at)
      assert.equal(body.match(/<h1/g)?.length, 1, at)
      assert.doesNotMatch(body, /\{[a-z]|undefined|\[object|Fingerpost|GOV\.UK/, at)
      assert.equal(headers['set-cookie'], undefined, 'a page without a form needs no cookie')
    }
  }
})

test('a page of a problem leads to the start of the provider, in its own name', async () => {
  const { statusCode, body } = await aSite().inject('/nowhere')
  assert.equal(statusCode, 404)
  assert.match(body, /Harbour Pass<\/title>/)
  assert.match(body, /<a class="govuk-link" href="\/">Go to the start<\/a>/)
})

test('help and weaknesses: by e-mail or on a page, or it is said that nobody has been named', async () => {
  const named = aSite({ support: 'help@harbourton.example', security: 'https://harbourton.example/weakness' })
  const { body } = await named.inject('/support')
  assert.match(body, /href="mailto:help@harbourton\.example"/)
  assert.match(body, /href="https:\/\/harbourton\.example\/weakness"/)
  assert.match((await aSite().inject('/support')).body, /has not said here how to reach them/)
})

test('programs are told whom to tell of a weakness, and that there is nothing to index', async () => {
  const { body } = await aSite({ security: 'help@harbourton.example' }).inject('/.well-known/security.txt')
  assert.equal(
    body,
    'Contact: mailto:help@harbourton.example\n' +
      'Expires: 2025-01-01T00:00:00Z\n' +
      'Preferred-Languages: en, cy\n' +
      'Canonical: https://login.example/.well-known/security.txt\n',
  )
  assert.equal((await aSite().inject('/.well-known/security.txt')).statusCode, 404)
  assert.match((await aSite().inject('/robots.txt')).body, /^Disallow: \/$/m)
})
