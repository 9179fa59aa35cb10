/*
 * A visit to "Your account": who is signed in in this browser, and what they have confirmed since. Whoever changes what
 * they sign in with first types their password again, and a code where they have an app: a browser that was left open
 * is not enough.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addressIn } from '#platform/http'
import type { Account } from '../accounts/account.ts'
import type { During, Fresh, People } from '../accounts/people.ts'
import type { Artefacts } from '../artefacts/artefact.ts'
import { CREDENTIAL_LEVELS } from '../levels.ts'
import type { Sessions } from '../protocol/sessions.ts'

export interface Credentials {
  readonly people: People
  readonly sessions: Pick<Sessions, 'current' | 'end'>
  readonly artefacts: Artefacts
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly publicUrl: string
}

const placeSchema = z.object({
  confirmed: z.object({ level: z.enum(CREDENTIAL_LEVELS), at: z.number() }).nullable(),
  /** The address that a code was sent to. */
  newEmail: z.string().nullable(),
  /** The secret of a new authenticator that is being set up, sealed by People. */
  pending: z.string().nullable(),
})
type Place = z.output<typeof placeSchema>
/** Where a visit begins. */
export const NOWHERE: Place = { confirmed: null, newEmail: null, pending: null }
/** A visit is forgotten so long after its last step, in milliseconds: what was confirmed is not fresh for longer. */
const LASTS = 15 * 60_000

export interface Visit extends Place {
  readonly request: FastifyRequest
  readonly account: Account
  readonly during: During
  /** What People asks for before it changes a credential; null: nothing was confirmed. */
  readonly fresh: Fresh | null
  keep(change: Partial<Place>): Promise<void>
}

/** Undefined: nobody is signed in here. */
export async function openVisit(
  { people, sessions, artefacts, now }: Credentials,
  request: FastifyRequest,
): Promise<Visit | undefined> {
  const session = await sessions.current(request)
  const account = session && (await people.account(session.accountId))
  if (!session || !account) return undefined
  const { accountId, sessionUid } = session
  const id = `your-account.${sessionUid}`
  const found = placeSchema.safeParse((await artefacts.find('Journey', id))?.payload)
  const place = found.success ? found.data : NOWHERE
  return {
    ...place,
    request,
    account,
    during: { journey: sessionUid, locale: request.words.locale, requestId: request.id },
    fresh: place.confirmed && { ...place.confirmed, accountId, keep: request },
    keep: (change) =>
      artefacts.put({
        kind: 'Journey',
        id,
        payload: { ...place, ...change },
        expiresAt: now() + LASTS,
        accountId,
        sessionUid,
      }),
  }
}

/** A page of ours in the language of the one that was asked for. */
export function goTo(request: FastifyRequest, reply: FastifyReply, page: string): FastifyReply {
  const [path = '', query] = `/your-account${page}`.split('?')
  return reply.redirect(addressIn(request.words.locale, path, query === undefined ? '' : `?${query}`), 303)
}
