import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'
import { coast } from '../world/coast.ts'
import { scopeOf } from './scopes.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')

test('who is shown with something recorded is not said to be left out, named or not', () => {
  const [roadmap] = coast.roadmaps
  const commitment = roadmap?.commitments.find(({ number }) => number === 3)
  assert.ok(roadmap && commitment)
  const left = (...shown: string[]) =>
    scopeOf(words, coast, roadmap, commitment, '2024-02-29', new Set(shown)).notIn.map(({ slug }) => slug)
  const others = left()
  assert.ok(others.includes('lamp-board') && others.includes('pilots'))
  assert.deepEqual(
    left('lamp-board'),
    others.filter((slug) => slug !== 'lamp-board'),
  )
})
