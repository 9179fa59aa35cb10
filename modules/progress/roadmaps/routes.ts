import type { FastifyInstance } from 'fastify'
import type { Commitment, Roadmap } from '#definitions'
import { figureOf } from '#figures'
import { NotFound } from '#platform/http'
import { phaseHistories } from '#registers'
import type { Asked, Read } from '../documents/document.ts'
import { serveDocument } from '../documents/routes.ts'
import { publicMilestones } from '../milestones/queries.ts'
import { sayPhaseInShort } from '../milestones/rules.ts'
import type { Site } from '../pages.ts'
import { readLately } from './lately.ts'
import { type ShownMission, type ShownRoadmap, showRoadmap } from './rules.ts'
import { readStandings } from './standings.ts'
import { promisesTable } from './tables.ts'

export function serveRoadmaps(app: FastifyInstance, site: Site): void {
  const section = 'roadmaps'
  serveDocument(app, site, { url: '/', section }, readOverview)
  serveDocument(app, site, { url: '/roadmaps/:roadmap', section }, readRoadmap)
  serveDocument(app, site, { url: '/roadmaps/:roadmap/missions/:mission', section }, readMission)
}

const readOverview: Read = async (asked) => {
  const { words, known } = asked
  const { government } = known
  const name = words.text(government.name).says
  const shown: ShownRoadmap[] = []
  for (const roadmap of government.roadmaps) shown.push(await readShown(asked, roadmap))
  return {
    view: 'progress/roadmaps/views/overview',
    title: words.say('progress.overview.title', { government: name }),
    says: [words.say('progress.overview.says'), ...shown.flatMap(({ says }) => says)],
    figures: shown.flatMap(({ figures }) => figures),
    tables: shown.map((each) => promisesTable(words, each.slug, each.title, each.missions)),
    context: { government, roadmaps: shown, lately: await readLately(asked, government.roadmaps) },
  }
}

const readRoadmap: Read = async (asked) => {
  const { words, known } = asked
  const roadmap = roadmapAt(asked)
  const shown = await readShown(asked, roadmap)
  return {
    view: 'progress/roadmaps/views/roadmap',
    title: words.text(roadmap.title).says,
    breadcrumbs: [{ href: '/', title: known.government.name }],
    says: [words.text(roadmap.summary).says, ...shown.says],
    figures: shown.figures,
    tables: [promisesTable(words, shown.slug, shown.title, shown.missions)],
    context: { roadmap: shown, lately: await readLately(asked, [roadmap]) },
  }
}

const readMission: Read = async (asked) => {
  const { words, known, params } = asked
  const roadmap = roadmapAt(asked)
  const mission = roadmap.missions.find(({ number }) => String(number) === params.mission)
  if (!mission) throw new NotFound(words.say('progress.not-found.mission'))
  const commitments = roadmap.commitments.filter((each) => each.mission === mission.number)
  const shown = await readShown(asked, { ...roadmap, missions: [mission], commitments })
  const [only]: (ShownMission | undefined)[] = shown.missions
  return {
    view: 'progress/roadmaps/views/mission',
    title: words.say('progress.mission.title', {
      number: mission.number,
      title: words.text(mission.title).says,
    }),
    breadcrumbs: [
      { href: '/', title: known.government.name },
      { href: `/roadmaps/${roadmap.slug}`, title: roadmap.title },
    ],
    says: [...(mission.summary ? [words.text(mission.summary).says] : []), ...shown.says],
    figures: shown.figures,
    tables: [promisesTable(words, `mission-${mission.number}`, mission.title, shown.missions)],
    context: {
      mission: only,
      legend: shown.legend,
      lately: await readLately(asked, [{ ...roadmap, commitments }]),
    },
  }
}

function roadmapAt({ words, known, params }: Asked): Roadmap {
  const roadmap = known.government.roadmaps.find(({ slug }) => slug === params.roadmap)
  if (!roadmap) throw new NotFound(words.say('progress.not-found.roadmap'))
  return roadmap
}

async function readShown(asked: Asked, roadmap: Roadmap): Promise<ShownRoadmap> {
  const { words, reader, known, asAt } = asked
  const { accounts, standings } = await readStandings(asked, roadmap)
  const milestones = await publicMilestones(reader, known, asAt)
  const phaseOf = (commitment: Commitment) =>
    sayPhaseInShort(words, phaseHistories(roadmap.slug, commitment, milestones, asAt.on), asAt.on)
  return {
    ...showRoadmap(words, known.government, roadmap, accounts, standings, phaseOf),
    figures: accounts.map((account) => figureOf(account, null)),
  }
}
