/* A roadmap of one commitment, whose words no test reads. For tests. */
import type { Commitment, Measure, Roadmap } from '#definitions'

/** What every measure must say of itself. */
export const MEASURE_WORDS = {
  title: { en: 'T' },
  unit: { en: 'systems' },
  method: { en: 'M' },
  public: 'on acceptance' as const,
}

export function roadmapOf(scope: Commitment['scope'], measures: Measure[]): Roadmap {
  return {
    slug: 'r',
    title: { en: 'R' },
    summary: { en: '' },
    from: '2024',
    until: '2025',
    missions: [],
    reportingLines: [],
    rollUp: [],
    commitments: [
      {
        number: 1,
        slug: 'c',
        mission: 1,
        title: { en: 'C' },
        promise: { en: 'C' },
        scope,
        phases: [],
        milestones: [],
        doubts: [],
        measures,
      },
    ],
  }
}
