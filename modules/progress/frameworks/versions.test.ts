import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Framework } from '#definitions'
import { harbour, harbourNext, swell } from '../world/frameworks.ts'
import { hrefOf, ownHref, shownOn } from './versions.ts'

const both = [swell, harbour, harbourNext]

test('the version shown is the one in force on the date', () => {
  assert.equal(shownOn(both, 'harbour', '2024-06-14'), harbour)
  assert.equal(shownOn(both, 'harbour', '2024-06-15'), harbourNext)
  assert.equal(shownOn(both, 'nothing', '2024-06-15'), undefined)
  // Where none has begun, the first that will.
  const later: Framework[] = [{ ...harbourNext, version: '5', from: '2025-01-01' }, harbourNext]
  assert.equal(shownOn(later, 'harbour', '2024-01-01'), harbourNext)
})

test('a page without a version in its address is the one of the version that is shown', () => {
  assert.equal(hrefOf(both, harbour, '2024-06-14'), '/frameworks/harbour')
  assert.equal(hrefOf(both, harbour, '2024-06-15'), '/frameworks/harbour?version=3.2')
  assert.equal(hrefOf(both, harbourNext, '2024-06-14'), '/frameworks/harbour?version=4.0')
  const odd = { ...harbour, version: '3 & a/b' }
  assert.equal(hrefOf([odd, harbourNext], odd, '2024-06-15'), '/frameworks/harbour?version=3%20%26%20a%2Fb')
})

test('where there are several, the page of one on every date has its name', () => {
  assert.equal(ownHref(both, harbourNext), '/frameworks/harbour?version=4.0')
  assert.equal(ownHref(both, swell), '/frameworks/swell')
})
