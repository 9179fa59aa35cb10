import type { FastifyInstance } from 'fastify'

/** Pages about the site itself. */
export function serveAbout(app: FastifyInstance): void {
  app.get('/accessibility', { config: { may: 'anyone' } }, async (_request, reply) =>
    reply.page('progress/about/views/accessibility'),
  )
}
