import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Framework } from './framework.ts'
import { frameworkFor, versionsOf } from './versions.ts'

function version(name: string, from?: string, slug = 'caf'): Framework {
  return {
    slug,
    version: name,
    ...(from !== undefined && { from }),
    title: { en: 'Tried' },
    source: 'Made up',
    verified: true,
    groups: [],
    questions: [],
    results: { rule: 'matrix without total', result: 'no total', columns: [] },
  }
}

const on = (versions: Framework[], date: string) => frameworkFor(versions, 'caf', { on: date })?.version

test('a version is the one that is named, of this framework', () => {
  const versions = [version('3.2'), version('4.0'), version('5', undefined, 'other')]
  assert.equal(frameworkFor(versions, 'caf', { version: '3.2' })?.version, '3.2')
  assert.equal(frameworkFor(versions, 'caf', { version: '5' }), undefined)
  assert.equal(frameworkFor(versions, 'other', { version: '5' })?.version, '5')
})

test('on a date it is the last that began by then, from its first day', () => {
  const versions = [version('2', '2025-08-01'), version('1', '2024-04-01'), version('3', '2026-01-01')]
  assert.equal(on(versions, '2024-03-31'), undefined)
  assert.equal(on(versions, '2024-04-01'), '1')
  assert.equal(on(versions, '2025-07-31'), '1')
  assert.equal(on(versions, '2025-08-01'), '2')
  assert.equal(on(versions, '2030-01-01'), '3')
})

test('one that does not say when it begins stands until one does, and the last in order is meant', () => {
  assert.equal(on([version('4.10'), version('4.9'), version('4.2')], '2024-01-01'), '4.10')
  assert.equal(on([version('2025-03'), version('2024-02')], '2024-01-01'), '2025-03')
  const versions = [version('1', '2025-01-01'), version('0.9')]
  assert.equal(on(versions, '2024-12-31'), '0.9')
  assert.equal(on(versions, '2025-01-01'), '1')
  assert.equal(on([], '2025-01-01'), undefined)
})

test('the order in which versions were read does not matter', () => {
  const name = fc.stringMatching(/^\d{1,2}(\.\d{1,2})?[a-b]?$/)
  const from = fc.option(fc.constantFrom('2024-01-01', '2025-01-01', '2026-01-01'), { nil: undefined })
  const versions = fc.uniqueArray(fc.tuple(name, from), {
    selector: ([each, date]) => date ?? each,
    minLength: 1,
  })
  fc.assert(
    fc.property(versions, fc.constantFrom('2023-06-01', '2024-06-01', '2026-06-01'), (some, date) => {
      const all = some.map(([each, began]) => version(each, began))
      assert.equal(on(all.toReversed(), date), on(all, date))
    }),
  )
})

test('versions come the latest first, 4.10 after 4.9, in whatever order they are defined', () => {
  const undated = ['3.2', '4.9', '4.10', '10'].map((name) => version(name))
  const dated = [version('4.0', '2024-06-15'), version('1', '2024-07-01')]
  const inOrder = ['1', '4.0', '10', '4.10', '4.9', '3.2']
  fc.assert(
    fc.property(fc.shuffledSubarray([...undated, ...dated], { minLength: 6 }), (shuffled) => {
      const names = versionsOf([...shuffled, version('5', undefined, 'other')], 'caf').map(
        (one) => one.version,
      )
      assert.deepEqual(names, inOrder)
    }),
  )
})
