// Somebody on the way through a journey: all of the pages and all that stands behind them, but for the protocol, whose
// part a list of authorizations plays.
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createServer } from '#platform/http'
import type { Open } from '../../../platform/database/testing.ts'
import { PASSWORD, type StartedPeople, startPeople } from '../accounts/testing.ts'
import { createArtefacts } from '../artefacts/artefacts.ts'
import { postgresShelf } from '../artefacts/queries.ts'
import type { Asked, Authorizations } from '../protocol/asked.ts'
import { testClient } from '../protocol/testing.ts'
import { oneLoginSite } from '../site.ts'
import { serveJourneys } from './routes.ts'

/** How an authorization ended. */
export type Ended =
  | { accountId: string; level: string; methods: readonly string[] }
  | { error: string; description: string; forTeam?: string }

export interface TestJourneys {
  readonly started: StartedPeople
  readonly app: FastifyInstance
  /** The same pages in a process of their own, which remembers nothing. */
  anotherProcess(): FastifyInstance
  /** A service sends somebody here; the answer is the uid of its authorization. */
  ask(wanted?: Partial<Asked>): string
  readonly ended: Map<string, Ended>
}

export const SERVICE = 'Register of ponds'

export async function startJourneys(open: Open): Promise<TestJourneys> {
  const started = await startPeople(open)
  const { base } = started.needs
  const authorizations = new Map<string, Asked>()
  const ended: TestJourneys['ended'] = new Map()

  function serve(): FastifyInstance {
    const app = createServer({
      ...oneLoginSite,
      name: base.profile.name,
      publicUrl: base.publicUrl,
      forms: { key: base.secrets.key('forms') },
    })
    serveJourneys(app, {
      people: started.people,
      authorizations: listed(authorizations, ended),
      artefacts: createArtefacts(postgresShelf(base)),
      mayUse: async (_client, email) => email.startsWith('tester'),
      now: base.now,
    })
    return app
  }

  return {
    started,
    app: serve(),
    anotherProcess: serve,
    ended,
    ask(wanted = {}) {
      const uid = randomBytes(16).toString('base64url')
      authorizations.set(uid, { ...ASKED, ...wanted, uid })
      return uid
    },
  }
}

const ASKED: Omit<Asked, 'uid'> = {
  client: testClient({ clientName: SERVICE }).client,
  credential: 'Cl.Cm',
  identity: ['P0'],
  why: 'signing in',
  accountId: null,
  signedInAt: null,
  claims: [],
  scopes: ['openid'],
  locale: 'en',
  loginHint: null,
  journeyId: 'a journey',
}

function listed(waiting: Map<string, Asked>, ended: Map<string, Ended>): Authorizations {
  const uidOf = (params: unknown): string =>
    typeof params === 'object' && params !== null && 'uid' in params ? String(params.uid) : ''
  return {
    asked: async ({ params }) => waiting.get(uidOf(params)),
    async signedIn({ params }, reply, who) {
      waiting.delete(uidOf(params))
      ended.set(uidOf(params), who)
      await reply.redirect('https://ponds.example/back?code=abc', 302)
    },
    async refuse({ params }, reply, error, description, forTeam) {
      waiting.delete(uidOf(params))
      ended.set(uidOf(params), { error, description, ...(forTeam !== undefined && { forTeam }) })
      await reply.redirect(`https://ponds.example/back?error=${error}`, 302)
    },
    proved: async () => {},
    signOutEverywhere: async () => {},
  }
}

/** A browser without JavaScript: it keeps cookies, and sends a page's form as the page has it. */
export interface Visitor {
  status: number
  heading: string
  title: string
  /** The main part as it is read. */
  text: string
  html: string
  /** Where it is, or where it was sent away to. */
  at: string
  headers: Record<string, unknown>
  go(path: string): Promise<Visitor>
  /** From here on another process answers. */
  moveTo(app: FastifyInstance): void
  /** Sends the form of the page that is open. */
  send(fields?: Record<string, string>): Promise<Visitor>
  /** Sends the same form to another address, or without its token. */
  post(path: string, fields: Record<string, string>): Promise<Visitor>
  token(): string
}

export function openVisitor(first: FastifyInstance): Visitor {
  const cookies = new Map<string, string>()
  let app = first

  async function ask(
    method: 'GET' | 'POST',
    path: string,
    fields?: Record<string, string>,
  ): Promise<Visitor> {
    const answer = await app.inject({
      method,
      url: path,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(fields && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(fields && { payload: new URLSearchParams(fields).toString() }),
    })
    for (const { name, value } of answer.cookies) cookies.set(name, value)
    const to = answer.headers.location
    if (to?.startsWith('/')) return ask('GET', to)
    const html = answer.body
    const [, onwards] = /<meta http-equiv="refresh" content="0; url=([^"]+)">/.exec(html) ?? []
    if (onwards) return ask('GET', onwards)
    const [, main = ''] = /<main[^>]*>([\s\S]*)<\/main>/.exec(html) ?? []
    return Object.assign(visitor, {
      status: answer.statusCode,
      html,
      at: to ?? path,
      headers: answer.headers,
      title: readAloud(/<title>([\s\S]*?)<\/title>/.exec(html)?.[1] ?? ''),
      heading: readAloud(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? ''),
      text: readAloud(main),
    })
  }

  const visitor: Visitor = {
    status: 0,
    heading: '',
    title: '',
    text: '',
    html: '',
    at: '',
    headers: {},
    go: (path) => ask('GET', path),
    moveTo(next) {
      app = next
    },
    send: (fields = {}) => ask('POST', visitor.at, { 'form-token': visitor.token(), ...fields }),
    post: (path, fields) => ask('POST', path, fields),
    token: () => /name="form-token" value="([\w-]+)"/.exec(visitor.html)?.[1] ?? '',
  }
  return visitor
}

/** As far as the password page takes somebody, in a browser of their own. */
export async function signInUpTo(
  { app }: TestJourneys,
  uid: string,
  email: string,
  password = PASSWORD,
): Promise<Visitor> {
  const visitor = openVisitor(app)
  await visitor.go(`/sign-in/${uid}/enter-email`)
  await visitor.send({ email })
  return visitor.send({ password })
}

function readAloud(html: string): string {
  return html
    .replaceAll(/<svg[\s\S]*?<\/svg>/g, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
