import type { FastifyInstance, FastifyRequest } from 'fastify'

export interface LogOptions {
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** Where the lines go: standard output, unless told otherwise. */
  stream?: { write(line: string): void }
}

/**
 * What the log may hold. No addresses, no cookies, no query strings, no agents: only which route was asked for.
 * Of an error, what it is and where; not what a database says beside it (its detail quotes the values of rows).
 */
export function loggerOptions(log: LogOptions) {
  return {
    ...log,
    base: null,
    serializers: {
      req: (request: FastifyRequest) => ({ method: request.method, route: routeOf(request) }),
      err: (error: Error & { code?: unknown }) => ({
        type: error.name,
        message: error.message,
        stack: error.stack ?? '',
        ...(typeof error.code === 'string' ? { code: error.code } : {}),
      }),
    },
  }
}

/** One line for each answer. */
export function logAnswers(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime * 10) / 10
    request.log.info(
      { method: request.method, route: routeOf(request), status: reply.statusCode, ms },
      'answered',
    )
  })
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions?.url ?? 'none'
}
