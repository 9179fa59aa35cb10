/*
 * A small made-up government that counts people, and two histories of it in which other small numbers of people are so,
 * while every number rounds to the same. For tests.
 */
import type { Government, Measure, Register } from '#definitions'
import type { NewEntry } from '#registers'

const field = (name: string) => ({ name, title: { en: name }, required: false, disclose: 'none' as const })

const helped: Register = {
  name: 'helped',
  title: { en: 'People who asked for help' },
  record: { en: 'person' },
  records: { en: 'people who asked for help' },
  kind: 'continuous',
  smallestCount: 5,
  fields: [
    { ...field('helped'), type: 'choice', options: ['yes', 'no'] },
    { ...field('hands'), type: 'integer', unit: 'hands' },
    { ...field('on'), type: 'date' },
  ],
  parts: [],
  checks: [],
}

function measure(name: string, title: string, more: Partial<Measure>): Measure {
  const words = { title: { en: title }, method: { en: `${title}.` }, unit: { en: 'people' } }
  return { name, ...words, public: 'on acceptance', ...more }
}

const ROADMAP = { number: 1, mission: 1, phases: [], milestones: [], doubts: [] }
const bodies = ['tide-ministry', 'pilots', 'lamp-board', 'fish-office', 'cod-office', 'herring-office']

export const guarded: Government = {
  slug: 'coast',
  name: { en: 'The Coast' },
  organisations: [
    { slug: 'tide-ministry', name: { en: 'Ministry of Tides' }, kind: 'ministry' },
    { slug: 'pilots', name: { en: 'Pilots' }, kind: 'board', parent: 'tide-ministry' },
    { slug: 'lamp-board', name: { en: 'Lamp Board' }, kind: 'board' },
    { slug: 'fish-office', name: { en: 'Fish Office' }, kind: 'office', until: '2024-03-01' },
    { slug: 'cod-office', name: { en: 'Cod Office' }, kind: 'office', from: '2024-03-01' },
    { slug: 'herring-office', name: { en: 'Herring Office' }, kind: 'office', from: '2024-03-01' },
  ],
  successions: [
    { on: '2024-03-01', from: ['fish-office'], to: ['cod-office', 'herring-office'], how: 'split' },
  ],
  registers: [helped],
  frameworks: [],
  roadmaps: [
    {
      slug: 'safe-water',
      title: { en: 'Safe water' },
      summary: { en: 'What was promised.' },
      from: '2024',
      until: '2025',
      missions: [{ number: 1, title: { en: 'Hands' }, sponsor: { en: 'Harbour Master' } }],
      reportingLines: [],
      rollUp: [{ commitments: [1] }],
      commitments: [
        {
          ...ROADMAP,
          slug: 'help',
          title: { en: 'Help' },
          promise: { en: 'Whoever asks for help gets it.' },
          scope: { organisations: bodies, published: true },
          measures: [
            measure('helped', 'People who were helped', {
              register: 'helped',
              outOf: 'true',
              counts: 'record.helped == "yes"',
              target: { atLeast: '90%', by: '2025' },
            }),
            measure('hands', 'Hands lent', {
              unit: { en: 'hands' },
              register: 'helped',
              outOf: null,
              counts: 'true',
              amount: { counts: 'record.hands' },
            }),
            measure('lately', 'People who asked within the year', {
              register: 'helped',
              outOf: null,
              counts: 'true',
              window: { from: 'on', lasts: 'P12M' },
              target: { atLeast: 40 },
            }),
            measure('each', 'Hands for each person', {
              unit: { en: 'hands' },
              derived: { quotient: { of: 'hands', over: 'lately' } },
            }),
            measure('offices', 'Offices that helped half', {
              unit: { en: 'offices' },
              derived: { organisations: { of: 'helped', passing: { atLeast: '50%' } } },
            }),
          ],
        },
      ],
    },
  ],
}

/** So many people of one body from one day on: helped, not helped, and those of whom it is not known. */
interface People {
  body: string
  on: string
  yes: number
  no: number
  blank: number
  /** When they asked, if not on that day. */
  asked?: string
}

function entriesOf(all: readonly People[]): NewEntry[] {
  return all.flatMap(({ body, on, yes, no, blank, asked = on }) => {
    const kinds = [...fill('yes', yes), ...fill('no', no), ...fill(undefined, blank)]
    return kinds.map(
      (kind, i): NewEntry => ({
        register: 'helped',
        key: `${body}-${i}`,
        organisation: body,
        effectiveOn: on,
        state: 'stands',
        voids: null,
        reconstructed: false,
        source: '',
        values: { ...(kind === undefined ? {} : { helped: kind }), hands: 1, on: asked },
        refersTo: [],
      }),
    )
  })
}

function fill(kind: string | undefined, many: number): (string | undefined)[] {
  return Array.from({ length: many }, () => kind)
}

/** What was recorded in February and in June, in the one history and in the other. */
export const histories: NewEntry[][][] = [
  [
    entriesOf([
      { body: 'tide-ministry', on: '2024-02-01', yes: 2, no: 6, blank: 0 },
      { body: 'pilots', on: '2024-02-01', yes: 12, no: 2, blank: 0 },
      { body: 'lamp-board', on: '2024-02-01', yes: 3, no: 2, blank: 2 },
      { body: 'fish-office', on: '2024-02-01', yes: 1, no: 0, blank: 0 },
    ]),
    entriesOf([
      { body: 'tide-ministry', on: '2024-05-01', yes: 3, no: 5, blank: 0 },
      { body: 'cod-office', on: '2024-05-01', yes: 4, no: 0, blank: 4 },
    ]),
  ],
  [
    entriesOf([
      { body: 'tide-ministry', on: '2024-02-01', yes: 1, no: 8, blank: 0 },
      { body: 'pilots', on: '2024-02-01', yes: 11, no: 2, blank: 0 },
      { body: 'lamp-board', on: '2024-02-01', yes: 4, no: 1, blank: 1 },
      { body: 'fish-office', on: '2024-02-01', yes: 2, no: 0, blank: 0 },
      // On a day of its own: what is shown is the same before and after.
      { body: 'pilots', on: '2024-04-09', yes: 12, no: 1, blank: 0, asked: '2024-02-01' },
    ]),
    entriesOf([
      { body: 'tide-ministry', on: '2024-05-01', yes: 4, no: 5, blank: 0 },
      { body: 'cod-office', on: '2024-05-01', yes: 3, no: 1, blank: 5 },
      { body: 'lamp-board', on: '2024-05-20', yes: 4, no: 2, blank: 1, asked: '2024-02-01' },
    ]),
  ],
]
