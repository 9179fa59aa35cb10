import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import type { Base } from '../base.ts'
import type { Client } from '../clients/client.ts'
import { CREDENTIAL_LEVELS, type CredentialLevel, type IdentityLevel, isAtLeast } from '../levels.ts'
import { NOT_LISTED } from './asked.ts'
import { asClaims, carriedFrom, type Journey, type ProvedHere, provedSchema, readJourney } from './journey.ts'
import type { Person, ProtocolClients, ProtocolIdentities } from './needs.ts'
import { subjectOf } from './subjects.ts'

/** Which page a person is sent to: one of signing in, or one of proving who they are. */
export type PromptName = 'login' | 'identity'

/** Why a person must sign in, as `Asked` says it; null: they need not. */
export type WhySignIn = 'signing in' | 'stepping up' | 'signing in again'

/** Every way in which the session can be less than what was asked. `now` in seconds. */
export function whySignIn(
  journey: Pick<Journey, 'again' | 'subject' | 'maxAge' | 'credential'>,
  session: { person: boolean; level: CredentialLevel; signedInAt: number; justNow: boolean },
  now: number,
): WhySignIn | null {
  if (journey.again && !session.justNow) return journey.subject === null ? 'signing in' : 'signing in again'
  if (!session.person) return 'signing in'
  if (journey.maxAge !== null && !session.justNow && now - session.signedInAt > journey.maxAge)
    return 'signing in'
  if (!isAtLeast(session.level, journey.credential)) return 'stepping up'
  return null
}

/** The strongest of the levels asked for that is reached; undefined: none is. */
export function reached(
  asked: readonly IdentityLevel[],
  level: IdentityLevel | undefined,
): IdentityLevel | undefined {
  return asked.findLast((each) => level !== undefined && isAtLeast(level, each))
}

export function readLevel(acr: string | undefined): CredentialLevel {
  return CREDENTIAL_LEVELS.find((each) => each === acr) ?? 'Cl'
}

// The contract's one word for it, whatever is missing.
const NEEDED = 'login_required'
const SAYS = 'Login required'

interface Needs {
  base: Base
  clients: ProtocolClients
  identities: ProtocolIdentities
  personOf(ctx: KoaContextWithOIDC): Person | undefined
  /** How surely they had proved who they are before. */
  levelOf(ctx: KoaContextWithOIDC): Promise<IdentityLevel | undefined>
}

/** The order of the checks is the order of the pages: first who it is, then what they have proved. */
export function createPolicy(needs: Needs): interactionPolicy.Prompt[] {
  const { Check, Prompt } = interactionPolicy
  return [
    new Prompt(
      { name: 'login' satisfies PromptName, requestable: false },
      new Check(
        'login',
        SAYS,
        NEEDED,
        (ctx) => mustSignIn(needs, ctx) !== null,
        async (ctx) => ({ why: mustSignIn(needs, ctx), accountId: await onlyAccount(needs, ctx) }),
      ),
    ),
    new Prompt(
      { name: 'identity' satisfies PromptName, requestable: false },
      new Check('identity', SAYS, NEEDED, async (ctx) => {
        const { person, client } = await partiesOf(needs, ctx)
        // Of a client in production nobody asks; so nobody's address is opened for it.
        if (client.testClient && (await needs.clients.mayUse?.(client, person.email)) === false)
          throw new errors.AccessDenied(NOT_LISTED.says, NOT_LISTED.forTeam)
        const journey = readJourney(ctx.oidc.params ?? {})
        const proved = await provedFor(needs, ctx, { client, person, journey })
        if (!proved) return true
        // Nothing more is asked of the person: from here on the code carries what the tokens will say.
        await fixSector(needs, client)
        Object.assign(ctx.oidc.claims, asClaims(carriedFrom(journey, proved)))
        return false
      }),
    ),
  ]
}

function mustSignIn({ base, personOf }: Needs, ctx: KoaContextWithOIDC): WhySignIn | null {
  const { session, result } = ctx.oidc
  return whySignIn(
    readJourney(ctx.oidc.params ?? {}),
    {
      person: personOf(ctx) !== undefined,
      level: readLevel(session?.acr),
      signedInAt: session?.loginTs ?? 0,
      justNow: result?.login !== undefined,
    },
    Math.floor(base.now() / 1000),
  )
}

// Who the page of signing in is for: whoever is signed in, or, where a service asked for one person again, only them.
async function onlyAccount(
  { base, clients, personOf }: Needs,
  ctx: KoaContextWithOIDC,
): Promise<string | null> {
  const person = personOf(ctx)
  if (!person) return null
  const { subject } = readJourney(ctx.oidc.params ?? {})
  if (subject === null) return person.accountId
  const client = await clients.find(ctx.oidc.client?.clientId ?? '')
  return client && subjectOf(base.profile, client, person) === subject ? person.accountId : null
}

async function partiesOf({ clients, personOf }: Needs, ctx: KoaContextWithOIDC) {
  const person = personOf(ctx)
  const client = await clients.find(ctx.oidc.client?.clientId ?? '')
  if (!person || !client) throw new Error('who is signed in, and for which service, is known by now')
  return { person, client }
}

async function provedFor(
  { identities, levelOf }: Needs,
  ctx: KoaContextWithOIDC,
  { client, person, journey: { identity } }: { client: Client; person: Person; journey: Journey },
): Promise<ProvedHere | undefined> {
  if (identity.every((level) => level === 'P0')) return { level: 'P0', returnCodes: [] }
  const here = provedSchema.safeParse(ctx.oidc.result?.identity)
  if (here.success) return here.data
  if (!person.intervention.mustReproveIdentity) {
    const before = reached(identity, await levelOf(ctx))
    if (before !== undefined) return { level: before, returnCodes: [] }
  }
  const atOnce = await identities.proveAtOnce?.(person.accountId, { client, identity })
  return atOnce && provedSchema.parse(atOnce)
}

// Before a service learns of its first person, it is settled by which sector it knows people.
async function fixSector({ clients }: Needs, client: Client): Promise<void> {
  if ((await clients.firstUser?.(client)) !== 'changed') return
  const anew = await clients.find(client.clientId)
  if (anew) await clients.firstUser?.(anew)
}
