// A person who uses a browser: they create accounts, sign in, and work in a team.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Answer, Browser } from './browser.testing.ts'
import { authorizeAt } from './services.testing.ts'
import type { Target } from './testing.ts'

export const PASSWORD = 'harbour-lights-1906'

const STEP = 30_000

export interface Person {
  readonly email: string
  readonly secret: string
}

/** The id of the journey that a browser is in. */
export function uidOf(browser: Browser): string {
  return /\/sign-in\/([\w-]+)/.exec(browser.page?.at ?? '')?.[1] ?? ''
}

/** Creates an account through the pages, with an app; the browser ends at the service, signed in at Cl.Cm. */
export async function signUp(
  target: Target,
  browser: Browser,
  email = newAddress(),
): Promise<Person & { back: Answer }> {
  await browser.go(authorizeAt(target.ponds))
  await browser.go(`/sign-in/${uidOf(browser)}/create-email`)
  await browser.send({ email })
  await browser.send({ code: await codeTo(target, email) })
  await browser.send({ password: PASSWORD, again: PASSWORD })
  const secret = /class="fp-key">([A-Z2-7 ]+)</.exec(browser.page?.body ?? '')?.[1]?.replaceAll(' ', '') ?? ''
  await browser.send({ code: totp(target, secret) })
  const back = await browser.send()
  assert.ok(codeIn(back), `${back.status} at ${back.at}`)
  return { email, secret, back }
}

/** As far as a password takes somebody. */
export async function enter(
  target: Target,
  browser: Browser,
  email: string,
  password: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  await browser.go(authorizeAt(target.ponds, more))
  await browser.go(`/sign-in/${uidOf(browser)}/enter-email`)
  await browser.send({ email })
  return await browser.send({ password })
}

/** Signs in through the pages as far as the service. An app's code serves once: half a minute goes by. */
export async function signIn(
  target: Target,
  browser: Browser,
  { email, secret }: Person,
  more: Record<string, string> = {},
): Promise<Answer> {
  const afterPassword = await enter(target, browser, email, PASSWORD, more)
  if (codeIn(afterPassword)) return afterPassword
  target.pass(30)
  return await browser.send({ code: totp(target, secret) })
}

export function newAddress(): string {
  return `office-${randomBytes(6).toString('hex')}@harbourton.example`
}

export async function codeTo(target: Target, email: string): Promise<string> {
  const mails = await target.mailsTo(email)
  return /\b\d{6}\b/.exec(mails.at(-1)?.body ?? '')?.[0] ?? ''
}

export function totp(target: Target, secret: string): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Math.floor(target.base.now() / STEP) * STEP,
  })
}

/** The code with which the provider sent a browser back. */
export function codeIn({ headers }: Answer): string | undefined {
  const location = headers.get('location')
  return location === null ? undefined : (URL.parse(location)?.searchParams.get('code') ?? undefined)
}

/** A team of whoever is signed in: its address. */
export async function newTeam(browser: Browser, name: string): Promise<string> {
  await browser.go('/registry/teams/new')
  if (browser.page?.status === 404 || browser.token() === '') await browser.go('/registry/teams/new')
  const { at } = await browser.send({ name })
  assert.match(at, /^\/registry\/teams\/[\w-]{22}$/)
  return at
}

/** A key for the programs of a team. */
export async function keyOf(browser: Browser, team: string): Promise<string> {
  await browser.go(`${team}/keys`)
  const [key = ''] = /one-login-team-[\w-]+/.exec((await browser.send({ name: 'key' })).body) ?? []
  return key
}
