/* How the coast judges things: a small framework for each way of making a result. For tests. */
import { type Framework, type Level, notPublished, type Question, type ResultRule } from '#definitions'

function framework(
  slug: string,
  title: string,
  questions: Question[],
  results: ResultRule,
  more: Partial<Framework> = {},
): Framework {
  return {
    slug,
    version: '1',
    title: { en: title },
    source: 'Charter',
    verified: true,
    groups: [],
    questions,
    results,
    ...more,
  }
}

const LEVELS: Level[] = [
  { score: 1, title: { en: 'Calm' } },
  { score: 2, title: { en: 'Rough' }, about: { en: 'Waves break.' } },
  { score: 3, title: { en: 'Storm' } },
]

function level(id: string, title: string, more: Partial<Question> = {}): Question {
  return { id, title: { en: title }, ...more, type: 'level', levels: LEVELS }
}

function yes(id: string, title: string, mayNotApply = false): Question {
  return { id, title: { en: title }, type: 'boolean', ...(mayNotApply ? { mayNotApply } : {}) }
}

function choice(id: string, title: string, options: string[]): Question {
  return { id, title: { en: title }, type: 'choice', options }
}

/** Mean and highest: the wind and the sea. */
export const swell = framework(
  'swell',
  'Swell',
  [level('wind', 'Wind', { group: 'air' }), level('sea', 'Sea', { group: 'water' })],
  {
    rule: 'mean and max product',
    sides: ['air', 'water'],
    decimals: 1,
    bands: [{ result: 'safe' }, { result: 'unsafe', from: 6 }],
  },
  {
    groups: [
      { id: 'air', title: { en: 'Air' } },
      { id: 'water', title: { en: 'Water' } },
    ],
  },
)

/** Every threshold: how bright a lamp must be depends on where it stands, and not all of that is published. */
export const bright = framework(
  'bright',
  'Bright lamps',
  [
    { id: 'hours', title: { en: 'Hours lit' }, type: 'number', unit: 'hours', least: 0, most: 24 },
    choice('place', 'Place', ['pier', 'rock']),
    { id: 'candles', title: { en: 'Candles' }, type: 'number', least: 0 },
  ],
  {
    rule: 'every threshold passed',
    passed: 'bright',
    failed: 'not bright',
    thresholds: [
      { question: 'hours', atLeast: 8 },
      { question: 'candles', table: { by: ['place'], rows: [{ when: { place: 'pier' }, above: 100 }] } },
    ],
  },
)

function outcome(id: string, title: string, indicators: Record<string, number>): Question {
  return { id, title: { en: title }, group: 'watch', type: 'indicators', indicators }
}

const watch = { groups: [{ id: 'watch', title: { en: 'Watch' } }] }

/** Indicators and profiles, in two versions: of the later one no profile is published. */
export const harbour = framework(
  'harbour',
  'Harbour safety',
  [
    choice('profile', 'Profile', ['summer', 'winter']),
    outcome('A1', 'Lookout', { 'not achieved': 2, 'partially achieved': 1, achieved: 3 }),
    outcome('A2', 'Bell', { 'not achieved': 1, achieved: 2 }),
    outcome('A3', 'Rope', { achieved: 1 }),
  ],
  {
    rule: 'all or any indicators',
    profile: 'profile',
    profiles: {
      summer: { A1: 'partially achieved', A2: 'achieved', A3: 'not achieved' },
      winter: { A1: 'achieved', A2: 'achieved', A3: 'achieved' },
    },
    met: 'safe harbour',
    notMet: 'no safe harbour',
  },
  { ...watch, version: '3.2' },
)

export const harbourNext = framework(
  'harbour',
  'Harbour safety',
  [
    choice('profile', 'Profile', ['summer', 'winter']),
    outcome('A1', 'Lookout', { 'not achieved': 2, 'partially achieved': 2, achieved: 3 }),
    outcome('A2', 'Bell and whistle', { 'not achieved': 1, achieved: 2 }),
    outcome('A4', 'Boat', { achieved: 1 }),
  ],
  {
    rule: 'all or any indicators',
    profile: 'profile',
    profiles: {},
    met: 'safe harbour',
    notMet: 'no safe harbour',
  },
  { ...watch, version: '4.0', from: '2024-06-15' },
)

/** The highest wins. */
export const warning = framework('warning', 'Storm warning', [level('wind', 'Wind'), level('sea', 'Sea')], {
  rule: 'highest answer wins',
  bands: [{ result: 'none' }, { result: 'watch', from: 2 }, { result: 'stay ashore', from: 3 }],
})

/** The lowest wins, and nobody has said where the best band begins. */
export const drill = framework(
  'drill',
  'Crew drill',
  [level('oars', 'Oars'), level('knots', 'Knots'), { ...level('song', 'Song'), decides: false }],
  {
    rule: 'lowest answer wins',
    bands: [{ result: 'poor' }, { result: 'fair', from: 2 }, { result: 'fine', from: notPublished }],
  },
)

/** A sum with a weight, and a score that decides alone. */
export const cargo = framework('cargo', 'Cargo', [level('weight', 'Weight'), level('stowed', 'Stowed')], {
  rule: 'weighted sum with override',
  weights: { weight: 2 },
  overrides: [{ question: 'stowed', score: 3, result: 'turned away' }],
  bands: [{ result: 'let in' }, { result: 'looked at', from: 5 }],
})

/** A share of yes, of what applies. */
export const charter = framework(
  'charter',
  'Charter',
  [yes('crew', 'A crew'), yes('sail', 'A sail', true), yes('flag', 'A flag', true)],
  { rule: 'count of yes', as: 'share', bands: [{ result: 'in part' }, { result: 'whole', from: 100 }] },
)

/** A count of yes, with bands that nobody has published. */
export const lookout = framework(
  'lookout',
  'Lookout check',
  [yes('glass', 'A spyglass'), yes('log', 'A log')],
  {
    rule: 'count of yes',
    as: 'count',
    bands: [{ result: 'not ready' }, { result: 'ready', from: notPublished }],
    verified: false,
  },
)

/** Rows and columns without a total. */
export const craft = framework(
  'craft',
  'Craft',
  [
    level('hullCare', 'Hull: care', { group: 'hull', column: 'care' }),
    level('hullTools', 'Hull: tools', { group: 'hull', column: 'tools', verified: false }),
    {
      id: 'mastTools',
      title: { en: 'Mast: tools' },
      group: 'mast',
      column: 'tools',
      type: 'number',
      unit: 'axes',
    },
  ],
  {
    rule: 'matrix without total',
    result: 'no total',
    columns: [
      { id: 'care', title: { en: 'Care' } },
      { id: 'tools', title: { en: 'Tools' } },
    ],
  },
  {
    groups: [
      { id: 'hull', title: { en: 'Hull' } },
      { id: 'mast', title: { en: 'Mast' } },
    ],
  },
)

/** Looked up in a table that has not every row. */
export const berth = framework(
  'berth',
  'Berth',
  [choice('size', 'Size', ['skiff', 'ship']), choice('tide', 'Tide', ['ebb', 'flood'])],
  {
    rule: 'looked up in a table',
    results: ['wait', 'come in'],
    by: ['size', 'tide'],
    rows: [
      { when: { size: 'skiff', tide: 'ebb' }, result: 'come in' },
      { when: { size: 'skiff', tide: 'flood' }, result: 'come in' },
      { when: { size: 'ship', tide: 'flood' }, result: 'come in', verified: false },
    ],
  },
)

/** One of each. */
export const coastFrameworks: Framework[] = [
  swell,
  bright,
  harbour,
  harbourNext,
  warning,
  drill,
  cargo,
  charter,
  lookout,
  craft,
  berth,
]
