import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'
import { coast } from '../world/coast.ts'
import { calledAmong, calledIn } from './values.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')
const held = {
  record: '01900000-0000-7000-8000-0000000abcde',
  organisation: 'fish-office',
  effectiveOn: '2024-02-29',
}

test('a record is called by its name, its title or its words, and else by who holds it and since when', () => {
  for (const [values, called] of [
    [{ title: 'A title', name: 'A name' }, 'A name'],
    [{ title: 'A title', name: ' ' }, 'A title'],
    [{ says: 'Words', title: null }, 'Words'],
    [{ dim: true, name: 7 }, 'Fish Office, 29 February 2024'],
    [{}, 'Fish Office, 29 February 2024'],
  ] as const) {
    assert.equal(calledIn(words, coast, { ...held, values }), called)
  }
  const elsewhere = { ...held, organisation: 'nobody-known', values: {} }
  assert.equal(calledIn(words, coast, elsewhere), 'nobody-known, 29 February 2024')
})

test('in a list the end of its id tells a record without a name from others of the same holder and day', () => {
  const other = '01900000-0000-7000-8000-0000000fedcb'
  const third = '01900000-0000-7000-8000-000000012345'
  const listed = [
    { ...held, values: {} },
    { ...held, record: other, values: {} },
    { ...held, record: third, effectiveOn: '2024-03-01', values: {} },
  ]
  assert.deepEqual(
    [...calledAmong(words, coast, listed).values()],
    [
      'Fish Office, 29 February 2024 (…0abcde)',
      'Fish Office, 29 February 2024 (…0fedcb)',
      'Fish Office, 1 March 2024',
    ],
  )
  const alike = [held, { ...held, record: other }].map((each) => ({ ...each, values: { name: 'A lamp' } }))
  assert.deepEqual([...calledAmong(words, coast, alike).values()], ['A lamp', 'A lamp'])
})
