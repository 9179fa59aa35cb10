import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { addressIn, inBothLanguages } from '#platform/http'
import { serveChanges } from './changes.ts'
import { signInAddress } from './sign-in-here.ts'
import { type Credentials, goTo, openVisit } from './visits.ts'

const anyone = { config: { may: 'anyone' } }
const startQuery = z.object({ changed: z.enum(['password', 'email', 'app']).optional().catch(undefined) })

/** "Your account": what somebody signs in with, changing it, and signing out of everything. */
export function serveCredentials(app: FastifyInstance, credentials: Credentials): void {
  const { people, publicUrl } = credentials
  inBothLanguages(app, (local) => {
    local.get('/your-account', anyone, async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const visit = await openVisit(credentials, request)
      if (!visit) return reply.redirect(signInAddress(publicUrl, request.words.locale), 303)
      const hurdle = await people.hurdle(visit.account.accountId)
      if (hurdle === 'blocked' || hurdle === 'suspended')
        return reply.page(`one-login/journeys/views/${hurdle}`)
      const { changed } = startQuery.parse(request.query)
      return reply.formPage('one-login/credentials/views/your-account', {
        email: visit.account.email,
        hasApp: visit.account.strongestLevel === 'Cl.Cm',
        changed,
      })
    })

    local.get('/your-account/cannot-change', anyone, async (_request, reply) =>
      reply.page('one-login/credentials/views/cannot-change'),
    )

    local.get('/your-account/sign-out-everywhere', anyone, async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (!(await openVisit(credentials, request))) return goTo(request, reply, '')
      return reply.formPage('one-login/credentials/views/sign-out-everywhere')
    })

    local.post('/your-account/sign-out-everywhere', anyone, async (request, reply) => {
      const visit = await openVisit(credentials, request)
      if (visit) await people.signOutEverywhere(visit.during, visit.account.accountId)
      return reply.redirect(addressIn(request.words.locale, '/your-account/signed-out'), 303)
    })

    local.get('/your-account/signed-out', anyone, async (_request, reply) =>
      reply.header('cache-control', 'no-store').page('one-login/credentials/views/signed-out-everywhere'),
    )

    serveChanges(local, credentials)
  })

  // Back from /authorize, in the language that was chosen on the way there. What it brings is not needed.
  app.get('/your-account/return', anyone, async (_request, reply) => reply.redirect('/your-account', 303))
}
