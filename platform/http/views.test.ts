import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { createMessages } from '../messages/index.ts'
import { createViews } from './views.ts'

const folder = mkdtempSync(join(tmpdir(), 'views-'))
after(() => rmSync(folder, { recursive: true }))
const messages = createMessages([
  {
    name: 'pages',
    en: { 'pages.title': 'Fish & chips', 'pages.count': '{n, plural, one {# fish} other {# fish}}' },
    cy: { 'pages.title': 'Pysgod a sglodion', 'pages.count': '{n} pysgodyn' },
    reviewed: [],
  },
])

function viewsOf(template: string) {
  writeFileSync(join(folder, 'page.njk'), template)
  return createViews(
    { pages: new URL(`${pathToFileURL(folder).href}/`) },
    messages,
    (name) => `/assets/${name}`,
  )
}

test('a template says messages, escaped', () => {
  const views = viewsOf(`{{ say('pages.title') }} {{ say('pages.count', { n: 2 }) }}`)
  assert.equal(views.render('pages/page', 'en', {}), 'Fish &amp; chips 2 fish')
})

test('English on a Welsh page is marked as English, except where a mark cannot stand', () => {
  const views =
    viewsOf(`<p title="{{ one | plainText }}">{{ say('pages.title') }} {{ say('pages.count', { n: 2 }) }}</p>
{{ both | text }} {{ one | text }}`)
  const html = views.render('pages/page', 'cy', {
    both: { en: 'services', cy: 'gwasanaethau <i>' },
    one: { en: 'A <b>' },
  })
  assert.match(html, /<p title="A &lt;b&gt;">Pysgod a sglodion 2 pysgodyn<\/p>/)
  assert.match(html, /gwasanaethau &lt;i&gt; <span lang="en">A &lt;b&gt;<\/span>/)
})

test('each language keeps its own words, whichever was asked for before', () => {
  const views = viewsOf(
    `{{ say('pages.count', { n: 2 }) }} {{ '/page' | to('?on=2024-02-29') }} {{ '/' | to }}`,
  )
  for (let time = 0; time < 2; time++) {
    assert.equal(views.render('pages/page', 'en', {}), '2 fish /page?on=2024-02-29 /')
    assert.equal(views.render('pages/page', 'cy', {}), '2 pysgodyn /cy/page?on=2024-02-29 /cy/')
  }
})

test('a template that asks for words that nobody has is found when the server starts', () => {
  assert.throws(
    () => viewsOf(`{{ say('pages.titel') }}{{ say('pages.other', {}) }}`),
    /pages\/page\.njk says pages\.titel, which no messages\/en\.json has\n.*pages\.other/,
  )
})

test('a template that is broken is found when the server starts', () => {
  assert.throws(() => viewsOf('{% if %}'), /page/)
  assert.throws(
    () => viewsOf('{% extends "nowhere/layout.njk" %}').render('pages/page', 'en', {}),
    /no folder "nowhere"/,
  )
})

test("GOV.UK Frontend's macros work, with our quicker filters", () => {
  const views = viewsOf(`{% from "govuk/components/button/macro.njk" import govukButton %}
{{ govukButton({ text: 'Go <on>' }) }}[{{ '  a b  ' | trim }}][{{ 'a\\nb' | indent(2) }}][{{ 'a\\nb' | indent(2, true) }}]`)
  const html = views.render('pages/page', 'en', {})
  assert.match(html, /<button type="submit" class="govuk-button"[^>]*>\s*Go &lt;on&gt;\s*<\/button>/)
  assert.match(html, /\[a b\]\[a\n {2}b\]\[ {2}a\n {2}b\]/)
})
