import type { FastifyInstance } from 'fastify'

const ABSENT = { error: 'not_found', error_description: 'There is nothing at this address.' }

/** Tells programs as data, not as a page, that there is nothing at an address below those that are theirs. */
export function tellAbsences(app: FastifyInstance): void {
  for (const prefix of ['/api', '/statistics'])
    app.register(
      async (below) => {
        below.setNotFoundHandler((_request, reply) =>
          reply.code(404).header('cache-control', 'no-store').send(ABSENT),
        )
      },
      { prefix },
    )
}
