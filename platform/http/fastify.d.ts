import 'fastify'
import type { Words } from '../messages/index.ts'

// The only place where Fastify's types are added to.
declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route: a name in the server's permissions. A server with a route that does not say does not start. */
    may: string
    /** The route compresses and tags its answer itself. */
    encodesItself?: boolean
  }

  interface FastifyRequest {
    words: Words
  }

  interface FastifyReply {
    /** Answers with a page: `reply.page('progress/views/overview', { … })`. */
    page(view: string, context?: object): FastifyReply
  }
}
