import type { FastifyInstance } from 'fastify'
import { serveAbout } from './about/routes.ts'
import { serveCommitments } from './commitments/routes.ts'
import { serveOrganisations } from './organisations/routes.ts'
import type { Pages } from './pages.ts'
import { serveRoadmaps } from './roadmaps/routes.ts'

export type { Pages } from './pages.ts'

/** What createServer needs of this module: where its views and words are, and the layout that problems stand in. */
export const progressSite = {
  folders: { progress: new URL('.', import.meta.url) },
  layout: 'progress/views/layout.njk',
}

/** The public site. It owns "/". */
export function servePages(app: FastifyInstance, pages: Pages): void {
  serveRoadmaps(app, pages)
  serveCommitments(app, pages)
  serveOrganisations(app, pages)
  serveAbout(app)
}
