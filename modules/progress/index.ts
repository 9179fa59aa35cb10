import type { FastifyInstance } from 'fastify'
import { inBothLanguages } from '#platform/http'
import { kept } from '#shared/kept'
import { serveAbout } from './about/routes.ts'
import { serveCommitments } from './commitments/routes.ts'
import { serveComparisons } from './comparisons/routes.ts'
import type { Document } from './documents/document.ts'
import { serveFrameworks } from './frameworks/routes.ts'
import { newMemory } from './known/memory.ts'
import { serveMeasures } from './measures/routes.ts'
import { serveOrganisations } from './organisations/routes.ts'
import type { Pages } from './pages.ts'
import { serveRegisters } from './registers/routes.ts'
import { serveRoadmaps } from './roadmaps/routes.ts'
import { serveSearches } from './searches/routes.ts'

export type { Pages } from './pages.ts'

/** What createServer needs of this module: where its views and words are, and the layout that problems stand in. */
export const progressSite = {
  folders: { progress: new URL('.', import.meta.url) },
  layout: 'progress/views/layout.njk',
}

/** They are values, many times what they weigh on the wire: enough for the formats of pages just seen. */
const MOST_DOCUMENTS = 300

/** The public site. It owns "/". */
export function servePages(app: FastifyInstance, pages: Pages): void {
  const site = { ...pages, memory: newMemory(), documents: kept<Document>(MOST_DOCUMENTS) }
  inBothLanguages(app, (local) => {
    serveRoadmaps(local, site)
    serveCommitments(local, site)
    serveMeasures(local, site)
    serveOrganisations(local, site)
    serveComparisons(local, site)
    serveRegisters(local, site)
    serveSearches(local, site)
    serveFrameworks(local, site)
  })
  serveAbout(app, pages)
}
