import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Measure } from '#definitions'
import { createMessages, readCatalogue } from '#platform/messages'
import { sayClasses } from './changes.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')
const people: Measure = {
  name: 'people',
  title: { en: 'People' },
  unit: { en: 'people' },
  amount: { counts: 'record.people' },
  public: 'on acceptance',
  method: { en: 'People.' },
}

test('a class that changes no number is said without an empty pair of brackets', () => {
  const nothing = { counted: 0, outOf: 0, unknown: 0, records: 1, reconstructed: 0 }
  const said = (amounts: typeof nothing) =>
    sayClasses(words, people, [{ class: 'entered', amounts, records: 1 }])
  assert.deepEqual(said(nothing), ['Entered: 1 record.'])
  assert.deepEqual(said({ ...nothing, counted: 7 }), ['Entered: 1 record (+7 counted).'])
})
