import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FORMATS, inFormat, pageOf } from './addresses.ts'

test('the page of an address is written in one way, however the address was', () => {
  for (const [written, page] of [
    ['/', '/'],
    ['/overview.json', '/'],
    ['/overview.json/', '/'],
    ['/overview%2Ejson', '/'],
    ['/roadmaps/safe-water/', '/roadmaps/safe-water'],
    ['/roadmaps/safe-water.csv//', '/roadmaps/safe-water'],
    ['/%72oadmaps/s%61fe-water.svg', '/roadmaps/safe-water'],
    ['/frameworks/a%2fb', '/frameworks/a%2Fb'],
    ['/frameworks/%3Cb%3E', '/frameworks/%3Cb%3E'],
    ['/frameworks/%E0%A4', '/frameworks/%E0%A4'],
  ] as const) {
    assert.equal(pageOf(written), page, written)
  }
})

test('a page is the page of each of its formats, with a slash at the end or without', () => {
  const part = fc.stringMatching(/^[a-z0-9-]{1,12}$/)
  fc.assert(
    fc.property(
      fc.array(part),
      fc.constantFrom(...FORMATS),
      fc.constantFrom('', '/'),
      (parts, format, end) => {
        const page = `/${parts.join('/')}`
        if (page === '/overview') return
        assert.equal(pageOf(`${inFormat(page, format)}${end}`), page)
      },
    ),
  )
})
