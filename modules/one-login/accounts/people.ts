/*
 * The people of the provider, as pages and protocol see them. What all of it keeps to:
 *  1. Nobody learns whether an address has an account. Functions take the address that was typed; where there is no
 *     account, a shadow of one is tried, counted and locked in its place, with the same work and the same answers.
 *     Mail says what a page may not: only whoever reads that mailbox sees it.
 *  2. A try is counted before it is checked: a thousand at once are not more than six.
 *  3. What was proved in a journey (a code from an e-mail, the second factor of a reset) is kept here, not by the
 *     pages, and is used up by the act that it allows. A page that skips a step is refused: `not proved`.
 *  4. Each act, its audit event and its mails are one transaction.
 *  5. Where too many passwords wait to be hashed, `Unavailable` is thrown before anything is counted.
 */
import type { FastifyRequest } from 'fastify'
import type { Locale } from '#shared/dates'
import type { CredentialLevel } from '../levels.ts'
import type { PasswordFault } from '../passwords/rules.ts'
import type { Account, Intervention } from './account.ts'

/** In which journey something happens. */
export interface During {
  /** An id of this journey in this browser: the authorization's uid, or one that an account page made. Codes are bound to it. */
  readonly journey: string
  readonly locale: Locale
  /** The id under which the request is logged, for the audit; null: there is none. */
  readonly requestId: string | null
}

/** When and how strongly the session of whoever is changing something was last authenticated. */
export interface Fresh {
  readonly accountId: string
  readonly level: CredentialLevel
  /** Milliseconds since 1970. */
  readonly at: number
  /** The request whose own session goes on where all others end. */
  readonly keep?: FastifyRequest
}

/** Why codes are sent by e-mail. `EMAIL_CHANGE` is ours; the others are the contract's types of code requests. */
export type EmailCodeFor = 'EMAIL_REGISTRATION' | 'EMAIL_PASSWORD_RESET' | 'EMAIL_CHANGE'
/** Why a code of the authenticator is asked for, other than to set it up. */
export type AuthenticatorCodeFor = 'MFA_SIGN_IN' | 'MFA_PW_RESET_MFA' | 'MFA_REAUTHENTICATION'

/** A method that is locked for this account. It says the same of an account that does not exist. */
export interface Locked {
  readonly ok: false
  readonly why: 'locked'
  /** What was tried too often: wrong passwords, wrong codes, or codes sent. Each has its own page. */
  readonly of: 'passwords' | 'codes' | 'sends'
  /** When it opens, in milliseconds since 1970. */
  readonly until: number
  /** True for the try that locked it; false where it already was. */
  readonly just: boolean
}

interface Refused<Why extends string> {
  readonly ok: false
  readonly why: Why
}

/**
 * What stands between somebody who is signed in and the service, most serious first; null: nothing.
 * Ask after every sign-in, step-up and reset. `reset the password`: an operator wants it, or the password is one of
 * the commonest; the journey is that of a forgotten password. `accept the terms`: they changed.
 */
export type Hurdle = 'blocked' | 'suspended' | 'reset the password' | 'accept the terms' | null

/** Wrong: it is not right, or there is no such account. */
export type SignedIn = { readonly ok: true; readonly account: Account } | Refused<'wrong'> | Locked

/** Wrong: not right, expired, used before, or never sent. */
export type AuthenticatorTried = { readonly ok: true } | Refused<'wrong' | 'not proved'> | Locked

export type CodeSent = { readonly ok: true } | Locked

export type EmailCodeTried =
  | { readonly ok: true }
  /** `ask for another`: this code was tried too often, and only a new one will do. */
  | Refused<'wrong' | 'ask for another'>
  | Locked

export type Created =
  | { readonly ok: true; readonly account: Account }
  /** `taken`: somebody created an account with this address since. The mailbox is theirs, so they may know. */
  | Refused<'not proved' | 'taken'>
  | BadPassword

export interface BadPassword {
  readonly ok: false
  readonly why: 'bad password'
  /** `same`: it is the present one. */
  readonly fault: PasswordFault | 'same'
}

export type ResetReady =
  /** `second factor`: the account has an authenticator, whose code (for MFA_PW_RESET_MFA) is asked for first. */
  | { readonly ok: true; readonly accountId: string; readonly next: 'second factor' | 'new password' }
  | Refused<'not proved' | 'blocked' | 'suspended'>

export type PasswordReset =
  /** The level that they have now shown: they need not sign in again. All sessions that there were have ended. */
  | { readonly ok: true; readonly account: Account; readonly level: CredentialLevel }
  | Refused<'not proved' | 'blocked' | 'suspended'>
  | BadPassword

/** `too many`: end the journey with login_required and sign the person out. It is not a lock-out. */
export type TriedAgain = { readonly ok: true } | Refused<'wrong' | 'too many'>

/** `not fresh`: they must first sign in again, at the strongest level that the account has. */
export type PasswordChanged = { readonly ok: true } | Refused<'not fresh'> | BadPassword

export type EmailChangeBegun = { readonly ok: true } | Refused<'not fresh' | 'same'> | Locked

export type EmailChanged =
  | { readonly ok: true; readonly account: Account }
  | Refused<'not fresh' | 'wrong' | 'ask for another' | 'taken'>
  | Locked

/** An authenticator that is being set up. */
export interface NewAuthenticator {
  /** The secret, sealed for this account: what the journey keeps between its pages. */
  readonly pending: string
  /** The secret in base 32, for those who type it. */
  readonly secret: string
  /** The otpauth: address for the QR code. */
  readonly uri: string
}

export type AuthenticatorAdded =
  | { readonly ok: true; readonly account: Account }
  /** `has one`: an account has one authenticator at most. Whoever has it may change it: `changeAuthenticator`. */
  | Refused<'not fresh' | 'wrong' | 'has one' | 'expired'>
  | Locked

/**
 * `has none`: an authenticator is added first, see `addAuthenticator`. `expired`: what was set up would replace one that
 * the account has no more, as where it is changed in two places at once.
 */
export type AuthenticatorChanged =
  | { readonly ok: true }
  | Refused<'not fresh' | 'wrong' | 'has none' | 'expired'>
  | Locked

/** Every address a function takes is first read by `readEmail` (accounts/rules.ts), which also says if it is one. */
export interface People {
  // What is known of an account

  /** Undefined: there is none with this id. */
  account(accountId: string): Promise<Account | undefined>
  hurdle(accountId: string): Promise<Hurdle>

  // Signing in

  /** The password page. Before the second factor, nothing but the level Cl is proved. */
  tryPassword(during: During, input: { email: string; password: string }): Promise<SignedIn>
  /**
   * The code of the authenticator: of signing in and stepping up (MFA_SIGN_IN), of signing in again
   * (use `tryCodeAgain`), of resetting the password (MFA_PW_RESET_MFA, after `resetReady`).
   */
  tryCode(
    during: During,
    input: { accountId: string; code: string; for: Exclude<AuthenticatorCodeFor, 'MFA_REAUTHENTICATION'> },
  ): Promise<AuthenticatorTried>
  /** Records in the audit that somebody is signed in (AUTH_LOG_IN_SUCCESS), and forgets earlier failed re-authentications. */
  signedIn(during: During, input: { accountId: string; level: CredentialLevel }): Promise<void>

  // Signing in again, because a service asked for it: the address, the password, the code. Each six times at most.

  tryEmailAgain(during: During, input: { accountId: string; email: string }): Promise<TriedAgain>
  tryPasswordAgain(during: During, input: { accountId: string; password: string }): Promise<TriedAgain>
  tryCodeAgain(during: During, input: { accountId: string; code: string }): Promise<TriedAgain>

  // Codes by e-mail

  /**
   * Sends a code, again too. To create an account with an address that has one, the mail says so in place of a code;
   * to reset the password of an account that does not exist, that it does not. For EMAIL_CHANGE see `beginEmailChange`.
   */
  sendCode(
    during: During,
    input: { email: string; for: Exclude<EmailCodeFor, 'EMAIL_CHANGE'> },
  ): Promise<CodeSent>
  tryEmailCode(
    during: During,
    input: { email: string; code: string; for: Exclude<EmailCodeFor, 'EMAIL_CHANGE'> },
  ): Promise<EmailCodeTried>

  // Creating an account

  /** After the right code. The account has its address and password, and has accepted the terms; it is signed in at Cl. */
  create(during: During, input: { email: string; password: string }): Promise<Created>
  /**
   * Shows what is being set up, as the account's first authenticator or in place of the one it has: a new secret, or the
   * one that the journey kept. Undefined: no such account.
   */
  newAuthenticator(accountId: string, pending?: string): Promise<NewAuthenticator | undefined>
  /** The first code proves that the app has the secret. The session is at Cl.Cm from then on. */
  addAuthenticator(
    during: During,
    fresh: Fresh,
    input: { pending: string; code: string },
  ): Promise<AuthenticatorAdded>
  acceptTerms(during: During, accountId: string): Promise<void>

  // Resetting the password: sendCode, tryEmailCode, resetReady, (tryCode), resetPassword

  resetReady(during: During, email: string): Promise<ResetReady>
  /** Lifts the lock of wrong passwords, ends every session, and tells the address. */
  resetPassword(during: During, input: { email: string; password: string }): Promise<PasswordReset>

  // Changing what one signs in with: each tells the old contact and ends all other sessions

  /** True if a credential may be changed now, with this authentication. */
  isFresh(fresh: Fresh): Promise<boolean>
  changePassword(during: During, fresh: Fresh, password: string): Promise<PasswordChanged>
  /** Sends a code to the new address; again too. */
  beginEmailChange(during: During, fresh: Fresh, email: string): Promise<EmailChangeBegun>
  changeEmail(during: During, fresh: Fresh, input: { email: string; code: string }): Promise<EmailChanged>
  /**
   * A new authenticator, shown by `newAuthenticator`, for whoever still has the old one: only its code makes them fresh.
   * Losing it is "You cannot change this yet". From then on the old one's codes are wrong, and the new one's first is
   * spent. Wrong codes of the new one are counted as those of a first one are.
   */
  changeAuthenticator(
    during: During,
    fresh: Fresh,
    input: { pending: string; code: string },
  ): Promise<AuthenticatorChanged>
  signOutEverywhere(during: During, accountId: string, keep?: FastifyRequest): Promise<void>
}

/** Who decided about an account, and why. */
export interface Decision {
  /** The operator's id. */
  readonly actor: string
  /** A code, not prose: it is kept in the audit for ever. */
  readonly reason: string
  readonly requestId: string | null
}

export type Intervened =
  | { readonly ok: true; readonly intervention: Intervention }
  /** `no change`: it is so already. `blocked`: lift that first. */
  | Refused<'no such account' | 'no change' | 'blocked'>

/** What operators may do about an account. Each ends its sessions, except lifting, and tells the services. */
export interface Interventions {
  /** Nobody signs in until it is lifted; or until they have reset the password, or proved their identity again, where that is asked. */
  suspend(
    accountId: string,
    until: { mustResetPassword: boolean; mustReproveIdentity: boolean },
    by: Decision,
  ): Promise<Intervened>
  /** For good, unless it is lifted. */
  block(accountId: string, by: Decision): Promise<Intervened>
  forceReset(accountId: string, by: Decision): Promise<Intervened>
  forceReprove(accountId: string, by: Decision): Promise<Intervened>
  lift(accountId: string, by: Decision): Promise<Intervened>
  /** To be called when they have proved it: ends `mustReproveIdentity`, and the suspension that waited for it. */
  identityReproved(accountId: string, requestId: string | null): Promise<Intervened>
}

/** A method that is locked or on the way to it, for support. */
export interface Lockout {
  /** A row of the table in lockouts/rules.ts: `PASSWORD`, `EMAIL_REGISTRATION`, … */
  readonly kind: string
  readonly of: Locked['of'] | 'tries'
  readonly count: number
  /** Milliseconds since 1970; null: not locked. */
  readonly lockedUntil: number | null
}

/** What support may look up. It is recorded who looked. */
export interface Support {
  find(email: string, by: Decision): Promise<Account | undefined>
  lockouts(accountId: string): Promise<readonly Lockout[]>
}
