// A provider's people for tests: on a fresh database, with a clock that is moved, mails that are kept, and hashes that
// cost next to nothing.

import { randomBytes } from 'node:crypto'
import { Secret } from 'otpauth'
import { type Audit, auditModule, createAudit } from '#platform/audit'
import { sql } from '#platform/database'
import { createJobs, type Jobs, jobsModule } from '#platform/jobs'
import { createMail, type Message } from '#platform/mail'
import { createMessages, readCatalogue } from '#platform/messages'
import type { Open } from '../../../platform/database/testing.ts'
import { codeAt } from '../authenticators/rules.ts'
import type { Base } from '../base.ts'
import { createInterventions } from '../interventions/interventions.ts'
import { createPasswordLine, type LineOptions } from '../passwords/line.ts'
import { readProfile } from '../profile.ts'
import { createSecrets } from '../secrets.ts'
import { type OneLoginTables, oneLoginModule } from '../tables.ts'
import type { Account } from './account.ts'
import { createPeople } from './create-people.ts'
import type { Needs } from './needs.ts'
import type { During, Interventions, People, Support } from './people.ts'
import { createSupport } from './support.ts'

export const START = Date.parse('2026-11-22T09:00:00.000Z')
export const PASSWORD = 'harbour-lights-1906'

/** Argon2id at the least it may cost. */
export const CHEAP = { memory: 8, passes: 1 }

export interface StartedPeople {
  readonly people: People
  readonly interventions: Interventions
  readonly support: Support
  readonly needs: Needs
  readonly jobs: Jobs
  readonly audit: Audit
  readonly clock: { now: number }
  /** Who was signed out, why, and whether a session was kept. */
  readonly signedOut: { accountId: string; reason: string; kept: boolean }[]
  /** Every mail that went out to an address, the newest last. */
  mailsTo(address: string): Promise<Message[]>
  /** The code in the newest mail to an address; undefined: it has none. */
  codeTo(address: string): Promise<string | undefined>
  pass(seconds: number): void
}

export async function startPeople(open: Open, options: LineOptions = {}): Promise<StartedPeople> {
  const store = await open<OneLoginTables>([jobsModule, auditModule, oneLoginModule])
  const clock = { now: START }
  const now = () => clock.now
  const profile = readProfile(new URL('../profiles/uk.yaml', import.meta.url).pathname)
  if (!profile.ok) throw new Error(profile.says.join('\n'))
  const secrets = createSecrets(randomBytes(32))
  const base: Base = { store, now, secrets, profile: profile.profile, publicUrl: 'http://localhost:3001' }
  const jobs = createJobs({ store, role: 'accounts', now, report: () => {} })
  const mails: Message[] = []
  const provider = {
    deliver: async (message: Message) => {
      mails.push(message)
      return { ok: true } as const
    },
  }
  const signedOut: StartedPeople['signedOut'] = []
  const audit = createAudit({ store, role: 'accounts', now })
  const needs: Needs = {
    base,
    audit,
    mail: createMail({ provider, jobs, seal: secrets }),
    messages: createMessages([readCatalogue('one-login', new URL('../', import.meta.url))]),
    line: createPasswordLine({ cost: CHEAP, ...options }),
    signOutEverywhere: async (accountId, reason, but) => {
      signedOut.push({ accountId, reason, kept: but !== undefined })
    },
  }
  // One round after another: a mail that another round has in its hands would not be there yet.
  let delivered: Promise<unknown> = Promise.resolve()
  async function mailsTo(address: string): Promise<Message[]> {
    delivered = delivered.then(() => jobs.runDue())
    await delivered
    return mails.filter(({ to }) => to === address)
  }
  return {
    people: createPeople(needs),
    interventions: createInterventions(needs),
    support: createSupport(needs),
    needs,
    jobs,
    audit,
    clock,
    signedOut,
    mailsTo,
    async codeTo(address) {
      const mail = (await mailsTo(address)).at(-1)
      return /\b\d{6}\b/.exec(mail?.body ?? '')?.[0]
    },
    pass(seconds) {
      clock.now += seconds * 1000
    },
  }
}

/** A journey of its own in English. */
export function aJourney(journey: string = randomBytes(16).toString('base64url')): During {
  return { journey, locale: 'en', requestId: 'request-1' }
}

export interface MadeAccount {
  readonly account: Account
  readonly email: string
  readonly password: string
  /** The authenticator's secret; null: there is none. */
  readonly secret: Buffer | null
}

/** Creates an account as a person would, through the journey; with an authenticator unless it should have none. */
export async function makeAccount(
  started: StartedPeople,
  wanted: { email?: string; password?: string; authenticator?: boolean } = {},
): Promise<MadeAccount> {
  const { people, clock } = started
  const { email = `office-${randomBytes(6).toString('hex')}@harbourton.example`, password = PASSWORD } =
    wanted
  const during = aJourney()
  await people.sendCode(during, { email, for: 'EMAIL_REGISTRATION' })
  const code = (await started.codeTo(email)) ?? ''
  await people.tryEmailCode(during, { email, code, for: 'EMAIL_REGISTRATION' })
  const created = await people.create(during, { email, password })
  if (!created.ok) throw new Error(`an account could not be created: ${created.why}`)
  const { account } = created
  if (wanted.authenticator === false) return { account, email, password, secret: null }
  const { accountId } = account
  const made = await people.newAuthenticator(accountId)
  if (!made) throw new Error('an account that was just made is not there')
  const secret = secretIn(made.uri)
  const added = await people.addAuthenticator(
    during,
    { accountId, level: 'Cl', at: clock.now },
    { pending: made.pending, code: codeAt(secret, clock.now) },
  )
  if (!added.ok) throw new Error(`an authenticator could not be added: ${added.why}`)
  return { account: added.account, email, password, secret }
}

/** What the audit has of an account, oldest first. */
export async function actionsOf(started: StartedPeople, accountId: string): Promise<string[]> {
  return await started.needs.base.store.as('accounts', {}, async (tx) => {
    const { rows } = await sql<{ action: string }>`
      select action from audit.event where stream = ${accountId} order by seq`.execute(tx)
    return rows.map(({ action }) => action)
  })
}

/** The next code that the authenticator's owner can use: the clock moves on to it. */
export function nextCode(started: StartedPeople, secret: Buffer | null): string {
  if (!secret) throw new Error('this account has no authenticator')
  started.pass(30)
  return codeAt(secret, started.clock.now)
}

/** The secret that an app reads from a QR code. */
export function secretIn(uri: string): Buffer {
  const text = new URL(uri).searchParams.get('secret') ?? ''
  return Buffer.from(Secret.fromBase32(text).buffer)
}
