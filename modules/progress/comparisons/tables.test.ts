import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMessages, readCatalogue } from '#platform/messages'
import type { StatedValue } from '#registers'
import { coast } from '../world/coast.ts'
import type { ShownSide } from './sides.ts'
import { pairTable } from './tables.ts'

const words = createMessages([readCatalogue('progress', new URL('../', import.meta.url))]).in('en')

test('a difference of published numbers says where they are of different dates, or only one was published', () => {
  const [january, february] = [published('2024-01-31'), published('2024-02-29')]
  assert.deepEqual(cautions(january, february), ['The two were published for different dates.'])
  assert.deepEqual(cautions(january, january), [])
  assert.deepEqual(cautions(january, undefined), [
    'One of the two was published by somebody, and not counted from records.',
  ])
  assert.deepEqual(cautions(undefined, undefined), [])
})

function cautions(left: StatedValue | undefined, right: StatedValue | undefined): string[] {
  const [roadmap] = coast.roadmaps
  const commitment = roadmap?.commitments[0]
  const measure = commitment?.measures[0]
  assert.ok(roadmap && commitment && measure)
  const promised = { roadmap, commitment, measure }
  const both = { id: 'x', promised, left: aSide(left), right: aSide(right), differences: {} }
  const { rows } = pairTable(words, { left: { says: 'First' }, right: { says: 'Second' } }, both)
  return (
    rows
      .at(-1)
      ?.cells.at(-1)
      ?.notes?.map(({ says }) => says) ?? []
  )
}

function aSide(stated: StatedValue | undefined): ShownSide {
  return {
    side: { organisation: null, on: '2024-02-29' },
    figure: {
      roadmap: 'safe-water',
      commitment: 1,
      measure: 'funded',
      on: '2024-02-29',
      knownAt: '2024-03-01T00:00:00.000Z',
      organisation: null,
      counted: null,
      outOf: null,
      unknown: null,
      unit: 'lamps',
      coverage: { answered: null, inScope: null },
      latest: null,
      basis: 'none',
      definition: '1',
      stated: [],
    },
    ...(stated ? { stated } : {}),
    says: '',
    numbers: {},
    marks: [],
    rests: [],
    hasPart: true,
    isOutside: false,
  }
}

function published(asAt: string): StatedValue {
  return {
    measure: 'safe-water/1/funded',
    quantity: 'figure',
    value: '5.4',
    unit: 'percent',
    certainty: 'exact',
    asAt,
    says: '',
    source: 'Update',
    link: null,
    organisation: 'whole-government',
    line: null,
  }
}
