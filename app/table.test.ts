import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayProgress } from './progress.ts'
import { tableLines } from './table.ts'

test('columns are aligned, numbers to the right, and nothing is cut off', () => {
  const rows = [
    ['Café', '8', ''],
    ['A longer name', '1,200', 'x'],
  ]
  assert.deepEqual(tableLines(['name', 'count', 'note'], rows), [
    'name           count  note',
    '-------------  -----  ----',
    'Café               8',
    'A longer name  1,200  x',
  ])
  assert.deepEqual(tableLines(['name'], []), ['name', '----'])
})

test('progress is silent for two seconds, and then speaks every two', () => {
  const said: string[] = []
  let now = 0
  const progress = sayProgress(
    'Working',
    (line) => said.push(line),
    () => now,
  )
  for (now of [500, 1999, 2000, 2500, 3999, 4100]) progress(now, 5000)
  assert.deepEqual(said, ['Working: 40%', 'Working: 82%'])
})
