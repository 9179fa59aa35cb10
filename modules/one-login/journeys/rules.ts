/*
 * A journey as a machine of states: which page is next, and which pages may be seen. Pure.
 *
 *  1. What is next follows from what was asked and what was done, never from the page that was seen last: a journey goes
 *     on after a crash, in another tab, or from a link in the middle.
 *  2. A page that may be seen may be seen again, by the back button or twice. One whose step is done may not.
 *  3. Nothing is next for somebody who is blocked or suspended, and nothing but a new password for somebody who must
 *     have one.
 *  4. A service gets the level that it asked for, or the person does not arrive there.
 *  5. An account that was created in this journey has a second factor at its end, whatever the service asked for.
 *  6. Whoever may not use a service that is being tested learns it once it is certain who they are: not before, which
 *     would tell whose address is known, and not after setting up what they would have no use for.
 */
import type { Hurdle } from '../accounts/people.ts'
import { type CredentialLevel, isAtLeast } from '../levels.ts'
import type { Asked } from '../protocol/asked.ts'
import type { Authenticated, Journey, Page } from './journey.ts'

/** What the accounts know of whoever the journey is about; null: nobody is known yet. */
export interface Known {
  readonly accountId: string
  readonly email: string
  /** Of the account: its strongest way in. */
  readonly strongestLevel: CredentialLevel
  readonly hurdle: Hurdle
  /** False: the service is being tested, and they are not of those who may use it. */
  readonly mayUse: boolean
}

/** Of what a service asked, what pages depend on. */
export type Wanted = Pick<Asked, 'why' | 'credential' | 'accountId' | 'signedInAt'>

/** The page that is next; `done`: none, the person is signed in as the service asked, or it is told why not. */
export function nextPage(wanted: Wanted, journey: Journey, known: Known | null): Page | 'done' {
  if (journey.refused) return 'done'
  if (journey.shut) return journey.shut // (3)
  const who = whoIsHere(wanted, journey)
  if (who && known && journey.way !== 'reset') return nextOfSomebody(wanted, journey, who, known)
  if (known?.hurdle === 'blocked' || known?.hurdle === 'suspended') return known.hurdle // (3)
  switch (journey.way) {
    case 'create':
      return journey.emailProved ? 'create-password' : 'check-email'
    case 'reset':
      return nextOfReset(journey)
    case 'sign in':
      return isAgain(wanted) && !journey.sameEmail ? 'enter-email' : 'enter-password'
    default:
      return isAgain(wanted) ? 'enter-email' : 'start'
  }
}

function nextOfSomebody(wanted: Wanted, journey: Journey, who: Here, known: Known): Page | 'done' {
  const { hurdle } = known
  if (hurdle === 'blocked' || hurdle === 'suspended') return hurdle // (3)
  if (hurdle === 'reset the password') return 'must-reset' // (3)
  const needed = journey.created === 'no' ? wanted.credential : 'Cl.Cm' // (5)
  if (!isAtLeast(who.level, needed)) {
    if (known.strongestLevel === 'Cl.Cm') return 'enter-code'
    if (!known.mayUse) return 'being-tested' // (6)
    // Only somebody who has just typed their password may add a second factor to it.
    return journey.authenticated ? 'set-up-app' : 'enter-password'
  }
  if (!known.mayUse) return 'being-tested' // (6)
  if (hurdle === 'accept the terms') return 'terms'
  return journey.created === 'just now' ? 'created' : 'done'
}

function nextOfReset({ emailProved, resetting }: Journey): Page {
  if (!emailProved || !resetting) return 'reset-code'
  return resetting.needsCode ? 'reset-app-code' : 'new-password'
}

/** (2) Every page that this journey may show now, besides the one that is next. */
export function maySee(page: Page, wanted: Wanted, journey: Journey, known: Known | null): boolean {
  const next = nextPage(wanted, journey, known)
  if (page === next) return true
  if (next === 'done') return page === 'back-to-service'
  switch (page) {
    case 'start':
    case 'create-email':
      return mayBeginAgain(wanted, journey) && !isAgain(wanted)
    case 'enter-email':
      return mayBeginAgain(wanted, journey)
    case 'enter-password':
      return isResetting(next) && journey.email !== null
    case 'forgotten-password':
      return next === 'enter-password' ? journey.authenticated === null : isResetting(next)
    case 'resend-code':
      return next === 'check-email' || next === 'reset-code'
    case 'lost-app':
      return next === 'enter-code' || next === 'reset-app-code'
    case 'locked':
      return journey.locked !== null
    default:
      return false
  }
}

/** Until an account was created, somebody may go back and use another address; but not whoever the session is of. */
function mayBeginAgain({ why }: Wanted, journey: Journey): boolean {
  return why !== 'stepping up' && journey.created === 'no'
}

function isResetting(page: Page | 'done'): boolean {
  return page === 'reset-code' || page === 'reset-app-code' || page === 'new-password'
}

/** A service asked that this person sign in again. Where it is not known who that is, anybody may try to sign in. */
export function isAgain({ why, accountId }: Wanted): boolean {
  return why === 'signing in again' && accountId !== null
}

type Here = Pick<Authenticated, 'accountId' | 'level'>

/** Who is signed in, by this journey or, where a service asks for more, by the session that there was. */
export function whoIsHere(wanted: Wanted, journey: Journey): Here | null {
  if (journey.authenticated) return journey.authenticated
  if (wanted.why !== 'stepping up' || wanted.accountId === null) return null
  return { accountId: wanted.accountId, level: wanted.signedInAt ?? 'Cl' }
}

/** Whose account the journey is about, if that is certain: signed in, or about to sign in again. */
export function whoseJourney(wanted: Wanted, journey: Journey): string | null {
  return whoIsHere(wanted, journey)?.accountId ?? (isAgain(wanted) ? wanted.accountId : null)
}
