import type { FastifyInstance } from 'fastify'
import type { Organisation } from '#definitions'
import type { Known } from '#figures'
import { isThere } from '#organisations'
import { NotFound } from '#platform/http'
import type { Words } from '#platform/messages'
import { promisesOf } from '#roadmaps'
import { datesOf, showDates } from '../as-at/dates.ts'
import type { AsAt } from '../as-at/input.ts'
import { nothingKnown, wasMade } from '../known/pages.ts'
import { definitionsAt, publicAccounts, type Reading, readAsPublic } from '../known/queries.ts'
import type { Pages } from '../pages.ts'
import { isNamed } from '../sentences/rules.ts'
import { type Parts, partsOf } from './parts.ts'
import { listOrganisations, successionsOf, successorsOf } from './rules.ts'

interface AtOrganisation {
  Params: { organisation: string }
}

export function serveOrganisations(app: FastifyInstance, pages: Pages): void {
  const { store, now } = pages
  app.get('/organisations', { config: { may: 'anyone' } }, async (request, reply) => {
    const { words } = request
    const asAt = datesOf(request, reply, now())
    if (!asAt || (await wasMade(request, reply, pages))) return reply
    const known = await readAsPublic(store, (tx) => definitionsAt(tx, asAt))
    if (!known) return nothingKnown(request, reply, asAt, pages)
    return reply.page('progress/organisations/views/organisations', {
      ...showDates(words, asAt),
      section: 'organisations',
      attribution: known.government.attribution,
      ...listOrganisations(words, known.government, asAt.on),
    })
  })

  app.get<AtOrganisation>(
    '/organisations/:organisation',
    { config: { may: 'anyone' } },
    async (request, reply) => {
      const { words, params } = request
      const asAt = datesOf(request, reply, now())
      if (!asAt || (await wasMade(request, reply, pages))) return reply
      const page = await readAsPublic(store, (tx) => readOrganisation(tx, words, asAt, params.organisation))
      if (page === 'nothing known') return nothingKnown(request, reply, asAt, pages)
      const { known, organisation, ...parts } = page
      const { government } = known
      return reply.page('progress/organisations/views/organisation', {
        ...showDates(words, asAt),
        section: 'organisations',
        attribution: government.attribution,
        breadcrumbs: [{ href: '/organisations', title: { en: words.say('progress.nav.organisations') } }],
        organisation,
        isThere: isThere(organisation, asAt.on),
        parent: government.organisations.find(({ slug }) => slug === organisation.parent),
        successions: successionsOf(words, government, organisation.slug, asAt.on),
        successors: successorsOf(government, organisation.slug, asAt.on),
        ...parts,
      })
    },
  )
}

interface OrganisationPage extends Parts {
  known: Known
  organisation: Organisation
}

async function readOrganisation(
  tx: Reading,
  words: Words,
  asAt: AsAt,
  slug: string,
): Promise<OrganisationPage | 'nothing known'> {
  const known = await definitionsAt(tx, asAt)
  if (!known) return 'nothing known'
  const { government } = known
  const organisation = government.organisations.find((each) => each.slug === slug)
  if (!organisation || !isNamed(slug)) throw new NotFound(words.say('progress.not-found.organisation'))

  const accounts = await publicAccounts(tx, known, asAt, promisesOf(government))
  return {
    known,
    organisation,
    ...partsOf(
      words,
      government,
      accounts.map(({ account }) => account),
      organisation,
      asAt.on,
    ),
  }
}
