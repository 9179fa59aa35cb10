/* A small made-up government on a coast, with one of everything that a page has to tell apart. For tests. */
import type { Field, FieldType, Government, Measure, Register } from '#definitions'
import { organisationNotPublished, statedValues, wholeGovernment } from '#definitions'

function field(name: string, type: FieldType, disclose: Field['disclose'] = 'public'): Field {
  return { name, title: { en: name }, required: false, disclose, ...type }
}

function register(name: string, records: string, fields: Field[], more: Partial<Register> = {}): Register {
  const title = { en: records }
  return {
    name,
    title,
    record: title,
    records: title,
    kind: 'continuous',
    fields,
    parts: [],
    checks: [],
    ...more,
  }
}

function measure(name: string, title: string, more: Partial<Measure>): Measure {
  return {
    name,
    title: { en: title },
    unit: { en: 'lamps' },
    unitForms: { en: { one: 'lamp', other: 'lamps' } },
    public: 'on acceptance',
    method: { en: `${title}.` },
    ...more,
  }
}

const lamps = register(
  'lamps',
  'lamps',
  [
    field('name', { type: 'text' }),
    field('dim', { type: 'boolean' }),
    field('plan', { type: 'choice', options: ['funded', 'none'] }),
  ],
  { parts: [{ name: 'dim', title: { en: 'Dim lamps' }, when: 'record.dim' }] },
)
const rocks = register('rocks', 'rocks', [
  field('name', { type: 'text' }),
  field('charted', { type: 'boolean' }, 'none'),
])
const crews = register('crews', 'crews', [field('sailors', { type: 'integer', unit: 'people' })])
const stated = register(
  statedValues,
  'stated values',
  ['measure', 'quantity', 'value', 'unit', 'certainty', 'says', 'source', 'link', 'asAt', 'line'].map(
    (name) => field(name, { type: 'text' }),
  ),
)

const named = [
  'customs-house',
  'fish-office',
  'harbour-office',
  'lamp-board',
  'pilots',
  'skiff-club',
  'tide-ministry',
]

export const coast: Government = {
  slug: 'coast',
  name: { en: 'The Coast' },
  organisations: [
    { slug: 'tide-ministry', name: { en: 'Ministry of Tides' }, abbreviation: 'MoT', kind: 'ministry' },
    { slug: 'harbour-office', name: { en: 'Harbour Office' }, kind: 'office', parent: 'tide-ministry' },
    { slug: 'customs-house', name: { en: 'Customs House' }, kind: 'office' },
    { slug: 'lamp-board', name: { en: 'Lamp Board' }, kind: 'board' },
    { slug: 'pilots', name: { en: 'Pilots <& Co>' }, kind: 'board' },
    { slug: 'skiff-club', name: { en: 'Skiff Club' }, kind: 'board' },
    { slug: 'fish-office', name: { en: 'Fish Office' }, kind: 'office', until: '2024-03-01' },
    { slug: 'cod-office', name: { en: 'Cod Office' }, kind: 'office', from: '2024-03-01' },
    { slug: 'herring-office', name: { en: 'Herring Office' }, kind: 'office', from: '2024-03-01' },
    { slug: organisationNotPublished, name: { en: 'Organisation not published' }, kind: 'not published' },
    { slug: wholeGovernment, name: { en: 'Whole of government' }, kind: 'whole government' },
  ],
  successions: [
    { on: '2024-03-01', from: ['fish-office'], to: ['cod-office', 'herring-office'], how: 'split' },
  ],
  registers: [lamps, rocks, crews, stated],
  frameworks: [],
  roadmaps: [
    {
      slug: 'safe-water',
      title: { en: 'Safe water, 2024 to 2025' },
      summary: { en: 'What was promised to sailors.' },
      from: '2024',
      until: '2025',
      missions: [
        { number: 1, title: { en: 'Light' }, sponsor: { en: 'Keeper of the Lamps' } },
        {
          number: 2,
          title: { en: 'Crew' },
          sponsor: { en: 'Harbour Master' },
          summary: { en: 'Enough hands.' },
        },
      ],
      reportingLines: [],
      rollUp: [{ commitments: [3] }],
      commitments: [
        {
          number: 1,
          slug: 'lamps',
          mission: 1,
          title: { en: 'Dim lamps' },
          promise: { en: 'Every dim lamp has money to mend it.' },
          scope: { organisations: named, published: false, note: { en: 'As far as they were named.' } },
          phases: [{ number: 1, title: { en: 'Count them' }, by: '2024-03' }, { number: 2 }],
          milestones: [
            { name: 'lamps-seen', title: { en: 'All lamps seen' }, due: '2024-06', source: 'Charter' },
          ],
          doubts: [{ says: { en: 'One lamp may be two.' }, source: 'Update, February 2024' }],
          measures: [
            measure('funded', 'Dim lamps with money', {
              register: 'lamps',
              part: 'dim',
              counts: 'record.plan == "funded"',
              target: { atLeast: '100%', by: '2024-05' },
            }),
          ],
        },
        {
          number: 2,
          slug: 'hands',
          mission: 2,
          title: { en: 'Hands' },
          promise: { en: 'Six in a hundred sail.' },
          scope: { organisations: [], published: false },
          phases: [],
          milestones: [],
          doubts: [],
          verified: false,
          measures: [
            measure('share', 'Share that sail', {
              unit: { en: 'people' },
              unitForms: { en: { one: 'person', other: 'people' } },
              register: 'crews',
              outOf: 'record.sailors >= 0',
              counts: 'record.sailors > 5',
              target: { atLeast: '6%', by: '2025' },
            }),
            measure('sailors', 'Sailors', {
              unit: { en: 'sailors' },
              unitForms: { en: { one: 'sailor', other: 'sailors' } },
              register: 'crews',
              outOf: null,
              counts: 'record.sailors >= 0',
              amount: { counts: 'record.sailors' },
            }),
          ],
        },
        {
          number: 3,
          slug: 'rocks',
          mission: 1,
          title: { en: 'Rocks' },
          promise: { en: 'Every rock is charted.' },
          scope: { organisations: ['tide-ministry', 'harbour-office'], published: true },
          phases: [{ number: 1 }, { number: 2 }, { number: 3 }],
          milestones: [],
          doubts: [],
          measures: [
            measure('charted', 'Charted rocks', {
              unit: { en: 'rocks' },
              unitForms: { en: { one: 'rock', other: 'rocks' } },
              register: 'rocks',
              outOf: 'true',
              counts: 'record.charted',
            }),
          ],
        },
        {
          number: 4,
          slug: 'songs',
          mission: 2,
          title: { en: 'Songs' },
          promise: { en: 'There is singing.' },
          scope: { organisations: ['pilots'], published: true },
          phases: [],
          milestones: [],
          doubts: [],
          measures: [],
        },
        {
          number: 5,
          slug: 'fairness',
          mission: 1,
          title: { en: 'Fairness' },
          promise: { en: 'Half of the dim lamps in each office have money.' },
          scope: { organisations: ['cod-office', 'customs-house'], published: true },
          phases: [],
          milestones: [],
          doubts: [],
          measures: [
            measure('fair', 'Offices with half', {
              unit: { en: 'offices' },
              unitForms: { en: { one: 'office', other: 'offices' } },
              derived: { organisations: { of: '1/funded', passing: { atLeast: '50%' } } },
            }),
          ],
        },
      ],
    },
  ],
}
