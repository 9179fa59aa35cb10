import type { FastifyInstance } from 'fastify'
import type { Government, Roadmap } from '#definitions'
import { NotFound } from '#platform/http'
import type { Words } from '#platform/messages'
import { datesOf, showDates } from '../as-at/dates.ts'
import type { AsAt } from '../as-at/input.ts'
import { nothingKnown, wasMade } from '../known/pages.ts'
import { definitionsAt, publicAccounts, type Reading, readAsPublic } from '../known/queries.ts'
import type { Pages } from '../pages.ts'
import { firstMeasures, type ShownRoadmap, showRoadmap } from './rules.ts'

interface AtRoadmap {
  Params: { roadmap: string }
}

export function serveRoadmaps(app: FastifyInstance, pages: Pages): void {
  const { store, now } = pages
  app.get('/', { config: { may: 'anyone' } }, async (request, reply) => {
    const { words } = request
    const asAt = datesOf(request, reply, now())
    if (!asAt || (await wasMade(request, reply, pages))) return reply
    const page = await readAsPublic(store, (tx) => readRoadmaps(tx, words, asAt, undefined))
    if (!page) return nothingKnown(request, reply, asAt, pages)
    return reply.page('progress/roadmaps/views/overview', {
      ...showDates(words, asAt),
      section: 'roadmaps',
      ...page,
    })
  })

  app.get<AtRoadmap>('/roadmaps/:roadmap', { config: { may: 'anyone' } }, async (request, reply) => {
    const { words } = request
    const asAt = datesOf(request, reply, now())
    if (!asAt || (await wasMade(request, reply, pages))) return reply
    const page = await readAsPublic(store, (tx) => readRoadmaps(tx, words, asAt, request.params.roadmap))
    if (!page) return nothingKnown(request, reply, asAt, pages)
    const [roadmap] = page.roadmaps
    if (!roadmap) throw new NotFound(words.say('progress.not-found.roadmap'))
    return reply.page('progress/roadmaps/views/roadmap', {
      ...showDates(words, asAt),
      section: 'roadmaps',
      ...page,
      roadmap,
      breadcrumbs: [{ href: '/', title: page.government.name }],
    })
  })
}

interface RoadmapsPage {
  government: Government
  attribution: Government['attribution']
  roadmaps: ShownRoadmap[]
}

/** Every roadmap, or the one with this slug; undefined where nothing had been adopted by then. */
async function readRoadmaps(
  tx: Reading,
  words: Words,
  asAt: AsAt,
  slug: string | undefined,
): Promise<RoadmapsPage | undefined> {
  const known = await definitionsAt(tx, asAt)
  if (!known) return undefined
  const { government } = known
  const wanted = (roadmap: Roadmap) => slug === undefined || roadmap.slug === slug
  const roadmaps: ShownRoadmap[] = []
  for (const roadmap of government.roadmaps.filter(wanted)) {
    const accounts = await publicAccounts(tx, known, asAt, firstMeasures(roadmap))
    roadmaps.push(
      showRoadmap(
        words,
        roadmap,
        accounts.map(({ account }) => account),
      ),
    )
  }
  return { government, attribution: government.attribution, roadmaps }
}
