import 'fastify'
import type { Words } from '../messages/index.ts'

// The only place where Fastify's types are added to.
declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route: a name in the server's permissions. A server with a route that does not say does not start. */
    may: string
    /** The route compresses and tags its answer itself. */
    encodesItself?: boolean
    /**
     * `programs`: what is sent here comes from programs, which have no form and no cookie. Otherwise only a form of the
     * site's own pages may be sent.
     */
    from?: 'programs'
  }

  interface FastifyInstance {
    /** Whether readers reach the site over TLS: what cookies are called follows from it. */
    isOverTls: boolean
  }

  interface FastifyRequest {
    /** In the language of the address: Welsh under /cy/. */
    words: Words
    /** The path of the address without /cy: the same in every language. */
    localPath: string
  }

  interface FastifyReply {
    /** Answers with a page: `reply.page('progress/views/overview', { … })`. */
    page(view: string, context?: object): FastifyReply
    /** The same, for a page with a form: with `formToken`, which components/form.njk writes into it, and never cached. */
    formPage(view: string, context?: object): FastifyReply
    /**
     * Answers with the page made before under this key, and says true; or says false, and what is then sent is kept.
     * The key names all that the page is made from: its address, the day, the last recording.
     */
    alreadyMade(key: string): boolean
    keepAs: string | null
    isMade: boolean
  }
}
