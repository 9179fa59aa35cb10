/* The coast once it judges its lamps: the frameworks of the United Kingdom, and one that means harm. For tests. */
import assert from 'node:assert/strict'
import { before as prepare } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { type Framework, type Government, readGovernment } from '#definitions'
import { figuresModule, type LedgerTables, openAdoption } from '#figures'
import { createServer } from '#platform/http'
import { record, registersModule } from '#registers'
import type { Open } from '../../../platform/database/testing.ts'
import { progressSite, servePages } from '../index.ts'
import type { ProgressStore } from '../known/queries.ts'
import { coast } from '../world/coast.ts'
import { coastFrameworks } from '../world/frameworks.ts'

const uk = await readGovernment(new URL('../../../governments/uk', import.meta.url).pathname)

export function frameworkOf(slug: string): Framework {
  const found = uk.ok ? uk.government.frameworks.find((each) => each.slug === slug) : undefined
  if (!found) throw new Error(`The United Kingdom has no framework ${slug}`)
  return found
}

export const legacy = frameworkOf('legacy-it-risk')
export const great = frameworkOf('great-service')

/** An earlier version, by which nothing is red and all is verified. */
export const before: Framework = {
  ...legacy,
  version: '2023-09 & before',
  verified: true,
  questions: legacy.questions.map(({ verified: _, ...question }) => question),
  results: { rule: 'mean and max product', sides: ['likelihood'], decimals: 0, bands: [{ result: 'any' }] },
}

const harm = '"><img src=x onerror=alert(1)>'

export const hostile: Framework = {
  slug: 'hostile',
  version: `1${harm}`,
  title: { en: `Title ${harm}` },
  source: 'javascript:alert(1)',
  verified: false,
  note: { en: `Note ${harm}` },
  groups: [{ id: 'group', title: { en: `Group ${harm}` } }],
  questions: [
    {
      id: 'pick',
      group: 'group',
      title: { en: `Pick ${harm}` },
      about: { en: `About ${harm}` },
      type: 'choice',
      options: [harm, 'other'],
    },
    { id: 'count', title: { en: `Count ${harm}` }, type: 'number', unit: harm },
  ],
  results: {
    rule: 'every threshold passed',
    passed: `passed ${harm}`,
    failed: `failed ${harm}`,
    thresholds: [
      {
        question: 'count',
        table: { by: ['pick'], rows: [{ when: { pick: harm }, atMost: 2.5, verified: false }] },
      },
    ],
  },
}

/** Lamps are judged, one measure reads how, and another is derived from it. How safe they are is public. */
export const judging: Government = {
  ...coast,
  frameworks: [legacy, before, great, hostile, ...coastFrameworks],
  registers: coast.registers.map((register) =>
    register.name === 'lamps'
      ? {
          ...register,
          fields: [
            ...register.fields,
            {
              name: 'risk',
              title: { en: 'Risk' },
              required: false,
              disclose: 'none',
              type: 'assessment',
              framework: 'legacy-it-risk',
            },
            {
              name: 'safety',
              title: { en: 'Safety' },
              required: false,
              disclose: 'public',
              type: 'assessment',
              framework: 'harbour',
            },
          ],
        }
      : register,
  ),
  roadmaps: coast.roadmaps.map((roadmap) => ({
    ...roadmap,
    commitments: roadmap.commitments.map((commitment) =>
      commitment.number === 4
        ? {
            ...commitment,
            measures: [
              {
                name: 'red',
                title: { en: 'Red lamps' },
                unit: { en: 'lamps' },
                public: 'on acceptance',
                method: { en: 'Red lamps.' },
                register: 'lamps',
                outOf: 'true',
                counts: 'record.risk.rating == "red"',
              },
              {
                name: 'red-offices',
                title: { en: 'Offices with red lamps' },
                unit: { en: 'offices' },
                public: 'on acceptance',
                method: { en: 'Offices with red lamps.' },
                derived: { organisations: { of: 'red', passing: { atLeast: '1%' } } },
              },
            ],
          }
        : commitment,
    ),
  })),
}

/** The coast adopts no framework in January 2024, and all of them in June. It is July. */
export async function aJudgingSite(store: ProgressStore): Promise<FastifyInstance> {
  const adoptions: [string, Government][] = [
    ['2024-01-10T09:00:00.000Z', coast],
    ['2024-06-01T09:00:00.000Z', judging],
  ]
  for (const [recordedAt, government] of adoptions) {
    await store.as('ledger', {}, async (tx) => {
      const adoption = {
        kind: 'adoption' as const,
        recordedAt,
        actor: 'test',
        source: 'Charter',
        government,
        entries: [],
        statements: [],
      }
      await record(tx, adoption, openAdoption(tx, government, null))
    })
  }
  const app = createServer(progressSite)
  servePages(app, { store, now: () => '2024-07-01T12:00:00.000Z', publicUrl: 'https://coast.example' })
  return app
}

/** An address that tries answers: the scores of likelihood, then those of impact. */
export function trying(likelihood: readonly number[], impact: readonly number[]): string {
  const scores = (letter: string, all: readonly number[]) =>
    all.map((score, at) => `a.${letter}${at + 1}=${score}`)
  return [...scores('L', likelihood), ...scores('I', impact)].join('&')
}

/** A site of the suite's own: `read` asks for a page, which must answer as is said. */
export function judgingSite(open: Open) {
  let site: FastifyInstance
  prepare(async () => {
    site = await aJudgingSite(await open<LedgerTables>([registersModule, figuresModule]))
  })
  return {
    inject: (url: string) => site.inject(url),
    async read(url: string, status = 200): Promise<string> {
      const { statusCode, body } = await site.inject(url)
      assert.equal(statusCode, status, url)
      return body
    },
  }
}
