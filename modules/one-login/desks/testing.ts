// The pages at the desks for tests: a browser with its cookies, and somebody who comes back from the provider signed in.

import type { FastifyInstance } from 'fastify'
import { createServer } from '#platform/http'
import type { Outbound } from '#platform/outbound'
import type { Open } from '../../../platform/database/testing.ts'
import { type StartedPeople, startPeople } from '../accounts/testing.ts'
import type { Base } from '../base.ts'
import { oneLoginSite } from '../site.ts'
import { createDesks, type Desks } from './desks.ts'
import type { RelyingParty, Returned } from './relying-party.ts'

export const OFFICE = 'registry@harbourton.example'
export const OTHER_OFFICE = 'licensing@harbourton.example'

export interface TestDesks {
  readonly town: StartedPeople
  readonly base: Base
  readonly desks: Desks
  readonly app: FastifyInstance
  /** Every route of the desks, GET and POST. */
  readonly routes: readonly { method: 'GET' | 'POST'; url: string }[]
  /** What addresses elsewhere answer; others are refused. Each request is noted. */
  readonly elsewhere: { answers: Record<string, string>; asked: string[] }
  /** A browser in which somebody has signed in to the pages for teams, with this address. */
  asTeam(email?: string, claims?: Record<string, unknown>): Promise<Browser>
  asOperator(subject?: string, claims?: Record<string, unknown>): Promise<Browser>
}

export async function startDesks(open: Open): Promise<TestDesks> {
  const town = await startPeople(open)
  const { profile } = town.needs.base
  const base: Base = { ...town.needs.base, profile: { ...profile, teams: ['harbourton.example'] } }
  const elsewhere: TestDesks['elsewhere'] = { answers: {}, asked: [] }
  const desks = await createDesks(base, {
    audit: town.audit,
    mail: town.needs.mail,
    outbound: outboundTo(elsewhere),
    people: town.people,
    interventions: town.interventions,
    support: town.support,
    operators: {
      issuer: 'https://staff.example',
      clientId: 'one-login',
      clientSecret: 'secret',
      subjects: ['operator-1'],
      groups: ['one-login-operators'],
    },
    report: (problem) => {
      throw problem
    },
  })
  const app = createServer({
    ...oneLoginSite,
    name: base.profile.name,
    publicUrl: base.publicUrl,
    forms: { key: base.secrets.key('forms') },
  })
  const routes: { method: 'GET' | 'POST'; url: string }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of ['GET', 'POST'] as const)
      if ([method].flat().includes(each)) routes.push({ method: each, url })
  })
  const returning: { who: Returned | undefined } = { who: undefined }
  desks.serve(app, { teams: partyOf(returning), operators: partyOf(returning) })

  async function signedInAt(at: string, who: Returned): Promise<Browser> {
    const browser = new Browser(app)
    await browser.get(`${at}/sign-in`)
    returning.who = who
    await browser.get(`${at}/sign-in/return?code=1&state=state`)
    return browser
  }

  return {
    town,
    base,
    desks,
    app,
    routes,
    elsewhere,
    asTeam(email = OFFICE, claims = {}) {
      const subject = `subject-of-${email.split('@')[0]}=`
      return signedInAt('/registry', {
        subject,
        claims: { vot: 'Cl.Cm', email, email_verified: true, ...claims },
      })
    },
    asOperator: (subject = 'operator-1', claims = {}) => signedInAt('/operators', { subject, claims }),
  }
}

/** A provider that sends everybody back as whoever the test says. */
function partyOf(returning: { who: Returned | undefined }): RelyingParty {
  return {
    begin: async () => ({
      to: 'https://provider.example/authorize',
      away: { state: 'state', nonce: 'nonce', verifier: 'verifier' },
    }),
    end: async (address) => (address.searchParams.get('state') === 'state' ? returning.who : undefined),
  }
}

function outboundTo(elsewhere: TestDesks['elsewhere']): Outbound {
  return {
    async request(url) {
      elsewhere.asked.push(url)
      const text = elsewhere.answers[url]
      if (text === undefined) return { ok: false, why: 'refused address' }
      return { ok: true, status: 200, headers: new Headers(), body: Buffer.from(text) }
    },
    connect: async () => ({ ok: false, why: 'refused address' }),
    fetch: async () => {
      throw new TypeError('nothing is fetched here')
    },
  }
}

/** A browser without JavaScript: it keeps cookies, follows no redirect, and sends the forms that a page has. */
export class Browser {
  readonly app: FastifyInstance
  readonly cookies = new Map<string, string>()

  constructor(app: FastifyInstance) {
    this.app = app
  }

  async get(url: string) {
    return this.#took(await this.app.inject({ url, headers: this.#headers() }))
  }

  /** Sends a form with the token of a page. Without a page, there is none. */
  async post(url: string, fields: Record<string, string | string[]>, page = url) {
    const token = this.tokenIn((await this.get(page)).body)
    return await this.send(url, { ...(token === undefined ? {} : { 'form-token': token }), ...fields })
  }

  /** Sends fields as they are. */
  async send(url: string, fields: Record<string, string | string[]>, headers: Record<string, string> = {}) {
    const payload = new URLSearchParams()
    for (const [name, value] of Object.entries(fields))
      for (const each of Array.isArray(value) ? value : [value]) payload.append(name, each)
    return this.#took(
      await this.app.inject({
        method: 'POST',
        url,
        headers: { ...this.#headers(), 'content-type': 'application/x-www-form-urlencoded', ...headers },
        payload: payload.toString(),
      }),
    )
  }

  tokenIn(body: string): string | undefined {
    return /name="form-token" value="([\w-]+)"/.exec(body)?.[1]
  }

  #headers(): Record<string, string> {
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  }

  #took<T extends { cookies: { name: string; value: string }[] }>(answer: T): T {
    for (const { name, value } of answer.cookies) {
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }
}

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
}

/** A page as it is read aloud: words without tags. */
export function readAloud(html: string): string {
  return html
    .replace(/<(head|svg)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(lt|gt|amp|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim()
}
