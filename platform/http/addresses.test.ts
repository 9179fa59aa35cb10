import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addressIn, createServer, inBothLanguages, readAddress } from './index.ts'

const anyone = { config: { may: 'anyone' } }

function aSite(publicUrl = 'https://roadmap.example.org') {
  const app = createServer({ publicUrl })
  inBothLanguages(app, (site) => {
    for (const url of ['/', '/page/:name']) {
      site.get(url, anyone, async (request, reply) =>
        reply.page('http/views/problem', {
          layout: 'design/layouts/page.njk',
          title: `${request.words.locale} ${request.localPath}`,
          says: request.words.date('2024-02-29'),
        }),
      )
    }
    site.get('/fault', anyone, async () => {
      throw new Error('a fault')
    })
  })
  return app
}

test('a page is at its address, and in Welsh at /cy before it', async () => {
  const site = aSite()
  const english = (await site.inject('/page/a')).body
  assert.match(english, /<html lang="en"/)
  assert.match(english, /<h1[^>]*>en \/page\/a<\/h1>\n.*29 February 2024/)
  const welsh = (await site.inject('/cy/page/a')).body
  assert.match(welsh, /<html lang="cy"/)
  assert.match(welsh, /<h1[^>]*>cy \/page\/a<\/h1>\n.*29 Chwefror 2024/)
  assert.match(welsh, /class="fp-header__name" href="\/cy\/"/)
  for (const url of ['/cy/', '/cy']) assert.match((await site.inject(url)).body, /<h1[^>]*>cy \/<\/h1>/)
})

test('the switch leads to the same page with the same query, and says in its own language where', async () => {
  const site = aSite()
  const english = (await site.inject('/page/a?on=2024-02-29&known=2024-03-01T09:30:00Z')).body
  assert.match(
    english,
    /<a [^>]*href="\/cy\/page\/a\?on=2024-02-29&amp;known=2024-03-01T09:30:00Z" lang="cy" hreflang="cy">Cymraeg<\/a>/,
  )
  const welsh = (await site.inject('/cy/page/a?on=2024-02-29')).body
  assert.match(welsh, /<a [^>]*href="\/page\/a\?on=2024-02-29" lang="en" hreflang="en">English<\/a>/)
  for (const body of [english.replaceAll('&amp;known=2024-03-01T09:30:00Z', ''), welsh]) {
    assert.match(body, /hreflang="en" href="https:\/\/roadmap\.example\.org\/page\/a\?on=2024-02-29">/)
    assert.match(body, /hreflang="cy" href="https:\/\/roadmap\.example\.org\/cy\/page\/a\?on=2024-02-29">/)
  }
})

test('a Welsh page says that nobody has checked its Welsh, in Welsh and in English; an English page does not', async () => {
  const site = aSite()
  const welsh = (await site.inject('/cy/')).body
  assert.match(welsh, /<p>Nid oes neb wedi gwirio’r Gymraeg/)
  assert.match(welsh, /<p lang="en">No person has checked the Welsh/)
  assert.doesNotMatch((await site.inject('/')).body, /No person has checked|lang="en">[^<]/)
})

test('what goes wrong in Welsh is said in Welsh, and leads back to Welsh', async () => {
  const site = aSite()
  const cases = [
    ['/cy/nowhere', 404, 'Heb ddod o hyd i’r dudalen'],
    ['/cy/page/%', 400, 'Nid yw’r cyfeiriad hwnnw’n gwneud synnwyr'],
    [`/cy/page/${'a'.repeat(300)}`, 414, 'Nid yw’r cyfeiriad hwnnw’n gwneud synnwyr'],
    [`/cy/page/a?on=${'9'.repeat(3000)}`, 400, 'Nid yw’r cyfeiriad hwnnw’n gwneud synnwyr'],
    ['/cy/fault', 500, 'Mae’n ddrwg gennym, aeth rhywbeth o’i le'],
  ] as const
  for (const [url, status, title] of cases) {
    const { statusCode, body } = await site.inject(url)
    assert.equal(statusCode, status, url)
    assert.match(body, /<html lang="cy"/, url)
    assert.match(body, new RegExp(`<h1[^>]*>${title}</h1>`), url)
    assert.match(body, /<a class="govuk-link" href="\/cy\/">/, url)
  }
  assert.match((await site.inject('/cynics')).body, /<h1[^>]*>Page not found<\/h1>/)
})

test('no address that is asked for makes a link that leaves the site', async () => {
  for (const url of [
    '/cy//evil.example/',
    '/cy/\\evil.example',
    '//evil.example/',
    'http://evil.example/cy/page/a',
  ]) {
    const { path } = readAddress(url)
    assert.match(addressIn('en', path), /^\/(?![/\\])/, url)
  }
  assert.deepEqual(readAddress('http://evil.example/cy/page/a?x=?'), {
    locale: 'cy',
    path: '/page/a',
    query: '?x=?',
  })
})

test('an address that is put in a language is read back from it', () => {
  const path = fc.webPath().map((each) => `/${each.replace(/^\/+/, '')}`)
  const query = fc.webQueryParameters().map((each) => (each === '' ? '' : `?${each}`))
  fc.assert(
    fc.property(path, query, (path, query) => {
      fc.pre(!/^\/cy(\/|$)/.test(path))
      for (const locale of ['en', 'cy'] as const) {
        assert.deepEqual(readAddress(addressIn(locale, path, query)), { locale, path, query })
      }
    }),
  )
})

test('an address takes more of a query, before what it points to on the page', () => {
  assert.equal(addressIn('cy', '/'), '/cy/')
  assert.equal(addressIn('en', '/page?from=1#changes', '?on=2'), '/page?from=1&on=2#changes')
  assert.equal(addressIn('cy', '/page#changes', '?on=2'), '/cy/page?on=2#changes')
  assert.throws(() => addressIn('en', 'https://elsewhere.example'), /begins with a slash/)
})
