import { isAtLeast } from '../levels.ts'
import type { Account } from './account.ts'
import type { Fresh, Hurdle } from './people.ts'

/** RFC 5321: a path of 256 octets, less its angle brackets. */
const LONGEST = 254
/** How long an authentication is fresh enough to change what one signs in with, in milliseconds. */
const FRESH_FOR = 15 * 60_000
// One @ with something before it, a domain with a dot after it, and no spaces, controls or brackets that a mailer
// could read as more than one address.
const ADDRESS = /^[^\s@<>(),;:"[\]\\\p{C}]+@[^\s@<>(),;:"[\]\\\p{C}]+$/u
const DOMAIN =
  /^(?=.{1,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])$/u

/** The address that was typed, as it is kept: without spaces around it, its domain in small letters. Undefined: it is none. */
export function readEmail(typed: string): string | undefined {
  const text = typed.trim().normalize('NFC')
  if (Buffer.byteLength(text) > LONGEST || !ADDRESS.test(text)) return undefined
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  const domain = text.slice(at + 1).toLowerCase()
  if (local.length > 64 || /^\.|\.\.|\.$/.test(local) || !DOMAIN.test(domain)) return undefined
  return `${local}@${domain}`
}

/** What two spellings of one address have in common: all small letters. */
export function sameAddress(email: string): string {
  return email.toLowerCase()
}

/** Whether this authentication is recent and strong enough to change a credential of the account. */
export function isFresh(account: Account, fresh: Fresh, now: number): boolean {
  return (
    fresh.accountId === account.accountId &&
    isAtLeast(fresh.level, account.strongestLevel) &&
    now - fresh.at <= FRESH_FOR
  )
}

export function hurdleOf(account: Account, state: { common: boolean; terms: string }): Hurdle {
  const { intervention } = account
  if (intervention.state === 'blocked') return 'blocked'
  if (isShutOut(account)) return 'suspended'
  if (intervention.mustResetPassword || state.common) return 'reset the password'
  if (account.acceptedTerms !== state.terms) return 'accept the terms'
  return null
}

/** Suspended, with nothing that the person could do about it. */
export function isShutOut({ intervention }: Pick<Account, 'intervention'>): boolean {
  return (
    intervention.state === 'suspended' && !intervention.mustResetPassword && !intervention.mustReproveIdentity
  )
}
