import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyWords } from './testing.ts'
import { fit, widthOf, wrap } from './text.ts'

const LETTERS = { size: 16 }

test('lines together are the words, and each fits but the last', () => {
  fc.assert(
    fc.property(
      anyWords,
      fc.integer({ min: 60, max: 300 }),
      fc.integer({ min: 1, max: 5 }),
      (words, width, most) => {
        const lines = wrap(words, width, most, LETTERS)
        assert.equal(lines.join(''), words)
        assert.ok(lines.length <= most)
        for (const line of lines.slice(0, -1)) assert.ok(widthOf(line.trimEnd(), LETTERS) <= width, line)
      },
    ),
  )
})

test('a long name takes lines of about one length', () => {
  assert.deepEqual(wrap('Department for Levelling Up, Housing and Communities', 280, 3, LETTERS), [
    'Department for Levelling Up, ',
    'Housing and Communities',
  ])
  assert.deepEqual(wrap('HM Treasury', 280, 3, LETTERS), ['HM Treasury'])
})

test('a word that no line can take is broken', () => {
  const lines = wrap(`From ${'x'.repeat(60)}`, 100, 9, LETTERS)
  assert.ok(lines.every((line) => widthOf(line.trimEnd(), LETTERS) <= 100))
})

test('what does not fit ends in an ellipsis, and fits', () => {
  fc.assert(
    fc.property(anyWords, fc.integer({ min: 30, max: 300 }), (words, width) => {
      const shown = fit(words, width, LETTERS)
      assert.ok(shown === words || shown.endsWith('…'))
      assert.ok(widthOf(shown, LETTERS) <= width)
    }),
  )
})
