/* What the coast's offices recorded and said. For tests. */
import { organisationNotPublished, statedValues, wholeGovernment } from '#definitions'
import type { NewEntry, NewStatement } from '#registers'
import type { Values } from '#shared/values'

const update = 'Update, February 2024'

function entry(
  of: string,
  key: string,
  organisation: string,
  values: Values,
  more: Partial<NewEntry> = {},
): NewEntry {
  const placed = {
    register: of,
    key,
    organisation,
    effectiveOn: '2024-02-29',
    source: update,
    values,
    refersTo: [],
  }
  return { ...placed, state: 'stands', voids: null, reconstructed: false, ...more }
}

function value(key: string, organisation: string, values: Values): NewEntry {
  const given = { unit: 'count', certainty: 'exact', asAt: '2024-02-29', source: update, ...values }
  return entry(statedValues, key, organisation, given)
}

function placeholder(key: string, plan: string): NewEntry {
  return entry(
    'lamps',
    key,
    organisationNotPublished,
    { name: key, dim: true, plan },
    { reconstructed: true },
  )
}

const lampFigure = 'safe-water/1/funded'
const crewFigure = 'safe-water/2/share'

export const first: NewEntry[] = [
  entry('lamps', 'north', 'tide-ministry', { name: 'North lamp', dim: true, plan: 'funded' }),
  entry('lamps', 'south', 'tide-ministry', { name: 'South lamp', dim: true, plan: 'none' }),
  entry('lamps', 'quay', 'tide-ministry', { name: 'Quay lamp', dim: true }),
  entry('lamps', 'bright', 'fish-office', { name: 'Bright lamp', dim: false }),
  placeholder('placeholder-1', 'funded'),
  placeholder('placeholder-2', 'none'),
  entry('rocks', 'tooth', 'tide-ministry', { name: 'The Tooth', charted: true }),
  value('lamp-answered', wholeGovernment, {
    measure: lampFigure,
    quantity: 'answered',
    value: '9',
    says: 'Nine answered',
  }),
  value('lamp-total', wholeGovernment, {
    measure: lampFigure,
    quantity: 'other total',
    value: '7',
    says: 'Seven dim lamps',
    source: 'The Sailor, January 2024',
    link: 'https://sailor.example/dim',
  }),
  value('lamp-pilots', 'pilots', {
    measure: lampFigure,
    quantity: 'other total',
    value: '4',
    says: 'Four dim lamps',
  }),
  value('crew-share', wholeGovernment, {
    measure: crewFigure,
    quantity: 'figure',
    value: '5.4',
    unit: 'percent',
    certainty: 'rounded',
    says: '5.4% of all',
  }),
]

export const said: NewStatement[] = (
  [
    ['customs-house', 'lamps', 'none exist', null, 'The chart says so'],
    ['harbour-office', 'lamps', 'none exist', 'dim', ''],
    ['lamp-board', 'lamps', 'being ratified', null, ''],
    ['harbour-office', 'rocks', 'being ratified', null, ''],
  ] as const
).map(([organisation, register, says, part, note]) => ({
  organisation,
  register,
  part,
  effectiveOn: '2024-02-29',
  says,
  note,
  source: update,
}))

export const later: NewEntry[] = [
  entry(
    'lamps',
    'south',
    'tide-ministry',
    { name: 'South lamp', dim: true, plan: 'funded' },
    { effectiveOn: '2024-06-01' },
  ),
  entry(
    'lamps',
    'pier',
    'tide-ministry',
    { name: 'Pier lamp', dim: true, plan: 'none' },
    { effectiveOn: '2024-05-01' },
  ),
]
