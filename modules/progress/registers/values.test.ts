import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'
import { calledIn } from './values.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')
const record = '01900000-0000-7000-8000-0000000abcde'

test('a record is called by the first that it says of its name, its title and its words, and by its id else', () => {
  for (const [values, called] of [
    [{ title: 'A title', name: 'A name' }, 'A name'],
    [{ title: 'A title', name: ' ' }, 'A title'],
    [{ says: 'Words', title: null }, 'Words'],
    [{ dim: true, name: 7 }, 'Not named (…0abcde)'],
    [{}, 'Not named (…0abcde)'],
  ] as const) {
    assert.equal(calledIn(words, { record, values }), called)
  }
})
