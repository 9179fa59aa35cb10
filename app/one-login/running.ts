import type { FastifyInstance } from 'fastify'

/** A server that has all its routes, and what is to be done once it listens. */
export interface Ready {
  readonly app: FastifyInstance
  begin(): Promise<void>
}

/** What came of preparing one; what a person can mend is said. */
export type Start = { ok: true; ready: Ready } | { ok: false; says: readonly string[] }
