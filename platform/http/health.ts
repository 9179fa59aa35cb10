import type { FastifyInstance } from 'fastify'

/** For whoever watches the process. It says no more than that, since anybody may ask. */
export function serveHealth(
  app: FastifyInstance,
  isHealthy: () => Promise<boolean> = async () => true,
): void {
  app.get('/health', { config: { may: 'anyone' } }, async (request, reply) => {
    const healthy = await isHealthy().catch((error: unknown) => {
      request.log.error({ err: error }, 'not healthy')
      return false
    })
    return reply
      .code(healthy ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: healthy ? 'ok' : 'unavailable' })
  })
}
