import type { FastifyInstance } from 'fastify'
import { answeredBy, type CommitmentStanding, standingOf } from '#figures'
import { milestoneHistories, phaseHistories } from '#registers'
import { readChanges } from '../changes/parts.ts'
import type { Read } from '../documents/document.ts'
import { serveDocument } from '../documents/routes.ts'
import { type MeasureParts, readMeasures } from '../measures/parts.ts'
import { listSilentOnce } from '../measures/rules.ts'
import { publicMilestones } from '../milestones/queries.ts'
import { ladderOf, milestonesTable, phasesTable, sayPhase } from '../milestones/rules.ts'
import type { Site } from '../pages.ts'
import { showStanding } from '../sentences/standings.ts'
import { commitmentAt } from './at.ts'
import { sayUntold } from './phases.ts'
import { scopeOf } from './scopes.ts'

export function serveCommitments(app: FastifyInstance, pages: Site): void {
  const at = { url: '/roadmaps/:roadmap/commitments/:number', section: 'roadmaps' as const }
  serveDocument(app, pages, at, readCommitment)
}

const readCommitment: Read = async (asked) => {
  const { reader, words, known, asAt, params } = asked
  const { roadmap, commitment } = commitmentAt(words, known, params)
  const promises = commitment.measures.map((measure) => ({ roadmap, commitment, measure }))
  const changes = await readChanges(asked, promises)
  if ('faults' in changes) return changes
  const measures = await readMeasures(asked, promises)
  const records = await publicMilestones(reader, known, asAt)
  const milestones = milestonesTable(words, milestoneHistories(roadmap.slug, commitment, records, asAt.on))
  const phases = phaseHistories(roadmap.slug, commitment, records, asAt.on)
  const ladder = ladderOf(words, commitment, phases)
  const standing = showStanding(words, standingFrom(measures))
  const phase = sayPhase(words, phases, asAt.on)
  return {
    view: 'progress/commitments/views/commitment',
    title: words.say('progress.commitment.title', {
      number: commitment.number,
      title: words.text(commitment.title).says,
    }),
    says: [
      words.text(commitment.promise).says,
      standing.words,
      standing.says,
      ...(phase ? [phase] : []),
      ...measures.flatMap(({ shown }) => [
        shown.says,
        ...shown.sentences,
        ...shown.marks.map(({ explains }) => explains),
      ]),
    ],
    breadcrumbs: [
      { href: '/', title: known.government.name },
      { href: `/roadmaps/${roadmap.slug}`, title: roadmap.title },
    ],
    figures: measures.map(({ figure }) => figure),
    tables: [
      ...measures.flatMap(({ tables }) => tables),
      ...(milestones ? [milestones] : []),
      ...(ladder ? [phasesTable(words, phases)] : []),
      ...changes.tables,
    ],
    charts: [...measures.flatMap(({ charts }) => charts), ...(ladder ? [ladder] : [])],
    keeps: changes.keeps,
    context: {
      commitment,
      standing,
      phase,
      // A doubt that came later was not part of what was known then.
      doubts: commitment.doubts.filter(({ from }) => from === undefined || from <= asAt.knownAt.slice(0, 10)),
      mission: roadmap.missions.find(({ number }) => number === commitment.mission),
      roadmap,
      scope: scopeOf(words, known.government, roadmap, commitment, asAt.on, shownIn(measures)),
      measures: listSilentOnce(measures.map(({ shown }) => shown)),
      phases: sayUntold(words, commitment),
      // A derived figure has no records of its own that could change.
      canChange: promises.some(({ measure }) => !measure.derived),
      between: changes.between,
      changes: changes.shown,
    },
  }
}

/** The organisations with a record, an answer or a published number behind any of its measures. */
function shownIn(measures: readonly MeasureParts[]): Set<string> {
  const accounts = measures.flatMap(({ account }) => [account, ...account.bases])
  return new Set(
    accounts.flatMap((each) => [...answeredBy(each), ...each.stated.map(({ organisation }) => organisation)]),
  )
}

function standingFrom(measures: readonly MeasureParts[]): CommitmentStanding {
  return standingOf(
    measures.flatMap(({ account: { promised }, figure, forecast }) =>
      forecast ? [{ promised, figure, forecast }] : [],
    ),
  )
}
