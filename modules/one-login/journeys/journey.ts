import { z } from 'zod'
import { CREDENTIAL_LEVELS } from '../levels.ts'

/** The pages of a journey, each by the last part of its address: /sign-in/{uid}/{page}. `start` is /sign-in/{uid} itself. */
export const PAGES = [
  'start',
  'create-email',
  'check-email',
  'create-password',
  'set-up-app',
  'created',
  'enter-email',
  'enter-password',
  'enter-code',
  'lost-app',
  'forgotten-password',
  'must-reset',
  'reset-code',
  'reset-app-code',
  'new-password',
  'resend-code',
  'being-tested',
  'terms',
  'locked',
  'suspended',
  'blocked',
  'back-to-service',
] as const
export type Page = (typeof PAGES)[number]

const authenticated = z.object({
  accountId: z.string(),
  level: z.enum(CREDENTIAL_LEVELS),
  /** As RFC 8176 names them: pwd, otp. */
  methods: z.array(z.string()),
  /** Milliseconds since 1970. */
  at: z.number(),
})
/** Who has signed in during this journey, and how strongly so far. */
export type Authenticated = z.output<typeof authenticated>

/**
 * What one browser has done on the way through one authorization. What a person may do follows from what People has
 * recorded of them; this only says which page comes next.
 */
export const journeySchema = z.object({
  way: z.enum(['create', 'sign in', 'reset']).nullable(),
  /** As it was typed, once it was found to be an address. */
  email: z.string().nullable(),
  /** The code that was e-mailed for this way was right. */
  emailProved: z.boolean(),
  /** Resetting: whose password, and whether the authenticator's code is asked for before. */
  resetting: z.object({ accountId: z.string(), needsCode: z.boolean() }).nullable(),
  authenticated: authenticated.nullable(),
  /** The account was created in this journey. `told`: they have read that it was. */
  created: z.enum(['no', 'just now', 'told']),
  /** Resetting found that an operator has shut the account: nothing is left to do here. */
  shut: z.enum(['blocked', 'suspended']).nullable(),
  /** Signing in again: the address that was asked for first was right. */
  sameEmail: z.boolean(),
  /** The secret of an authenticator being set up, sealed by People. */
  pending: z.string().nullable(),
  /** What was tried too often last, and on which page. `until` in milliseconds since 1970. */
  locked: z
    .object({
      of: z.enum(['passwords', 'codes', 'sends']),
      until: z.number(),
      just: z.boolean(),
      on: z.enum(PAGES),
    })
    .nullable(),
  /** The service gets an error in place of a person, in the contract's words. `forTeam`: what its team reads instead. */
  refused: z
    .object({
      error: z.enum(['access_denied', 'login_required']),
      says: z.string(),
      forTeam: z.string().optional(),
    })
    .nullable(),
  /** The code that was e-mailed was tried too often: only a new one will do. */
  codeSpoiled: z.boolean(),
})
export type Journey = z.output<typeof journeySchema>

export const NEW_JOURNEY: Journey = {
  way: null,
  email: null,
  emailProved: false,
  resetting: null,
  authenticated: null,
  created: 'no',
  shut: null,
  sameEmail: false,
  pending: null,
  locked: null,
  refused: null,
  codeSpoiled: false,
}
