/* Mission 6, commitments 22 and 23: each measure counts made-up records rightly, and each check speaks where it should. */
import { test } from 'node:test'
import type { Values } from '#shared/values'
import { counts, says } from './testing/made-up.ts'

const standard = (rating: string): Values => ({ standard: { rating } })

test('a pilot counts while it runs and once it has run to its end', () =>
  counts(
    '22/pilots-running',
    [{ phase: 'proposed' }, '0 of 1'],
    [{ phase: 'agreed' }, '0 of 1'],
    [{ phase: 'not yet running' }, '0 of 1'],
    [{ phase: 'running' }, '1 of 1'],
    [{ phase: 'finished' }, '1 of 1'],
    [{ phase: 'given up' }, '0 of 1'],
    [{}, '0 of 1, 1 unknown'],
  ))

test('a key result has gone as much of the way as it has, never less than none or more than all', () =>
  counts(
    '22/progress-of-key-results',
    [{ baseline: 20, target: 60, current: 30 }, '25 of 100'],
    [{ baseline: 20, target: 60, current: 20 }, '0 of 100'],
    [{ baseline: 20, target: 60, current: 10 }, '0 of 100'],
    [{ baseline: 20, target: 60, current: 60 }, '100 of 100'],
    [{ baseline: 20, target: 60, current: 90 }, '100 of 100'],
    // Days to wait are to fall, so less is further on.
    [{ baseline: 30, target: 10, current: 20 }, '50 of 100'],
    [{ baseline: 30, target: 10, current: 30 }, '0 of 100'],
    [{ baseline: 30, target: 10, current: 40 }, '0 of 100'],
    [{ baseline: 30, target: 10, current: 5 }, '100 of 100'],
    [{ baseline: 20, target: 60 }, '0 of 100, 100 unknown'],
  ))

test('a department is good when the functional standard says good or better', async () => {
  await counts(
    '23/departments-at-good',
    [standard('developing'), '0 of 1'],
    [standard('good'), '1 of 1'],
    [standard('better'), '1 of 1'],
    [standard('best'), '1 of 1'],
    [{ pilot: true }, '0 of 1, 1 unknown'],
  )
  await counts('23/pilot-departments', [{ pilot: true }, '1 of 0'], [{ pilot: false }, '0 of 0'])
})

test('what cannot be judged for want of a threshold makes no policy ready, and none unready', () =>
  counts(
    '23/policies-ready',
    [{ readiness: { rating: 'ready' } }, '1 of 1'],
    [{ readiness: { rating: 'not ready' } }, '0 of 1'],
    [{ readiness: { rating: 'cannot be judged: no threshold' } }, '0 of 1, 1 unknown'],
    [{}, '0 of 1, 1 unknown'],
  ))

test('a pilot, a key result and a self-assessment are checked', async () => {
  await says('funding-pilots', { phase: 'agreed', beganOn: '2024-09-01' }, /^error: .*began to run is given/)
  const ran = { beganOn: '2024-09-01', endedOn: '2025-03-01' }
  await says('funding-pilots', { ...ran, phase: 'running' }, /^error: .*finished or given up/)
  await says(
    'funding-pilots',
    { ...ran, phase: 'finished', endedOn: '2024-08-01' },
    /^error: .*before it begins/,
  )
  await says('funding-pilots', { phase: 'running' }, /^warning: Say on which day/)
  await says('funding-pilots', { ...ran, phase: 'finished' })
  await says('key-results', { baseline: 5, target: 5 }, /^error: The target is where it started/)
  await says('key-results', { baseline: 20, target: 60, current: 10 }, /^warning: This is further/)
  await says('key-results', { baseline: 30, target: 10, current: 40 }, /^warning: This is further/)
  await says('key-results', { baseline: 30, target: 10, current: 20 })
  await says('functional-standard', standard('good'), /^warning: Say on which day/)
})
