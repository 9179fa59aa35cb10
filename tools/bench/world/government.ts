/* A made-up government that is only as large as a benchmark needs: every register is alike, and has one measure. */
import type { Commitment, Field, Government, Measure, Register } from '#definitions'

export const ORGANISATIONS = Array.from({ length: 30 }, (_, i) => `organisation-${i + 1}`)
export const ROADMAP = 'steady-pace'
export const MEASURE = 'red-with-a-funded-plan'

/** As many registers, each with one commitment that counts its records. */
export function governmentOf(registers: number): Government {
  const numbers = Array.from({ length: registers }, (_, i) => i + 1)
  return {
    slug: 'plain',
    name: { en: 'The Plain' },
    organisations: ORGANISATIONS.map((slug, i) => ({
      slug,
      name: { en: `Organisation ${i + 1}` },
      kind: 'department',
    })),
    successions: [],
    registers: numbers.map(registerOf),
    frameworks: [],
    roadmaps: [
      {
        slug: ROADMAP,
        title: { en: 'A steady pace' },
        summary: { en: 'What was promised on the plain.' },
        from: '2021',
        until: '2025',
        missions: [
          { number: 1, title: { en: 'Fewer red systems' }, sponsor: { en: 'Surveyor of the Plain' } },
        ],
        reportingLines: [],
        rollUp: [],
        commitments: numbers.map(commitmentOf),
      },
    ],
  }
}

export function registerName(number: number): string {
  return `systems-${number}`
}

function registerOf(number: number): Register {
  return {
    name: registerName(number),
    title: { en: `Systems ${number}` },
    record: { en: 'system' },
    records: { en: 'systems' },
    kind: 'continuous',
    fields: [choice('red'), choice('funded')],
    parts: [],
    checks: [],
  }
}

/** Public, so that the page lists its records: the most work that a page can have. */
function choice(name: string): Field {
  return {
    name,
    title: { en: name },
    required: false,
    disclose: 'public',
    type: 'choice',
    options: ['yes', 'no'],
  }
}

function commitmentOf(number: number): Commitment {
  return {
    number,
    slug: registerName(number),
    mission: 1,
    title: { en: `Systems ${number}` },
    promise: { en: 'Every red system has a funded plan.' },
    scope: { organisations: ORGANISATIONS, published: true },
    phases: [],
    milestones: [],
    doubts: [],
    measures: [measureOf(number)],
  }
}

function measureOf(number: number): Measure {
  return {
    name: MEASURE,
    title: { en: 'Red systems with a funded plan' },
    unit: { en: 'systems' },
    register: registerName(number),
    outOf: 'record.red == "yes"',
    counts: 'record.funded == "yes"',
    target: { atLeast: '100%', by: '2025' },
    public: 'on acceptance',
    method: { en: 'Red systems, and those of them whose plan has its money.' },
  }
}
