import type { FastifyInstance } from 'fastify'
import { inBothLanguages } from '#platform/http'
import { type KeptMail, readMailFolder } from './folder.ts'

const MOST_SHOWN = 50

/**
 * Shows what is in the folder of mails, at /mail, to anyone who asks: for the example and the simulator, never beside
 * real people. The server needs the folder `mail: mailFolder` for the page's template and words.
 */
export function serveMailFolder(
  app: FastifyInstance,
  folder: string,
  layout = 'design/layouts/page.njk',
): void {
  inBothLanguages(app, (site) => {
    site.get('/mail', { config: { may: 'anyone' } }, async (_request, reply) => {
      const mails = (await readMailFolder(folder)).slice(0, MOST_SHOWN)
      return reply
        .header('cache-control', 'no-store')
        .page('mail/views/mails', { layout, mails: mails.map(shown) })
    })
  })
}

function shown({ to, subject, body, at }: KeptMail) {
  return { to, subject, at, paragraphs: body.split(/\n{2,}/).map((paragraph) => paragraph.split('\n')) }
}
