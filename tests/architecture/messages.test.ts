import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages } from '#platform/messages'
import { catalogues } from '../catalogues.ts'

// It refuses a key that either language lacks.
const messages = createMessages(catalogues)
const translated = catalogues.flatMap(({ en, cy }) =>
  Object.entries(cy).map(([key, welsh]) => ({ key, english: en[key] ?? '', welsh })),
)

test('there are messages to look at', () => {
  assert.ok(catalogues.length >= 3)
  assert.ok(translated.length > 700)
})

test('the Welsh of a module is in the order of its English', () => {
  for (const { name, en, cy } of catalogues) assert.deepEqual(Object.keys(cy), Object.keys(en), name)
})

test('no Welsh message is an English one', () => {
  const same = translated.filter(({ english, welsh }) => welsh === english && SENTENCE.test(english))
  assert.deepEqual(same, [])
})

test('a Welsh message says every value that the English one says', () => {
  const lost = translated.flatMap(({ key, english, welsh }) =>
    valuesIn(english)
      .filter((name) => !valuesIn(welsh).includes(name))
      .map((name) => `${key} leaves {${name}} out`),
  )
  assert.deepEqual(lost, [])
})

test('a Welsh message ends as the English one does, since others are put after it', () => {
  const otherwise = translated.filter(({ english, welsh }) => endOf(welsh) !== endOf(english))
  assert.deepEqual(otherwise, [])
})

test('a message that counts says the same number in both languages, whatever the number', () => {
  const counting = translated.filter(({ english }) => /, (plural|number)/.test(english))
  assert.ok(counting.length > 20)
  for (const { key, english, welsh } of counting) {
    for (const count of [0, 1, 2, 3, 4, 6, 10, 1234]) {
      const names = [...valuesIn(english), ...valuesIn(welsh)]
      const values = Object.fromEntries(names.map((name) => [name, count]))
      const [inEnglish, inWelsh] = [messages.in('en').say(key, values), messages.in('cy').say(key, values)]
      assert.doesNotMatch(inWelsh, /[{}#]|plural/, key)
      // None and one may be a word.
      if (count > 1) assert.deepEqual(numbersIn(inWelsh), numbersIn(inEnglish), key)
    }
  }
})

const SENTENCE = /[a-z]+ [a-z]+/i

// In {count, plural, one {yes} other {no}} only count is a value: the others are the texts of its options.
const VALUE = /(?<!(?:=\d+|zero|one|two|few|many|other|none) )\{(\w+)(?:\}|, ?(?:plural|number|select))/g

function valuesIn(message: string): string[] {
  return [...message.matchAll(VALUE)].flatMap(([, name]) => name ?? [])
}

function numbersIn(text: string): string[] {
  return (text.match(/\d[\d,]*/g) ?? []).sort()
}

function endOf(message: string): string {
  return /([.?!:;,])[})]*$/.exec(message)?.[1] ?? ''
}
