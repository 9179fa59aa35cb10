import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addressIn, type FormError, inBothLanguages, NotFound, readForm } from '#platform/http'
import type { Account } from '../accounts/account.ts'
import type { Interventions, Support } from '../accounts/people.ts'
import { readEmail } from '../accounts/rules.ts'
import type { Desk } from '../desks/desk.ts'
import { intervene, possible } from './acts.ts'
import { interventionSchema, lookUpSchema, REASONS } from './input.ts'
import { byOf } from './routes.ts'

export interface AccountPages {
  readonly desk: Desk
  readonly support: Support
  readonly interventions: Interventions
  readonly account: (accountId: string) => Promise<Account | undefined>
}

const anyone = { config: { may: 'anyone' } }
const VIEWS = 'one-login/operators/views'
const LOOKED_UP = 'support'
const atAccount = z.object({ accountId: z.string() })

/**
 * The pages of operators about accounts: what state one is in and what is locked, never what is in it. An address is
 * looked up by a form, so that it stands in no address and no log; who looked is in the audit.
 */
export function serveAccountSupport(app: FastifyInstance, needs: AccountPages): void {
  const { desk, support, interventions } = needs

  async function accountOf(request: FastifyRequest): Promise<Account> {
    const account = await needs.account(atAccount.parse(request.params).accountId)
    if (!account) throw new NotFound()
    return account
  }

  async function show(
    reply: FastifyReply,
    account: Account,
    errors: readonly FormError[] = [],
  ): Promise<FastifyReply> {
    const lockouts = (await support.lockouts(account.accountId)).map((each) => ({
      ...each,
      until: each.lockedUntil === null ? null : new Date(each.lockedUntil).toISOString(),
    }))
    const { accountId, createdAt, strongestLevel, intervention } = account
    return desk.show(reply, `${VIEWS}/account`, {
      account: { accountId, createdAt, strongestLevel, intervention },
      lockouts,
      interventions: possible(intervention),
      reasons: REASONS,
      errors,
    })
  }

  inBothLanguages(app, (site) => {
    site.get(
      '/operators/accounts',
      anyone,
      desk.page(async (_who, _request, reply) => desk.show(reply, `${VIEWS}/look-up`, {})),
    )

    site.post(
      '/operators/accounts',
      anyone,
      desk.page(async (who, request, reply) => {
        const form = readForm(lookUpSchema, request.body)
        const email = form.ok ? readEmail(form.value.email) : undefined
        const again = (key: string) =>
          desk.show(reply.code(422), `${VIEWS}/look-up`, { errors: [{ field: 'email', key }] })
        if (email === undefined) return again('one-login.operators.fault.email')
        const account = await support.find(email, { ...byOf(who, request), reason: LOOKED_UP })
        if (!account) return again('one-login.operators.fault.no-account')
        return reply.redirect(
          addressIn(request.words.locale, `/operators/accounts/${account.accountId}`),
          303,
        )
      }),
    )

    site.get(
      '/operators/accounts/:accountId',
      anyone,
      desk.page(async (_who, request, reply) => show(reply, await accountOf(request))),
    )

    site.post(
      '/operators/accounts/:accountId',
      anyone,
      desk.page(async (who, request, reply) => {
        const account = await accountOf(request)
        const form = readForm(interventionSchema, request.body)
        if (!form.ok) return await show(reply.code(422), account, form.errors)
        const by = { ...byOf(who, request), reason: form.value.reason }
        const done = await intervene(interventions, account.accountId, form.value.intervention, by)
        if (done.ok)
          return reply.redirect(
            addressIn(request.words.locale, `/operators/accounts/${account.accountId}`),
            303,
          )
        if (done.why === 'no such account') throw new NotFound()
        const key = `one-login.operators.fault.${done.why.replaceAll(' ', '-')}`
        return await show(reply.code(409), account, [{ field: 'intervention', key }])
      }),
    )
  })
}
