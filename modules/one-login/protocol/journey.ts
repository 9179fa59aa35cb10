import { z } from 'zod'
import { CREDENTIAL_LEVELS, IDENTITY_LEVELS } from '../levels.ts'

/*
 * What the provider knows of one authorization, from the request until the tokens. The library carries it as a piece of
 * text: beside the request's parameters while a person is at the pages, then in the code, then in the access token.
 * Whoever asks cannot write it: it is made after the request was checked, and the library never sees that request.
 */

const credential = z.enum(CREDENTIAL_LEVELS)
const identity = z.enum(IDENTITY_LEVELS)

const journeySchema = z.object({
  /** The `sid` of its ID tokens. */
  journeyId: z.string(),
  /** The digest of a secret that one browser has: nobody else may go on with it. */
  browser: z.string(),
  credential: credential,
  /** Weakest first; only P0: none is asked for. */
  identity: z.array(identity),
  claims: z.array(z.string()),
  scopes: z.array(z.string()),
  locale: z.enum(['en', 'cy']),
  loginHint: z.string().nullable(),
  /** Seconds since the person last signed in. */
  maxAge: z.number().nullable(),
  /** The person signs in again, whatever session there is. */
  again: z.boolean(),
  /** The only subject, as this service knows them, that may. */
  subject: z.string().nullable(),
})
export type Journey = z.output<typeof journeySchema>

export const provedSchema = z.object({
  level: identity,
  returnCodes: z.array(z.string()).default([]),
})
export type ProvedHere = z.output<typeof provedSchema>

/** What the code, and after it the access token, know of the journey. */
const carriedSchema = journeySchema
  .pick({ journeyId: true, credential: true, claims: true, scopes: true })
  .extend({ proved: provedSchema })
export type Carried = z.output<typeof carriedSchema>

/** The name of the parameter under which the library keeps it. */
export const JOURNEY = 'journey'

/** @throws where the library has none: an authorization always has. */
export function readJourney(params: Readonly<Record<string, unknown>>): Journey {
  const text = z.string().parse(params[JOURNEY])
  const known = readBefore.get(params)
  if (known?.text === text) return known.journey
  const journey = journeySchema.parse(JSON.parse(text))
  readBefore.set(params, { text, journey })
  return journey
}

// One request asks for its own five times.
const readBefore = new WeakMap<object, { text: string; journey: Journey }>()

export function carriedFrom({ journeyId, credential, claims, scopes }: Journey, proved: ProvedHere): Carried {
  return { journeyId, credential, claims, scopes, proved }
}

/** In the shape in which the library hands the parameter `claims` on, which nothing else here uses. */
export function asClaims(carried: Carried): { userinfo: { journey: { value: string } } } {
  return { userinfo: { journey: { value: JSON.stringify(carried) } } }
}

const claimsSchema = z.object({ userinfo: z.object({ journey: z.object({ value: z.string() }) }) })

/** @throws where a code or token has none: each of ours has. */
export function readCarried(claims: unknown): Carried {
  return carriedSchema.parse(JSON.parse(claimsSchema.parse(claims).userinfo.journey.value))
}
