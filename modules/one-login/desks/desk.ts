/*
 * A desk: pages for those who work with the provider, who sign in by OpenID Connect.
 *  1. What a browser must bring back from the provider (state, nonce, verifier) lies sealed in its own cookie.
 *  2. Signing in makes a new session under a new random id, of which the database has a digest only.
 *  3. A session ends when it was not used for a while, and at a fixed age in any case.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { z } from 'zod'
import {
  addressIn,
  clearCookie,
  inBothLanguages,
  readAddress,
  readCookie,
  setCookie,
  Unavailable,
} from '#platform/http'
import type { Base } from '../base.ts'
import {
  type DeskName,
  deleteSession,
  deleteSessionsBefore,
  deleteSessionsOf,
  insertSession,
  liveSession,
  touchSession,
} from './queries.ts'
import type { Ask, RelyingParty, Returned } from './relying-party.ts'

/** Who is signed in at a desk. */
export interface AtDesk {
  readonly subject: string
  /** Null where the desk does not keep it. */
  readonly email: string | null
}

export interface DeskSettings {
  readonly name: DeskName
  /** The path under which its pages are. */
  readonly at: '/registry' | '/operators'
  readonly relyingParty: RelyingParty
  readonly ask: Ask
  /** Whether whoever came back may work here, and as whom. */
  admit(returned: Returned): Promise<AtDesk | undefined>
  /** Milliseconds. */
  readonly idle: number
  readonly longest: number
  /** Where the browser goes when somebody signs out. */
  readonly afterSigningOut: string
}

export interface Desk {
  readonly name: DeskName
  /** The routes of signing in and out. */
  serve(app: FastifyInstance): void
  /** A handler for somebody who is signed in; others are sent to sign in. */
  page(handler: (who: AtDesk, request: FastifyRequest, reply: FastifyReply) => unknown): RouteHandlerMethod
  /** A page of the desk: it has a form, if only the one of signing out. */
  show(reply: FastifyReply, view: string, context?: object): FastifyReply
  /** Ends every session of somebody. */
  signOut(subject: string): Promise<void>
  /** Forgets sessions that have ended: a job, now and then. */
  forgetOld(): Promise<void>
}

const SIGNING_IN = 3600
/** A session's last moment is written again after so many milliseconds, not with each page. */
const NOTED = 60_000
const awaySchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  until: z.number(),
})
const anyone = { config: { may: 'anyone' } }

export function createDesk({ store, now, secrets, publicUrl }: Base, desk: DeskSettings): Desk {
  const quick = store.quick('accounts')
  const cookie = `${desk.name}-desk`
  const awayCookie = `${desk.name}-signing-in`
  const returnTo = `${publicUrl}${desk.at}/sign-in/return`
  const context = `desk of ${desk.name}`
  const ago = (milliseconds: number) => new Date(now() - milliseconds).toISOString()

  async function find(request: FastifyRequest): Promise<AtDesk | undefined> {
    const id = readCookie(request, cookie)
    if (id === undefined) return undefined
    const digest = digestOf(id)
    const found = await liveSession(quick, desk.name, digest, {
      started: ago(desk.longest),
      seen: ago(desk.idle),
    })
    if (!found) return undefined
    if (Date.parse(found.seenAt) < now() - NOTED) await touchSession(quick, digest, ago(0))
    const email =
      found.emailSealed && secrets.open(`${context} ${found.subject}`, found.emailSealed).toString()
    return { subject: found.subject, email }
  }

  async function end(request: FastifyRequest): Promise<void> {
    const id = readCookie(request, cookie)
    if (id !== undefined) await deleteSession(quick, digestOf(id))
  }

  /** (2) */
  async function start(request: FastifyRequest, reply: FastifyReply, who: AtDesk): Promise<void> {
    await end(request)
    const id = randomBytes(32).toString('base64url')
    await insertSession(quick, {
      digest: digestOf(id),
      desk: desk.name,
      subject: who.subject,
      emailSealed:
        who.email === null ? null : secrets.seal(`${context} ${who.subject}`, Buffer.from(who.email)),
      at: ago(0),
    })
    setCookie(reply, cookie, id)
  }

  /** (1) */
  function takeAway(request: FastifyRequest, reply: FastifyReply): z.output<typeof awaySchema> | undefined {
    const sealed = readCookie(request, awayCookie)
    clearCookie(reply, awayCookie)
    if (sealed === undefined) return undefined
    try {
      const text = secrets.open(context, Buffer.from(sealed, 'base64url')).toString()
      const read = awaySchema.safeParse(JSON.parse(text))
      return read.success && read.data.until > now() ? read.data : undefined
    } catch {
      return undefined
    }
  }

  function serve(app: FastifyInstance): void {
    inBothLanguages(app, (site) => {
      site.get<{ Querystring: { to?: unknown } }>(`${desk.at}/sign-in`, anyone, async (request, reply) => {
        const { locale } = request.words
        const begun = await desk.relyingParty
          .begin(returnTo, {
            ...desk.ask,
            parameters: { ...desk.ask.parameters, ui_locales: locale },
          })
          .catch((error: unknown) => {
            request.log.error({ err: error }, 'the provider for signing in does not answer')
            throw new Unavailable(request.words.say('one-login.desks.provider-away'))
          })
        const to = ownAddress(desk.at, request.query.to) ?? addressIn(locale, desk.at)
        const away = { ...begun.away, to, until: now() + SIGNING_IN * 1000 }
        const sealed = secrets.seal(context, Buffer.from(JSON.stringify(away))).toString('base64url')
        setCookie(reply, awayCookie, sealed, { maxAge: SIGNING_IN })
        return reply.header('cache-control', 'no-store').redirect(begun.to)
      })

      site.get(`${desk.at}/sign-in/return`, anyone, async (request, reply) => {
        const away = takeAway(request, reply)
        reply.header('cache-control', 'no-store')
        const returned = away && (await desk.relyingParty.end(new URL(request.url, publicUrl), away))
        const context = { desk: desk.name, again: `${desk.at}/sign-in` }
        if (!away || !returned) return reply.code(400).page('one-login/desks/views/not-signed-in', context)
        const who = await desk.admit(returned)
        if (!who) return reply.code(403).page('one-login/desks/views/not-for-you', context)
        await start(request, reply, who)
        return reply.redirect(away.to)
      })

      site.post(`${desk.at}/sign-out`, anyone, async (request, reply) => {
        await end(request)
        clearCookie(reply, cookie)
        return reply.redirect(addressIn(request.words.locale, desk.afterSigningOut), 303)
      })

      site.get(`${desk.at}/signed-out`, anyone, async (_request, reply) =>
        reply.page('one-login/desks/views/signed-out', { again: desk.at }),
      )
    })
  }

  return {
    name: desk.name,
    serve,
    page: (handler) =>
      async function atDesk(request, reply) {
        reply.header('cache-control', 'no-store')
        const who = await find(request)
        if (who) return await handler(who, request, reply)
        const back = request.method === 'GET' ? `?to=${encodeURIComponent(request.url)}` : ''
        return reply.redirect(addressIn(request.words.locale, `${desk.at}/sign-in`, back), 303)
      },
    show: (reply, view, context = {}) => reply.formPage(view, { signOut: `${desk.at}/sign-out`, ...context }),
    signOut: (subject) => deleteSessionsOf(quick, desk.name, subject),
    forgetOld: () => deleteSessionsBefore(quick, ago(desk.longest)),
  }
}

/** An address of this desk and no other site's; undefined: it is none. */
function ownAddress(at: string, wanted: unknown): string | undefined {
  if (typeof wanted !== 'string' || wanted.length > 500 || !/^\/[\w\-/.?=&%]*$/.test(wanted)) return undefined
  const { locale, path, query } = readAddress(wanted)
  return path === at || path.startsWith(`${at}/`) ? addressIn(locale, path, query) : undefined
}

function digestOf(id: string): Buffer {
  return createHash('sha256').update(id).digest()
}
