import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, pluralOf } from './messages.ts'

const greetings = {
  name: 'greetings',
  en: {
    'greetings.title': 'Where it stands',
    'greetings.answered':
      '{count, plural, =0 {Nobody answered} one {# organisation answered} other {# organisations answered}}',
    'greetings.as-at': 'As at {date}',
  },
  cy: {
    'greetings.title': 'Sut mae hi',
    'greetings.answered':
      '{count, plural, =0 {Nid atebodd neb} two {Atebodd # gorff} few {Atebodd # chorff} many {Atebodd # chorff} other {Atebodd # corff}}',
    'greetings.as-at': 'Ar {date}',
  },
  reviewed: [],
}

test('a message is said in words, with its plurals', () => {
  const words = createMessages([greetings]).in('en')
  assert.equal(words.say('greetings.title'), 'Where it stands')
  assert.equal(words.say('greetings.answered', { count: 1 }), '1 organisation answered')
  assert.equal(words.say('greetings.answered', { count: 1234 }), '1,234 organisations answered')
})

test('a message is said in Welsh, with the forms of a noun that Welsh has', () => {
  const words = createMessages([greetings]).in('cy')
  assert.equal(words.say('greetings.title'), 'Sut mae hi')
  assert.deepEqual(
    [0, 1, 2, 3, 4, 6].map((count) => words.say('greetings.answered', { count })),
    [
      'Nid atebodd neb',
      'Atebodd 1 corff',
      'Atebodd 2 gorff',
      'Atebodd 3 chorff',
      'Atebodd 4 corff',
      'Atebodd 6 chorff',
    ],
  )
})

test('a key nobody has, and a value that is missing, are mistakes', () => {
  const words = createMessages([greetings]).in('en')
  assert.throws(() => words.say('greetings.goodbye'), /no message "greetings.goodbye"/)
  assert.throws(() => words.say('greetings.as-at'), /date/)
})

test('every fault is reported together when the program starts', () => {
  const faulty = {
    name: 'faulty',
    en: {
      'faulty.open': 'Open {count',
      'other.key': 'Elsewhere',
      'faulty.as-at': 'As at {date}',
      'faulty.empty': ' ',
    },
    cy: { 'faulty.only-welsh': 'Cymraeg', 'faulty.as-at': 'Ar {dyddiad}' },
    reviewed: ['faulty.open'],
  }
  assert.throws(
    () => createMessages([faulty]),
    (error: Error) => {
      assert.match(error.message, /faulty\.open in faulty\/messages\/en\.json is not ICU/)
      assert.match(error.message, /other\.key in .* must begin with "faulty\."/)
      assert.match(error.message, /faulty\.empty in .* is empty/)
      assert.match(error.message, /faulty\.only-welsh is in cy\.json but not in en\.json/)
      assert.match(error.message, /faulty\.empty is in en\.json but not in cy\.json/)
      assert.match(error.message, /faulty\.open is in cy\.reviewed\.json but not in cy\.json/)
      assert.match(error.message, /faulty\.as-at in cy\.json uses \{dyddiad\}, which en\.json does not/)
      return true
    },
  )
})

test('numbers, shares, dates and lists are written as the locale writes them', () => {
  const messages = createMessages([])
  const english = messages.in('en')
  assert.equal(english.number(1234567), '1,234,567')
  assert.equal(english.number(5.4, 1), '5.4')
  assert.equal(english.number(30, 1), '30.0')
  assert.equal(english.percent(44 / 63), '69.8%')
  assert.equal(english.percent(1), '100%')
  assert.equal(english.percent(1999 / 2000), '99.9%')
  assert.equal(english.percent(1 / 2000), '0.1%')
  assert.equal(english.date('2024-02-29'), '29 February 2024')
  assert.equal(english.date('2025-03'), 'March 2025')
  assert.equal(english.date('2025'), '2025')
  assert.equal(english.list(['one', 'two', 'three']), 'one, two and three')
  assert.equal(messages.in('cy').date('2024-02-29'), '29 Chwefror 2024')
})

test('what a person has reviewed is known, key by key', () => {
  const welsh = (reviewed: string[]) => createMessages([{ ...greetings, reviewed }]).in('cy')
  assert.equal(welsh([]).review, 'none')
  assert.equal(welsh([]).isReviewed('greetings.answered'), false)
  assert.equal(welsh(['greetings.answered']).isReviewed('greetings.answered'), true)
  assert.equal(welsh(['greetings.answered']).isReviewed('greetings.title'), false)
  assert.equal(welsh(['greetings.answered']).review, 'some')
  assert.equal(welsh(Object.keys(greetings.cy)).review, 'all')
  assert.equal(createMessages([greetings]).in('en').isReviewed('greetings.title'), true)
  assert.equal(createMessages([greetings]).in('en').review, 'all')
})

test('a number has its form of a noun: two in English, six in Welsh', () => {
  const forms = (locale: 'en' | 'cy') => [0, 1, 2, 3, 4, 6, 10].map((count) => pluralOf(locale, count))
  assert.deepEqual(forms('en'), ['other', 'one', 'other', 'other', 'other', 'other', 'other'])
  assert.deepEqual(forms('cy'), ['zero', 'one', 'two', 'few', 'other', 'many', 'other'])
})

test('a Welsh list has "a" before its last, or "ac" where that begins with a vowel', () => {
  const { list } = createMessages([]).in('cy')
  assert.equal(list(['un', 'dau', 'tri']), 'un, dau a tri')
  assert.equal(list(['gellyg', 'afalau']), 'gellyg ac afalau')
  assert.equal(list(['CThEF', 'Ynni']), 'CThEF ac Ynni')
  assert.equal(list(['un']), 'un')
  assert.equal(list([]), '')
})

test("a definition's text is given in the language asked for, or in English and said so", () => {
  const words = createMessages([]).in('cy')
  assert.deepEqual(words.text({ en: 'services', cy: 'gwasanaethau' }), { says: 'gwasanaethau', locale: 'cy' })
  assert.deepEqual(words.text({ en: 'services' }), { says: 'services', locale: 'en' })
})
