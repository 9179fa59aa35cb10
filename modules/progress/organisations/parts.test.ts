import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Government, Target } from '#definitions'
import type { Account } from '#figures'
import { createMessages, readCatalogue } from '#platform/messages'
import { coast } from '../world/coast.ts'
import { partsOf } from './parts.ts'
import { partsTable } from './tables.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')

test('a target that each organisation is to meet is said for this one, and any other is left to the whole', () => {
  assert.equal(
    targetSaid({ atLeast: '60%', each: 'organisation', by: '2025' }, 2),
    'The target is at least 60% in each organisation by 2025. It is met.',
  )
  assert.equal(
    targetSaid({ atLeast: '60%', each: 'organisation', by: '2025' }, 1),
    'The target is at least 60% in each organisation by 2025. It is not yet met.',
  )
  assert.equal(targetSaid({ atLeast: '60%', by: '2025' }, 2), undefined)
})

/** What the table says of the target of an organisation with so many lamps of three that count. */
function targetSaid(target: Target, counted: number): string | undefined {
  const government: Government = { ...coast, roadmaps: coast.roadmaps.map(withTarget) }
  const account = anAccount(government, counted)
  const [organisation] = government.organisations
  assert.ok(organisation)
  const { parts } = partsOf(words, government, [account], {
    organisation,
    on: '2024-02-29',
    isCountedElsewhere: false,
  })
  const { columns, rows } = partsTable(words, 'Parts', parts, new Map())
  const at = columns.findIndex(({ key }) => key === 'target')
  return rows[0]?.cells[at]?.says

  function withTarget(roadmap: Government['roadmaps'][number]) {
    const commitments = roadmap.commitments.map((commitment) => ({
      ...commitment,
      measures: commitment.measures.map((measure) => ({ ...measure, target })),
    }))
    return { ...roadmap, commitments }
  }
}

function anAccount({ roadmaps }: Government, counted: number): Account {
  const [roadmap] = roadmaps
  const commitment = roadmap?.commitments[0]
  const measure = commitment?.measures[0]
  assert.ok(roadmap && commitment && measure)
  const line = { slug: 'tide-ministry', name: { en: 'Ministry of Tides' } }
  return {
    promised: { roadmap, commitment, measure },
    on: '2024-02-29',
    knownAt: '2024-03-01T00:00:00.000Z',
    roundedTo: null,
    definition: '1',
    latest: '2024-02-29',
    scope: ['tide-ministry'],
    holders: new Set(['tide-ministry']),
    heirs: new Set(['tide-ministry']),
    statements: [],
    stated: [],
    amounts: new Map([['tide-ministry', { counted, outOf: 3, unknown: 0, records: 3, reconstructed: 0 }]]),
    lines: new Map([['tide-ministry', line]]),
    bases: [],
    single: [],
  }
}
