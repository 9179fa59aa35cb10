/*
 * The one set of routes that all pages of a journey are made of: GET shows a page if it may be seen, POST takes what was
 * sent from it, keeps what came of it, and sends the browser on with a redirect. A form of a step that is done sends
 * the browser on too, and does nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { addressIn, type FormError, typed } from '#platform/http'
import type { During, Locked, People } from '../accounts/people.ts'
import type { Artefacts } from '../artefacts/artefact.ts'
import type { Client } from '../clients/client.ts'
import { YOUR_ACCOUNT } from '../credentials/sign-in-here.ts'
import { TEAMS_CLIENT } from '../desks/teams-client.ts'
import type { Asked, Authorizations } from '../protocol/asked.ts'
import type { Journey, Page } from './journey.ts'
import { createMemory, type Memory } from './memory.ts'
import { isAgain, type Known, maySee, nextPage, whoIsHere, whoseJourney } from './rules.ts'

/** What journeys need of the parts around them. */
export interface Journeys {
  readonly people: People
  readonly authorizations: Authorizations
  readonly artefacts: Artefacts
  /** As the registry says it; without it, everybody may. */
  readonly mayUse?: (client: Client, email: string) => Promise<boolean>
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** One request in a journey. */
export interface Step {
  readonly request: FastifyRequest
  readonly asked: Asked
  readonly journey: Journey
  readonly known: Known | null
  readonly during: During
  readonly people: People
  readonly now: number
  /** Keeps a change at once, while a page is shown. */
  keep(change: Partial<Journey>): Promise<void>
}

/** What came of a form. */
export type Taken =
  /** The next page follows, or the one named. */
  | { readonly is: 'done'; readonly change: Partial<Journey>; readonly see?: Page }
  /** The page is shown again, with what is wrong with it. */
  | { readonly is: 'wrong'; readonly errors: readonly FormError[] }
  /** The person goes back to the service, which is told so. */
  | ({ readonly is: 'refused' } & NonNullable<Journey['refused']>)

export interface PageOfJourney {
  readonly page: Page
  /** What the page shows besides what each has. */
  show?(step: Step): object | Promise<object>
  /** What was sent from it. Without it there is nothing to send. */
  take?(step: Step, body: unknown): Promise<Taken>
}

const anyone = { config: { may: 'anyone' } }

export function createSteps(app: FastifyInstance, journeys: Journeys): (part: PageOfJourney) => void {
  const memory = createMemory(journeys.artefacts, journeys.now)

  return ({ page, show, take }) => {
    const url = page === 'start' ? '/sign-in/:uid' : `/sign-in/:uid/${page}`

    app.get(url, anyone, async (request, reply) => {
      const step = await openStep(journeys, memory, request, reply)
      if (step === undefined) return showExpired(reply, null)
      // Proving who somebody is has pages of its own; where this provider has none, the service is told.
      if (step.asked.why === 'proving')
        return journeys.authorizations.refuse(
          request,
          reply,
          'temporarily_unavailable',
          'no identity capacity',
        )
      if (maySee(page, step.asked, step.journey, step.known)) return showPage(reply, page, step, show)
      const next = nextPage(step.asked, step.journey, step.known)
      // The start is where a service's authorization begins and where a journey is taken up again.
      if (page === 'start') return next === 'done' ? finish(journeys, step, reply) : goOn(step, reply)
      return showExpired(reply, placeOf(step, next === 'done' ? 'start' : next))
    })

    if (!take) return
    app.post(url, anyone, async (request, reply) => {
      const step = await openStep(journeys, memory, request, reply)
      if (step === undefined) return showExpired(reply, null)
      if (!maySee(page, step.asked, step.journey, step.known)) return goOn(step, reply)
      const taken = await take(step, request.body)
      if (taken.is === 'wrong') return showPage(reply.code(422), page, step, show, taken.errors)
      const journey = { ...step.journey, locked: null, codeSpoiled: false, ...changeOf(taken) }
      if (!(await memory.keep(request, step.asked.uid, journey))) return showExpired(reply, null)
      if (taken.is === 'done' && taken.see) return reply.redirect(placeOf(step, taken.see), 303)
      const known = await knownOf(journeys, step.asked, journey)
      return goOn({ ...step, journey, known }, reply)
    })
  }
}

async function openStep(
  journeys: Journeys,
  memory: Memory,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Step | undefined> {
  const { people, authorizations, now } = journeys
  reply.header('cache-control', 'no-store')
  const asked = await authorizations.asked(request, reply)
  if (!asked) return undefined
  const journey = await memory.find(request, reply, asked.uid)
  return {
    request,
    asked,
    journey,
    known: await knownOf(journeys, asked, journey),
    during: { journey: asked.uid, locale: request.words.locale, requestId: request.id },
    people,
    now: now(),
    async keep(change) {
      await memory.keep(request, asked.uid, { ...journey, ...change })
    },
  }
}

async function knownOf({ people, mayUse }: Journeys, asked: Asked, journey: Journey): Promise<Known | null> {
  const accountId = whoseJourney(asked, journey)
  if (accountId === null) return null
  const [account, hurdle] = await Promise.all([people.account(accountId), people.hurdle(accountId)])
  if (!account) return null
  const { email, strongestLevel } = account
  // Of a client in production nobody asks; nor of anybody who has not signed in yet.
  const isAsked = asked.client.testClient && whoIsHere(asked, journey) !== null
  const may = !isAsked || (await mayUse?.(asked.client, email)) !== false
  return { accountId, email, strongestLevel, hurdle, mayUse: may }
}

async function showPage(
  reply: FastifyReply,
  page: Page,
  step: Step,
  show: PageOfJourney['show'],
  errors: readonly FormError[] = [],
) {
  const { asked, journey, known } = step
  const own = await show?.(step)
  return reply.formPage(`one-login/journeys/views/${page}`, {
    service: nameOf(step),
    base: placeOf(step, 'start'),
    isAgain: isAgain(asked),
    email: journey.email ?? known?.email ?? null,
    errors,
    ...own,
    // An address with a mistake is shown again, to be put right; passwords and codes never are.
    ...(errors.length > 0 && { value: typed(step.request.body, 'email') }),
  })
}

/** What the person knows the service by. */
function nameOf({ asked: { client }, request: { words } }: Step): string {
  if (client.clientId === YOUR_ACCOUNT) return words.say('one-login.your-account.service')
  return client.clientId === TEAMS_CLIENT ? words.say('one-login.desks.teams-service') : client.clientName
}

function changeOf(taken: Exclude<Taken, { is: 'wrong' }>): Partial<Journey> {
  if (taken.is === 'done') return taken.change
  const { is: _, ...refused } = taken
  return { refused }
}

/**
 * On to the page that is next. Where none is, to one that leaves by itself: Chromium holds every redirect that follows a
 * form against `form-action`, those of the service too, and who knows where a service sends people on to.
 */
function goOn(step: Step, reply: FastifyReply) {
  const next = nextPage(step.asked, step.journey, step.known)
  return reply.redirect(placeOf(step, next === 'done' ? 'back-to-service' : next), 303)
}

/** The person is signed in as the service asked, and goes to it; or it is told why not. */
async function finish({ people, authorizations }: Journeys, step: Step, reply: FastifyReply): Promise<void> {
  const { asked, journey, request, during } = step
  if (journey.refused) {
    const { error, says, forTeam } = journey.refused
    return await authorizations.refuse(request, reply, error, says, forTeam)
  }
  const who = whoIsHere(asked, journey)
  if (!who) throw new Error('a journey is done in which nobody has signed in')
  const { accountId, level } = who
  if (isAgain(asked) && accountId !== asked.accountId)
    return await authorizations.refuse(request, reply, 'login_required', 'Re-authentication failed')
  const methods = journey.authenticated?.methods ?? []
  await people.signedIn(during, { accountId, level })
  await authorizations.signedIn(request, reply, { accountId, level, methods })
}

/** What a page shows whose step is done, or whose authorization has ended. `goOn`: where the journey goes on. */
function showExpired(reply: FastifyReply, goOn: string | null) {
  return reply.code(410).page('one-login/journeys/views/expired', { goOn })
}

function placeOf({ request, asked }: Step, page: Page): string {
  const start = `/sign-in/${encodeURIComponent(asked.uid)}`
  return addressIn(request.words.locale, page === 'start' ? start : `${start}/${page}`)
}

/** On to the page that says what was tried too often, and when to try again. */
export function lockedOut({ of, until, just }: Locked, on: Page): Taken {
  return { is: 'done', change: { locked: { of, until, just, on } }, see: 'locked' }
}

export function wrong(field: string, key: string): Taken {
  return { is: 'wrong', errors: [{ field, key }] }
}
