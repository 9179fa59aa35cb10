import type { FastifyInstance } from 'fastify'
import { inBothLanguages, NotFound } from '#platform/http'
import { ROBOTS, securityNote, showContact } from './rules.ts'

/** What the pages about the provider say of whoever runs it. */
export interface About {
  /** Whom to ask, and whom to tell of a weakness: e-mail addresses, or https addresses of pages. */
  readonly contacts?: { readonly support?: string; readonly security?: string }
  readonly publicUrl: string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

const anyone = { config: { may: 'anyone' } }
const PAGES = ['accessibility', 'cookies', 'privacy', 'support', 'terms']

/** Pages about the provider itself, its start page, and the two notes that programs look for. It owns "/". */
export function serveAbout(app: FastifyInstance, { contacts = {}, publicUrl, now }: About): void {
  const support = contacts.support && showContact(contacts.support)
  const security = contacts.security && showContact(contacts.security)
  inBothLanguages(app, (local) => {
    local.get('/', anyone, async (_request, reply) => reply.page('one-login/about/views/start'))
    for (const page of PAGES) {
      local.get(`/${page}`, anyone, async (_request, reply) =>
        reply.page(`one-login/about/views/${page}`, { support, security }),
      )
    }
  })

  app.get('/robots.txt', anyone, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(ROBOTS),
  )

  app.get('/.well-known/security.txt', anyone, async (request, reply) => {
    if (!security) throw new NotFound(request.words.say('one-login.about.no-security-contact'))
    const today = new Date(now()).toISOString().slice(0, 10)
    return reply.type('text/plain; charset=utf-8').send(securityNote(security, publicUrl, today))
  })
}
