import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { harbourton, problemsWith } from '../testing.ts'

const paper = 'roadmaps/fair-weather/commitments/2-less-paper.yaml'
const training = 'registers/training.yaml'

/** Harbourton's second promise, counting by another condition; the condition begins at line 17, column 13. */
async function counting(yaml: string, register = 'services'): Promise<string[]> {
  const content = await readFile(join(harbourton, paper), 'utf8')
  const written = content
    .replace('record.stage == "live" && record.paper == "none"', () => yaml)
    .replace('register: services', `register: ${register}`)
  assert.notEqual(written, content)
  return (await problemsWith({ [paper]: written })).map((problem) => problem.replace(`${paper}:`, ''))
}

test('a misspelt option is found, wherever it is compared', async () => {
  assert.deepEqual(await counting('record.paper == "non"'), [
    '19:29 "non" is not an option of "paper" (did you mean "none"?)',
  ])
  assert.deepEqual(await counting(`'"non" != record.paper'`), [
    '19:14 "non" is not an option of "paper" (did you mean "none"?)',
  ])
  assert.deepEqual(await counting('record["paper"] in ["none", "sum"]'), [
    '19:41 "sum" is not an option of "paper" (use "none", "some" or "only paper")',
  ])
  assert.deepEqual(await counting('ever.exists(e, e.paper == "paper only")'), [
    '19:39 "paper only" is not an option of "paper" (did you mean "only paper"?)',
  ])
  assert.deepEqual(await counting('ever.filter(e, has(e.paper))[0].paper == "noen"'), [
    '19:54 "noen" is not an option of "paper" (did you mean "none"?)',
  ])
})

test('a result that a framework never gives is found', async () => {
  assert.deepEqual(await counting('record.ease.rating == "eesy"'), [
    '19:35 easy-service never gives the result "eesy" (did you mean "easy"?)',
  ])
  assert.deepEqual(await counting('record.ease == "easy"'), [
    '19:13 "ease" is an assessment: it has a rating and a score (write record.ease.rating)',
  ])
})

test('fields that are not there, and words that mean nothing', async () => {
  assert.deepEqual(await counting('record.papper == "none"'), [
    '19:20 services has no field "papper" (did you mean "paper"?)',
  ])
  assert.deepEqual(await counting('record.ease.result == "easy"'), [
    '19:25 services has no field "result" (use "rating" or "score")',
  ])
  assert.deepEqual(await counting('has(paper) && stage == live'), [
    '19:17 "paper" means nothing here (write record.paper)',
    '19:27 "stage" means nothing here (write record.stage)',
    '19:36 "live" means nothing here (text goes in quotes, a field is written record.name)',
  ])
  assert.deepEqual(await counting('recrod.paper == "none"'), [
    '19:13 "recrod" means nothing here (did you mean "record"?)',
  ])
  assert.deepEqual(await counting('record.paper.size == "none"'), [
    '19:26 "paper" is one value: nothing can be read inside it',
  ])
})

test('types that do not fit are said in plain words', async () => {
  assert.deepEqual(await counting('record.paper'), [
    '19:13 this gives text, and must be true or false (compare it with something)',
  ])
  assert.deepEqual(await counting('record.finished == "many"', 'training'), [
    '19:13 a whole number cannot be compared with text',
  ])
  assert.deepEqual(await counting('record.finished > 3 && record.finished', 'training'), [
    '19:13 && and || join conditions, and one side is a whole number (compare it with something)',
  ])
  assert.deepEqual(await counting(`'!record.finished'`, 'training'), [
    '19:14 a whole number cannot be negated',
  ])
  assert.deepEqual(await counting('record.heldOn > "2025-02-30"', 'training'), [
    '19:29 there is no 30 February 2025',
  ])
  assert.deepEqual(await counting('record.heldOn > "2025-13-01"', 'training'), ['19:29 there is no month 13'])
  assert.deepEqual(await counting('record.heldOn > "last year"', 'training'), [
    '19:29 "last year" is not a date, and "heldOn" is (write it as YYYY-MM-DD, for example "2024-02-29")',
  ])
  assert.deepEqual(await counting('record.heldOn > now()', 'training'), [
    '19:29 a condition cannot ask for the time: figures are computed for any date (use a window)',
  ])
})

test('what is not written as a condition says how it is', async () => {
  assert.deepEqual(await counting('!has(record.paper)'), [
    '19:13 YAML reads ! as the beginning of a tag (put single quotes round a condition that begins with !)',
  ])
  assert.deepEqual(await counting('record.paper = "none"'), [
    '19:26 "=" is not part of a condition (write == to compare)',
  ])
  assert.deepEqual(await counting('has(record.paper) and true'), [
    '19:31 "and" is not part of a condition (write &&)',
  ])
  assert.deepEqual(await counting('record.paper == “none”'), [
    '19:29 these quotes are curly (use straight quotes: "none")',
  ])
  assert.deepEqual(await counting('record.paper == “none"'), [
    '19:29 these quotes are curly (use straight quotes: "none")',
  ])
  assert.deepEqual(await counting('record.name != "the “old” quay"'), [])
  assert.deepEqual(await counting('record.paper =='), [
    '19:28 the condition stops here: something is missing',
  ])
  assert.deepEqual(await counting("record.paper == 'none"), [
    '19:29 a quotation begins here and does not end (close it with the same quote)',
  ])
})

test('conditions that could take for ever are refused', async () => {
  assert.deepEqual(await counting('record.paper.matches("(a+)+$")'), [
    '19:26 patterns are not allowed: some take for ever (use startsWith, endsWith or contains, or make the field a choice)',
  ])
  const thrice = 'ever.exists(a, ever.exists(b, ever.exists(c, a == b && b == c)))'
  assert.deepEqual(await counting(thrice), ['19:13 this goes through the history more than twice over'])
  assert.match(
    (await counting(Array(300).fill('true').join(' && ')))[0] ?? '',
    /too long or too deeply nested/,
  )
})

test('the place is right however the text is quoted', async () => {
  assert.deepEqual(await counting(`'record.paper == "non"'`), [
    '19:30 "non" is not an option of "paper" (did you mean "none"?)',
  ])
  assert.deepEqual(await counting(`'has(record.name) && record.name != "it''s" && record.paper == "non"'`), [
    '19:76 "non" is not an option of "paper" (did you mean "none"?)',
  ])
  assert.deepEqual(await counting('"record.paper == \\"non\\""'), [
    '19:30 "non" is not an option of "paper" (did you mean "none"?)',
  ])
  assert.deepEqual(await counting('|-\n      record.stage == "live" &&\n      record.paper == "non"'), [
    '21:23 "non" is not an option of "paper" (did you mean "none"?)',
  ])
  assert.deepEqual(await counting('>-\n      record.stage == "live" &&\n      record.paper == "non"'), [
    '19:13 "non" is not an option of "paper" (did you mean "none"?)',
  ])
})

test('a referenced record is read one step, and not from the history', async () => {
  const content = (await readFile(join(harbourton, training), 'utf8')).replace(
    'fields:',
    'fields:\n  service: { type: record, register: services }',
  )
  const measure = async (condition: string) => {
    const other = (await readFile(join(harbourton, paper), 'utf8'))
      .replace('record.stage == "live" && record.paper == "none"', () => condition)
      .replace('register: services', 'register: training')
    return (await problemsWith({ [paper]: other, [training]: content })).map((each) =>
      each.replace(`${paper}:`, ''),
    )
  }
  assert.deepEqual(await measure('record.service.paper == "none"'), [])
  assert.deepEqual(await measure('record.service.ease.rating == "easy"'), [])
  assert.deepEqual(await measure('record.service.paper == "non"'), [
    '19:37 "non" is not an option of "paper" (did you mean "none"?)',
  ])
  assert.deepEqual(await measure('ever.exists(e, e.service.paper == "none")'), [
    '19:28 the history holds only the values of the record itself',
  ])
})
