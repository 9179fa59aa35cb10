import type { FastifyInstance } from 'fastify'
import { inBothLanguages, NotFound } from '#platform/http'
import type { Pages } from '../pages.ts'
import { ROBOTS, securityNote, showContact } from './rules.ts'

const anyone = { config: { may: 'anyone' } }

/** Pages about the site itself, and the two notes that programs look for. */
export function serveAbout(
  app: FastifyInstance,
  { contacts = {}, publicUrl, now }: Pick<Pages, 'contacts' | 'publicUrl' | 'now'>,
): void {
  const support = contacts.support && showContact(contacts.support)
  const security = contacts.security && showContact(contacts.security)
  inBothLanguages(app, (site) => {
    for (const url of ['/about', '/accessibility', '/cookies', '/privacy', '/support']) {
      site.get(url, anyone, async (_request, reply) =>
        reply.page(`progress/about/views${url}`, { support, security }),
      )
    }
  })

  app.get('/robots.txt', anyone, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(ROBOTS),
  )

  app.get('/.well-known/security.txt', anyone, async (request, reply) => {
    if (!security) throw new NotFound(request.words.say('progress.about.no-security-contact'))
    const note = securityNote(security, publicUrl, now().slice(0, 10))
    return reply.type('text/plain; charset=utf-8').send(note)
  })
}
