import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

export interface Kind {
  path: string
  status: number
}

const FEBRUARY = 'on=2024-02-29'
const ROADMAP = '/roadmaps/2022-to-2025'
const ANSWERS = 'a.L1=6&a.L2=3&a.L3=4&a.L4=3&a.L5=2&a.L6=5&a.L7=3&a.I1=2&a.I2=3&a.I3=3&a.I4=4&a.I5=3&a.I6=4'

const INDICATORS = 'a.profile=baseline&a.A1a=A1+A2+A3+A4&a.A1b=achieved&a.A2a=N1+P1'

/** One page of every kind, and of a kind that shows different things on different dates or subjects, one of each. */
const PATHS = [
  '/',
  ROADMAP,
  `${ROADMAP}/missions/4?${FEBRUARY}`,
  // With a figure and a forecast, milestones, nothing computed, phases, statements, published numbers only, doubts.
  ...[1, 2, 7, 8, 10, 16, 18, 24].map((number) => `${ROADMAP}/commitments/${number}?${FEBRUARY}`),
  `${ROADMAP}/commitments/1?from=2025-01-21&to=2025-02-28`,
  `${ROADMAP}/commitments/10/measures/red-rated-with-funded-plan?${FEBRUARY}`,
  `/organisations?${FEBRUARY}`,
  `/organisations/ministry-of-defence?${FEBRUARY}`,
  '/organisations/department-for-business-energy-and-industrial-strategy?organised=now',
  '/frameworks',
  `/frameworks/legacy-it-risk?${ANSWERS}`,
  '/frameworks/great-service',
  // A rule of each shape: indicators and profiles, levels in a grid, rows and columns, yes and no, a table to look up in.
  '/frameworks/caf',
  `/frameworks/caf?version=3.2&${INDICATORS}`,
  '/frameworks/caf/compare?from=3.2&to=4.0',
  '/frameworks/cloud-maturity?a.capacity=3',
  '/frameworks/capability-framework',
  '/frameworks/data-maturity?a.engagingUses=3&a.skillsTools=1',
  '/frameworks/secure-by-design?try=answers',
  '/frameworks/data-quality-issue?a.importance=high',
  '/frameworks/unverified',
  '/registers',
  '/registers/services',
  '/compare',
  '/compare?left=all&from=2024-02-29&to=2025-03-26',
  '/search',
  '/search?q=services',
  '/search?q=lgeacy',
  '/about',
  '/accessibility',
  '/privacy',
  '/cookies',
  '/support',
  `/cy${ROADMAP}/commitments/10?${FEBRUARY}`,
]
const REFUSED: Kind[] = [
  { path: '/organisations/ministry-of-silly-walks', status: 404 },
  { path: `${ROADMAP}/commitments/10?on=2024-02-31`, status: 400 },
  { path: '/compare?left=ministry-of-silly-walks', status: 400 },
  { path: '/frameworks/legacy-it-risk?a.L1=7', status: 400 },
  { path: '/frameworks/caf?version=3.2&a.A1a=A1+A99', status: 400 },
]

export async function everyKind(page: Page): Promise<Kind[]> {
  const found = [...PATHS, await recordOf(page, '/registers/services')]
  return [...found.map((path) => ({ path, status: 200 })), ...REFUSED]
}

/** A record's id is made when it is recorded, so that its address is only known from its register's page. */
async function recordOf(page: Page, register: string): Promise<string> {
  const body = await (await page.request.get(register)).text()
  const [address] = new RegExp(`${register}/records/[0-9a-f-]{36}`).exec(body) ?? []
  assert.ok(address, `${register} lists no record`)
  return address
}
