/* Changing what one signs in with: the password, the address, the authenticator app. Each is confirmed first. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type FormError, readForm, typed } from '#platform/http'
import type { TriedAgain } from '../accounts/people.ts'
import { qrCode } from '../journeys/drawings.ts'
import { badPasswordKey, codeForm, emailForm, newPasswordForm, passwordForm } from '../journeys/input.ts'
import { type Credentials, goTo, NOWHERE, openVisit, type Visit } from './visits.ts'

const anyone = { config: { may: 'anyone' } }
const VIEWS = 'one-login/credentials/views'

/** What somebody is on the way to change. */
const toSchema = z.object({
  to: z.enum(['change-password', 'change-email', 'change-app']).catch('change-password'),
})
const MINUTE = 60_000

type Handler = (visit: Visit, reply: FastifyReply, request: FastifyRequest) => unknown

export function serveChanges(app: FastifyInstance, credentials: Credentials): void {
  const { people, sessions, now } = credentials

  /** A page for whoever is signed in; others are sent to the start, which asks them to. */
  function signedIn(handler: Handler) {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      reply.header('cache-control', 'no-store')
      const visit = await openVisit(credentials, request)
      return visit ? handler(visit, reply, request) : goTo(request, reply, '')
    }
  }

  /** The same for whoever has just confirmed that it is them. */
  function confirmed(to: string, handler: Handler) {
    return signedIn(async (visit, reply, request) => {
      if (visit.fresh && (await people.isFresh(visit.fresh))) return handler(visit, reply, request)
      return goTo(request, reply, `/confirm-password?to=${to}`)
    })
  }

  const show = (reply: FastifyReply, page: string, context: object, errors: readonly FormError[] = []) =>
    (errors.length > 0 ? reply.code(422) : reply).formPage(`${VIEWS}/${page}`, { ...context, errors })

  app.get(
    '/your-account/confirm-password',
    anyone,
    signedIn(({ account: { email } }, reply) => show(reply, 'confirm-password', { email })),
  )
  app.post(
    '/your-account/confirm-password',
    anyone,
    signedIn(async (visit, reply, request) => {
      const { account, during, keep } = visit
      const { accountId, email } = account
      const { to } = toSchema.parse(request.query)
      const form = readForm(passwordForm, request.body)
      if (!form.ok) return show(reply, 'confirm-password', { email }, form.errors)
      const tried = await people.tryPasswordAgain(during, { accountId, ...form.value })
      if (!tried.ok) return refuse(tried, 'password', reply, request, { email })
      await keep({ confirmed: { level: 'Cl', at: now() } })
      return goTo(request, reply, account.strongestLevel === 'Cl' ? `/${to}` : `/confirm-code?to=${to}`)
    }),
  )

  app.get(
    '/your-account/confirm-code',
    anyone,
    signedIn(({ confirmed: so }, reply, request) =>
      so ? show(reply, 'confirm-code', {}) : goTo(request, reply, '/confirm-password'),
    ),
  )
  app.post(
    '/your-account/confirm-code',
    anyone,
    signedIn(async (visit, reply, request) => {
      const { account, during, keep } = visit
      const { to } = toSchema.parse(request.query)
      // The code alone proves the stronger level only of somebody who has just typed the password.
      if (!visit.confirmed) return goTo(request, reply, `/confirm-password?to=${to}`)
      const form = readForm(codeForm, request.body)
      if (!form.ok) return show(reply, 'confirm-code', {}, form.errors)
      const { accountId } = account
      const tried = await people.tryCodeAgain(during, { accountId, ...form.value })
      if (!tried.ok) return refuse(tried, 'code', reply, request, {})
      await keep({ confirmed: { level: 'Cl.Cm', at: now() } })
      return goTo(request, reply, `/${to}`)
    }),
  )

  /** Too many wrong tries sign whoever is here out of this browser: they lock nobody out. */
  async function refuse(
    tried: Exclude<TriedAgain, { ok: true }>,
    field: 'password' | 'code',
    reply: FastifyReply,
    request: FastifyRequest,
    context: object,
  ) {
    if (tried.why === 'too many') {
      await sessions.end(request, 'not-confirmed')
      return goTo(request, reply, '')
    }
    const error = { field, key: `one-login.error.${field}.wrong` }
    return show(reply, `confirm-${field}`, context, [error])
  }

  app.get(
    '/your-account/change-password',
    anyone,
    confirmed('change-password', ({ account: { email } }, reply) =>
      show(reply, 'change-password', { email }),
    ),
  )
  app.post(
    '/your-account/change-password',
    anyone,
    confirmed('change-password', async ({ account: { email }, during, fresh }, reply, request) => {
      const form = readForm(newPasswordForm, request.body)
      if (!form.ok) return show(reply, 'change-password', { email }, form.errors)
      if (!fresh) return goTo(request, reply, '')
      const changed = await people.changePassword(during, fresh, form.value.password)
      if (changed.ok) return goTo(request, reply, '?changed=password')
      if (changed.why === 'not fresh') return goTo(request, reply, '/confirm-password?to=change-password')
      return show(reply, 'change-password', { email }, [
        { field: 'password', key: badPasswordKey(changed.fault) },
      ])
    }),
  )

  app.get(
    '/your-account/change-email',
    anyone,
    confirmed('change-email', ({ newEmail }, reply) => show(reply, 'change-email', { value: newEmail })),
  )
  app.post(
    '/your-account/change-email',
    anyone,
    confirmed('change-email', async ({ during, fresh, keep }, reply, request) => {
      const form = readForm(emailForm, request.body)
      if (!form.ok) return show(reply, 'change-email', { value: typed(request.body, 'email') }, form.errors)
      if (!fresh) return goTo(request, reply, '')
      const { email } = form.value
      const begun = await people.beginEmailChange(during, fresh, email)
      if (!begun.ok) {
        if (begun.why === 'not fresh') return goTo(request, reply, '/confirm-password?to=change-email')
        const key =
          begun.why === 'same' ? 'one-login.error.email.same-as-now' : 'one-login.error.code.too-often'
        return show(reply, 'change-email', { value: email }, [{ field: 'email', key }])
      }
      await keep({ newEmail: email })
      return goTo(request, reply, '/confirm-email')
    }),
  )

  app.get(
    '/your-account/confirm-email',
    anyone,
    confirmed('change-email', ({ newEmail }, reply, request) =>
      newEmail === null
        ? goTo(request, reply, '/change-email')
        : show(reply, 'confirm-email', { email: newEmail }),
    ),
  )
  app.post(
    '/your-account/confirm-email',
    anyone,
    confirmed('change-email', async ({ during, fresh, newEmail, keep }, reply, request) => {
      if (!fresh || newEmail === null) return goTo(request, reply, '/change-email')
      const form = readForm(codeForm, request.body)
      if (!form.ok) return show(reply, 'confirm-email', { email: newEmail }, form.errors)
      const changed = await people.changeEmail(during, fresh, { email: newEmail, ...form.value })
      if (changed.ok) {
        await keep({ newEmail: null })
        return goTo(request, reply, '?changed=email')
      }
      if (changed.why === 'not fresh') return goTo(request, reply, '/confirm-password?to=change-email')
      // Only whoever reads the new mailbox gets as far as `taken`: the code was right.
      if (changed.why === 'taken') {
        const error = { field: 'email', key: 'one-login.error.email.taken' }
        return show(reply, 'change-email', { value: newEmail }, [error])
      }
      const isOften = changed.why !== 'wrong'
      const key = isOften ? 'one-login.error.code.too-often' : 'one-login.error.code.wrong-or-old'
      return show(reply, 'confirm-email', { email: newEmail }, [{ field: 'code', key }])
    }),
  )

  async function showNewApp(
    { account, pending, keep }: Visit,
    reply: FastifyReply,
    request: FastifyRequest,
    errors: readonly FormError[] = [],
  ) {
    const hasApp = account.strongestLevel === 'Cl.Cm'
    const made = hasApp && (await people.newAuthenticator(account.accountId, pending ?? undefined))
    if (!made) return goTo(request, reply, '')
    if (made.pending !== pending) await keep({ pending: made.pending })
    return show(reply, 'change-app', { secret: made.secret, picture: qrCode(made.uri) }, errors)
  }

  app.get(
    '/your-account/change-app',
    anyone,
    confirmed('change-app', (visit, reply, request) => showNewApp(visit, reply, request)),
  )
  app.post(
    '/your-account/change-app',
    anyone,
    confirmed('change-app', async (visit, reply, request) => {
      const { during, fresh, pending, keep } = visit
      if (!fresh || pending === null) return goTo(request, reply, '/change-app')
      const form = readForm(codeForm, request.body)
      if (!form.ok) return showNewApp(visit, reply, request, form.errors)
      const changed = await people.changeAuthenticator(during, fresh, { pending, code: form.value.code })
      if (changed.ok) {
        // What was confirmed with the old app's code is so no more.
        await keep(NOWHERE)
        return goTo(request, reply, '?changed=app')
      }
      switch (changed.why) {
        case 'wrong':
          return showNewApp(visit, reply, request, [{ field: 'code', key: 'one-login.error.code.wrong-app' }])
        case 'locked': {
          const minutes = Math.max(1, Math.ceil((changed.until - now()) / MINUTE))
          const key = 'one-login.error.code.locked-app'
          return showNewApp(visit, reply, request, [{ field: 'code', key, values: { minutes } }])
        }
        case 'not fresh':
          return goTo(request, reply, '/confirm-password?to=change-app')
        case 'has none':
          return goTo(request, reply, '')
        // It was changed from another page since: this one's key is of no use.
        case 'expired':
          return goTo(request, reply, '/change-app')
      }
    }),
  )
}
