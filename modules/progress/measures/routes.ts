import type { FastifyInstance } from 'fastify'
import { definitionsOf, revisionsOf } from '#figures'
import { NotFound } from '#platform/http'
import type { Promised } from '#roadmaps'
import { readChanges } from '../changes/parts.ts'
import { commitmentAt } from '../commitments/at.ts'
import type { Asked, Read } from '../documents/document.ts'
import { serveDocument } from '../documents/routes.ts'
import { publicKnown, publicSeries } from '../known/queries.ts'
import type { Site } from '../pages.ts'
import { type MeasureParts, readMeasures } from './parts.ts'
import { barsOf, multiplesOf, unitsOf } from './pictures.ts'
import { definitionsTable, revisionsTable } from './revisions.ts'

export function serveMeasures(app: FastifyInstance, site: Site): void {
  const url = '/roadmaps/:roadmap/commitments/:number/measures/:measure'
  serveDocument(app, site, { url, section: 'roadmaps' }, readMeasure)
}

const readMeasure: Read = async (asked) => {
  const { words, known, params } = asked
  const { roadmap, commitment } = commitmentAt(words, known, params)
  const measure = commitment.measures.find(({ name }) => name === params.measure)
  if (!measure) throw new NotFound(words.say('progress.not-found.measure'))
  const promised = { roadmap, commitment, measure }
  const changes = await readChanges(asked, [promised])
  if ('faults' in changes) return changes
  const [parts] = await readMeasures(asked, [promised])
  if (!parts) throw new NotFound(words.say('progress.not-found.measure'))
  const more = await readMore(asked, promised, parts)
  const href = `/roadmaps/${roadmap.slug}/commitments/${commitment.number}`
  return {
    view: 'progress/measures/views/page',
    title: words.text(measure.title).says,
    breadcrumbs: [
      { href: '/', title: known.government.name },
      { href: `/roadmaps/${roadmap.slug}`, title: roadmap.title },
      { href, title: commitment.title },
    ],
    says: [
      parts.shown.says,
      ...parts.shown.sentences,
      ...parts.shown.change,
      ...parts.shown.marks.map(({ explains }) => explains),
    ],
    figures: [parts.figure],
    tables: [...parts.tables, ...more.tables, ...changes.tables],
    charts: [...parts.charts, ...more.charts],
    keeps: changes.keeps,
    context: {
      commitment,
      measure: parts.shown,
      more,
      canChange: !measure.derived,
      between: changes.between,
      changes: changes.shown,
    },
  }
}

/** What only a measure's own page has room for. */
async function readMore(asked: Asked, promised: Promised, { account, figure, shown }: MeasureParts) {
  const { reader, words, asAt } = asked
  const { on, organised, today } = asAt
  const known = await publicKnown(reader, promised, asAt)
  const series = (await publicSeries(reader, asAt, [promised])).get(promised)
  const revisions =
    known &&
    revisionsTable(
      words,
      await reader.asPublic((tx) =>
        revisionsOf(tx, known, promised, { on, organisation: null, organised, today }),
      ),
    )
  const versions = known ? await reader.asPublic((tx) => definitionsOf(tx, promised, known.recording)) : []
  const definitions = definitionsTable(words, promised.measure, versions)
  return {
    revisions: revisions?.says,
    tables: [...(revisions ? [revisions.table] : []), definitions],
    charts: [
      unitsOf(words, account, figure) ?? [],
      barsOf(words, account, shown.rows) ?? [],
      (series && multiplesOf(words, account, series)) ?? [],
    ].flat(),
  }
}
