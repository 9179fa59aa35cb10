import type { FastifyInstance } from 'fastify'
import type { Commitment, Roadmap } from '#definitions'
import { type Known, totalOf } from '#figures'
import { NotFound } from '#platform/http'
import type { Words } from '#platform/messages'
import { nameOf, type Promised } from '#roadmaps'
import { answerWrongDates, datesOf, showDates } from '../as-at/dates.ts'
import type { AsAt } from '../as-at/input.ts'
import { type Between, readBetween } from '../changes/input.ts'
import { publicAccountsBetween, publicExplanation } from '../changes/queries.ts'
import {
  hasNoRecords,
  type NothingToExplain,
  type ShownChanges,
  showChanges,
  showNothingToExplain,
} from '../changes/rules.ts'
import { nothingKnown, wasMade } from '../known/pages.ts'
import {
  definitionsAt,
  type ProgressStore,
  type PublicAccount,
  publicAccounts,
  type Reading,
  readAsPublic,
} from '../known/queries.ts'
import type { Pages } from '../pages.ts'
import { recordsBehind } from '../records/queries.ts'
import { MOST_RECORDS, NONE, type ShownRecords, showRecords } from '../records/rules.ts'
import { baseOf, listSilentOnce, type ShownMeasure, showMeasure } from './measures.ts'
import { phasesOf } from './phases.ts'
import { scopeOf } from './scopes.ts'

interface AtCommitment {
  Params: { roadmap: string; number: string }
}

export function serveCommitments(app: FastifyInstance, pages: Pages): void {
  const { store, now } = pages
  const url = '/roadmaps/:roadmap/commitments/:number'
  app.get<AtCommitment>(url, { config: { may: 'anyone' } }, async (request, reply) => {
    const { words, params, query } = request
    const moment = now()
    const asAt = datesOf(request, reply, moment)
    if (!asAt || (await wasMade(request, reply, pages))) return reply
    const today = moment.slice(0, 10)
    const reading = readBetween(query, asAt.on, today)
    if (!reading.ok) return answerWrongDates(request, reply, reading.faults)

    const page = await readAsPublic(store, (tx) => readCommitment(tx, words, asAt, params))
    if (page === 'nothing known') return nothingKnown(request, reply, asAt, pages)
    const { known, commitment, roadmap, measures } = page
    return reply.page('progress/commitments/views/commitment', {
      ...showDates(words, asAt),
      section: 'roadmaps',
      attribution: known.government.attribution,
      breadcrumbs: [
        { href: '/', title: known.government.name },
        { href: `/roadmaps/${roadmap.slug}`, title: roadmap.title },
      ],
      commitment,
      // A doubt that came later was not part of what was known then.
      doubts: commitment.doubts.filter(({ from }) => from === undefined || from <= asAt.knownAt.slice(0, 10)),
      mission: roadmap.missions.find(({ number }) => number === commitment.mission),
      scope: scopeOf(words, known.government, roadmap, commitment, asAt.on),
      measures: listSilentOnce(measures),
      phases: phasesOf(words, commitment),
      // A derived figure has no records of its own that could change.
      canChange: page.promises.some(({ measure }) => !measure.derived),
      between: reading.between,
      changes: await changesIn(store, words, page, asAt, reading.between, today),
    })
  })
}

interface CommitmentPage {
  known: Known
  roadmap: Roadmap
  commitment: Commitment
  promises: Promised[]
  measures: (ShownMeasure & { behind: ShownRecords | undefined; base: ReturnType<typeof baseOf> })[]
}

async function readCommitment(
  tx: Reading,
  words: Words,
  asAt: AsAt,
  at: AtCommitment['Params'],
): Promise<CommitmentPage | 'nothing known'> {
  const known = await definitionsAt(tx, asAt)
  if (!known) return 'nothing known'
  const roadmap = known.government.roadmaps.find(({ slug }) => slug === at.roadmap)
  const commitment = roadmap?.commitments.find(({ number }) => String(number) === at.number)
  if (!roadmap || !commitment) throw new NotFound(words.say('progress.not-found.commitment'))

  const promises = commitment.measures.map((measure) => ({ roadmap, commitment, measure }))
  const measures = []
  for (const of of await publicAccounts(tx, known, asAt, promises)) {
    const shown = showMeasure(words, known.government, of.account)
    measures.push({ ...shown, base: baseOf(of.account), behind: await behindOf(tx, words, of) })
  }
  return { known, roadmap, commitment, promises, measures }
}

/** The records behind a measure; those of a derived one are behind the measure that it is derived from. */
async function behindOf(
  tx: Reading,
  words: Words,
  { account, known }: PublicAccount,
): Promise<ShownRecords | undefined> {
  const { promised, on } = account
  const number = known.measures.get(nameOf(promised))
  if (number === undefined || promised.measure.derived) return undefined
  const { records } = totalOf(account, null)
  const behind = records === 0 ? NONE : await recordsBehind(tx, number, on, known.recording, MOST_RECORDS)
  return showRecords(words, known.government, account, behind, records)
}

async function changesIn(
  store: ProgressStore,
  words: Words,
  { known, promises }: CommitmentPage,
  asAt: AsAt,
  between: Between | undefined,
  today: string,
): Promise<(ShownChanges | NothingToExplain)[]> {
  if (!between) return []
  const shown: (ShownChanges | NothingToExplain)[] = []
  for (const promised of promises) {
    if (promised.measure.derived) continue
    const explanation = await publicExplanation(store, promised, asAt, between, today)
    if (explanation && hasNoRecords(explanation)) {
      const accounts = await publicAccountsBetween(store, known, promised, asAt, between)
      shown.push(showNothingToExplain(words, promised.measure, accounts))
    } else if (explanation) shown.push(showChanges(words, promised.measure, explanation))
  }
  return shown
}
