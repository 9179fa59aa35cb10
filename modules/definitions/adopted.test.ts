import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asWrittenNow } from './adopted.ts'
import type { Government } from './government.ts'
import { readGovernment } from './read.ts'
import { harbourton } from './testing.ts'

test('milestones adopted before they had names get them from their titles', async () => {
  const reading = await readGovernment(harbourton)
  assert.ok(reading.ok)
  const written = JSON.stringify(reading.government)
  const then: Government = JSON.parse(written.replaceAll(/"name":"(winter-survey|all-tried)",/g, ''))
  const [easy] = asWrittenNow(then).roadmaps[0]?.commitments ?? []
  assert.deepEqual(
    easy?.milestones.map(({ name }) => name),
    ['the-winter-survey-is-held', 'every-service-tried-out-by-people-who-have-never-used-it'],
  )
  assert.deepEqual(asWrittenNow(reading.government), reading.government)
})

test('two milestones of one title are still told apart', async () => {
  const reading = await readGovernment(harbourton)
  assert.ok(reading.ok)
  const written = JSON.stringify(reading.government)
  const title = '"title":{"en":"Counted"}'
  const then: Government = JSON.parse(
    written.replaceAll(/"name":"(winter-survey|all-tried)","title":\{"en":"[^"]*"\}/g, title),
  )
  const [easy] = asWrittenNow(then).roadmaps[0]?.commitments ?? []
  assert.deepEqual(
    easy?.milestones.map(({ name }) => name),
    ['counted', 'counted-2'],
  )
})
