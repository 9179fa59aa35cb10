import type { FastifyInstance } from 'fastify'
import type { Chart, Table } from '#design'
import { isThere } from '#organisations'
import { NotFound } from '#platform/http'
import type { Words } from '#platform/messages'
import { nameOf, type Promised, promisesOf } from '#roadmaps'
import type { Read } from '../documents/document.ts'
import { serveDocument } from '../documents/routes.ts'
import { publicAccounts, publicSeries } from '../known/queries.ts'
import type { Site } from '../pages.ts'
import { isNamed } from '../sentences/rules.ts'
import { partsOf, registersOf, type ShownPart } from './parts.ts'
import { listOrganisations, predecessorsOf, successionsOf, successorsOf } from './rules.ts'
import { organisationsTable, partsTable } from './tables.ts'
import { firstOf, multiplesOf, type OwnTrend, ownTrendOf, sparklineOf, trendsTable } from './trends.ts'

export function serveOrganisations(app: FastifyInstance, pages: Site): void {
  const section = 'organisations'
  serveDocument(app, pages, { url: '/organisations', section }, readOrganisations)
  serveDocument(app, pages, { url: '/organisations/:organisation', section }, readOrganisation)
}

const readOrganisations: Read = async ({ words, known, asAt }) => {
  const listed = listOrganisations(words, known.government, asAt.on)
  return {
    view: 'progress/organisations/views/organisations',
    title: words.say('progress.nav.organisations'),
    says: [words.say('progress.organisations.says')],
    tables: [organisationsTable(words, listed, asAt.on)],
    context: listed,
  }
}

const readOrganisation: Read = async ({ reader, words, known, asAt, params }) => {
  const { government } = known
  const organisation = government.organisations.find(({ slug }) => slug === params.organisation)
  if (!organisation || !isNamed(organisation.slug))
    throw new NotFound(words.say('progress.not-found.organisation'))
  const { slug } = organisation
  const promises = promisesOf(government)
  const accounts = (await publicAccounts(reader, asAt, promises)).map(({ account }) => account)
  const series = [...(await publicSeries(reader, asAt, promises)).values()]
  const name = words.text(organisation.name).says
  // Organised as today, what a body had is counted with whoever came after it, and those before it with it.
  const isNow = asAt.organised === 'now'
  const counted = {
    with: isNow ? successorsOf(government, slug, asAt.today) : [],
    for: isNow ? predecessorsOf(government, slug, asAt.today) : [],
  }
  const parts = partsOf(words, government, accounts, {
    organisation,
    on: asAt.on,
    isCountedElsewhere: counted.with.length > 0,
  })
  const ofName = new Map(series.map((each) => [nameOf(each.promised), each]))
  const trends = new Map(
    parts.parts.flatMap(({ promised }) => {
      const trend = ownTrendOf(ofName.get(nameOf(promised)), slug)
      return trend ? [[promised, trend] as const] : []
    }),
  )
  const over = showTrends(words, name, trends, asAt.on)
  const caption = words.say('progress.organisation.caption', { name, on: words.date(asAt.on) })
  const answered =
    parts.parts.length === 0 || counted.with.length > 0 ? [] : [sayAnswered(words, parts.parts)]
  return {
    view: 'progress/organisations/views/organisation',
    title: name,
    breadcrumbs: [{ href: '/organisations', says: words.say('progress.nav.organisations') }],
    says: [caption, ...answered],
    figures: parts.figures,
    tables: [
      ...(parts.parts.length > 0 ? [partsTable(words, caption, parts.parts, over.pictures)] : []),
      ...over.tables,
    ],
    charts: over.charts,
    context: {
      organisation,
      isThere: isThere(organisation, asAt.on),
      parent: government.organisations.find((each) => each.slug === organisation.parent),
      successions: successionsOf(words, government, slug, asAt.on),
      successors: successorsOf(government, slug, asAt.on),
      counted,
      registers: registersOf(government, accounts, slug),
      answered,
      ...parts,
    },
  }
}

function sayAnswered(words: Words, parts: readonly ShownPart[]): string {
  return words.say('progress.organisation.answered', {
    answered: parts.filter(({ hasAnswered }) => hasAnswered).length,
    unpublished: parts.filter(({ hasAnswered }) => hasAnswered === null).length,
    all: parts.length,
  })
}

interface ShownTrends {
  pictures: Map<Promised, string>
  tables: Table[]
  charts: Chart[]
}

function showTrends(
  words: Words,
  name: string,
  trends: ReadonlyMap<Promised, OwnTrend>,
  to: string,
): ShownTrends {
  const all = [...trends.values()]
  const from = firstOf(all)
  if (from === undefined) return { pictures: new Map(), tables: [], charts: [] }
  const chart = multiplesOf(words, name, all, { from, to })
  return {
    pictures: new Map([...trends].map(([promised, trend]) => [promised, sparklineOf(trend, { from, to })])),
    tables: [trendsTable(words, name, all)],
    charts: chart ? [chart] : [],
  }
}
