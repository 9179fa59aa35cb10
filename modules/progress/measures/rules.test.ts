import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'
import { promisesOf } from '#roadmaps'
import { guarded } from '../world/guarded.ts'
import type { Row } from './lines.ts'
import { listSilentOnce, restsOn } from './rules.ts'

test('the same names are listed once on a page', () => {
  const row = (slug: string): Row => ({
    slug,
    name: { en: slug },
    cells: [],
    marks: [],
    rests: [],
    isSilent: true,
    members: 1,
  })
  const silent = (...slugs: string[]) => ({ silent: { says: 'None has answered', rows: slugs.map(row) } })
  const listed = listSilentOnce([
    silent('pilots', 'lamp-board'),
    { silent: undefined },
    silent('pilots', 'lamp-board'),
    silent('pilots'),
  ])
  assert.deepEqual(
    listed.map((measure) => measure.silent?.rows.map(({ slug }) => slug)),
    [['pilots', 'lamp-board'], undefined, [], ['pilots']],
  )
})

test('a quotient rests on what is divided and on what it is divided by', () => {
  const quotient = promisesOf(guarded).find(({ measure }) => measure.derived && 'quotient' in measure.derived)
  assert.ok(quotient)
  assert.deepEqual(
    restsOn({ promised: quotient }).map(({ path, anchor }) => [path, anchor]),
    [
      ['', 'measure-hands'],
      ['', 'measure-lately'],
    ],
  )
})

test('of one record the words are those for one', () => {
  const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')
  const made = (reconstructed: number, records: number) =>
    words.say('progress.measure.reconstructed', { reconstructed, records }).replace(/ made .*/, '')
  assert.equal(made(1, 1), 'Reconstructed: the one record behind this figure was')
  assert.equal(made(1, 5), 'Reconstructed: 1 of the 5 records behind this figure was')
  assert.equal(made(1200, 1300), 'Reconstructed: 1,200 of the 1,300 records behind this figure were')
  const all = (records: number) => words.say('progress.records.all', { records })
  assert.equal(all(1), 'The one record, as far as it may be shown.')
  assert.equal(all(5), 'All 5 records, as far as they may be shown.')
  const hidden = (records: number) => words.say('progress.records.hidden', { records })
  assert.match(hidden(1), /^1 record, which is not shown: what this figure reads of it may not be published/)
  assert.match(hidden(2), /what this figure reads of them may not be published/)
})
