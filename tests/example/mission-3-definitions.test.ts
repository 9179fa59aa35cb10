/* Mission 3: each measure of data counts made-up records rightly, and each check speaks where it should. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readGovernment } from '#definitions'
import type { Values } from '#shared/values'
import { checksOf, contributionsTo } from './testing.ts'

const essential = { essential: { rating: 'critical' } }

test('essential data counts where it is available and in use; what is not known of it stays unknown', async () => {
  const counts = await contributionsTo('3/essential-data-in-use')
  assert.equal(counts({ ...essential, availability: 'an API', inUse: true }), '1 of 1')
  assert.equal(counts({ ...essential, availability: 'a shared platform', inUse: true }), '1 of 1')
  assert.equal(counts({ ...essential, availability: 'an API', inUse: false }), '0 of 1')
  assert.equal(counts({ ...essential, availability: 'files on request', inUse: true }), '0 of 1')
  assert.equal(counts({ ...essential, availability: 'not available' }), '0 of 1')
  assert.equal(counts({ ...essential, availability: 'an API' }), '0 of 1, 1 unknown')
  assert.equal(counts({ essential: { rating: 'not critical' }, inUse: true }), 'out of scope')
  assert.equal(counts({ availability: 'an API', inUse: true }), '0 of 0, 1 unknown')
})

test('an API, a description and an owner are each counted apart', async () => {
  const api = await contributionsTo('3/essential-data-by-api')
  assert.equal(api({ ...essential, availability: 'an API', apiStandards: true }), '1 of 1')
  assert.equal(api({ ...essential, availability: 'an API' }), '0 of 1, 1 unknown')
  assert.equal(api({ ...essential, availability: 'a shared platform' }), '0 of 1')
  const described = await contributionsTo('3/essential-data-described')
  assert.equal(described({ ...essential, metadata: 'complete' }), '1 of 1')
  assert.equal(described({ ...essential, metadata: 'partly' }), '0 of 1')
  const owned = await contributionsTo('4/essential-data-owned')
  assert.equal(owned({ ...essential, ownership: { rating: 'owned' } }), '1 of 1')
  assert.equal(owned({ ...essential, ownership: { rating: 'not fully owned' } }), '0 of 1')
  assert.equal(owned(essential), '0 of 1, 1 unknown')
})

test('a trial group is not yet access', async () => {
  const access = await contributionsTo('5/organisations-with-access')
  assert.equal(access({ access: 'for everyone' }), '1 of 1')
  assert.equal(access({ access: 'for a trial group' }), '0 of 1')
  assert.equal(access({ access: 'none' }), '0 of 1')
  const describes = await contributionsTo('5/organisations-that-describe-their-data')
  assert.equal(describes({ access: 'none', described: 'all' }), '1 of 1')
  assert.equal(describes({ access: 'for everyone' }), '0 of 1, 1 unknown')
})

test('an issue counts by the highest priority it ever had, and one still open is not yet known', async () => {
  const counts = await contributionsTo('6/high-priority-resolved-in-time')
  const priority = (rating: string) => ({ priority: { rating } })
  const open = { ...priority('high'), raisedOn: '2024-01-10', resolveBy: '2024-03-31', status: 'open' }
  const resolved = { ...open, status: 'resolved', resolvedOn: '2024-03-31' }
  assert.equal(counts(resolved), '1 of 1', 'the last day is within the period')
  assert.equal(counts({ ...resolved, resolvedOn: '2024-04-01' }), '0 of 1')
  assert.equal(counts(open), '0 of 1, 1 unknown')
  assert.equal(counts({ ...open, status: 'past its period' }), '0 of 1')
  assert.equal(counts({ ...open, status: 'accepted' }), '0 of 1')
  const lowered = { ...resolved, ...priority('low') }
  assert.equal(counts(lowered), 'out of scope')
  assert.equal(counts(lowered, [open, lowered]), '1 of 1', 'lowering it takes it out of nothing')
  assert.equal(counts({ ...resolved, ...priority('medium') }), 'out of scope')
  const unjudged = { ...resolved, ...priority('cannot be judged: no threshold') }
  assert.equal(counts(unjudged), '0 of 0, 1 unknown')
})

test('the checks speak of what does not fit together', async () => {
  const assets = await checksOf('data-assets')
  const offices = { owner: 'Data office', steward: 'Records team', custodian: 'Hosting team' }
  assert.match(assets({ ownership: { rating: 'owned' }, owner: 'Data office' })[0] ?? '', /^error: .*steward/)
  assert.deepEqual(assets({ ownership: { rating: 'owned' }, ...offices }), [])
  assert.match(assets({ availability: 'not available', inUse: true })[0] ?? '', /^error: /)
  assert.match(assets({ availability: 'a shared platform', apiStandards: true })[0] ?? '', /^error: /)
  assert.equal(assets(essential).length, 2, 'how others reach it, and when its quality was checked')
  const complete = { ...essential, availability: 'an API', qualityCheckedOn: '2024-01-31' }
  assert.deepEqual(assets(complete), [])

  const issues = await checksOf('data-quality-issues')
  const issue: Values = { raisedOn: '2024-01-10', resolveBy: '2024-03-31', status: 'open' }
  const says = (values: Values, pattern: RegExp, ever = [values]) =>
    assert.match(issues(values, ever).join('; '), pattern)
  assert.deepEqual(issues(issue), [])
  says({ ...issue, resolveBy: '2024-01-09' }, /^error: Its period ends/)
  says({ ...issue, status: 'resolved' }, /^error: Say on which day/)
  says({ ...issue, resolvedOn: '2024-02-01' }, /^error: .*status says that it is not/)
  says({ ...issue, status: 'resolved', resolvedOn: '2024-01-09' }, /^error: .*before it was raised/)
  says({ raisedOn: '2024-01-10', status: 'open', priority: { rating: 'high' } }, /^error: .*has a period/)
  const later = { ...issue, resolveBy: '2024-06-30' }
  says(later, /^error: .*not lengthened/, [issue, later])
  assert.deepEqual(issues(issue, [later, issue]), [], 'it may be shortened')
  const high = { ...issue, priority: { rating: 'high' } }
  const low = { ...issue, priority: { rating: 'low' } }
  says(low, /^warning: It once had a high priority/, [high, low])

  const access = await checksOf('marketplace-access')
  assert.match(access({ access: 'none', since: '2024-01-01' })[0] ?? '', /^error: /)
  assert.match(
    access({ access: 'none', described: 'none', descriptions: 3 })[0] ?? '',
    /^error: It describes none/,
  )
  assert.deepEqual(
    access({ access: 'for everyone', since: '2024-01-01', described: 'some', descriptions: 3 }),
    [],
  )
})

test('every promise of the mission is counted, and nothing of a data asset is public', async () => {
  const read = await readGovernment('governments/uk')
  assert.ok(read.ok)
  const { roadmaps, registers } = read.government
  const commitments = roadmaps[0]?.commitments.filter(({ mission }) => mission === 3) ?? []
  assert.deepEqual(
    commitments.map(({ number, phases }) => [number, phases.length]),
    [
      [3, 3],
      [4, 3],
      [5, 3],
      [6, 3],
    ],
  )
  assert.ok(commitments.every(({ measures }) => measures.some(({ register }) => register !== undefined)))
  for (const name of ['data-assets', 'data-quality-issues']) {
    const fields = registers.find((each) => each.name === name)?.fields ?? []
    assert.ok(fields.length > 0 && fields.every(({ disclose }) => disclose !== 'public'), name)
  }
})
