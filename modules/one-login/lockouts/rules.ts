import { LIFETIMES, MOST_ATTEMPTS } from '../lifetimes.ts'

/** How often something may be done before its method is locked for the account. */
interface Limit {
  readonly of: 'passwords' | 'codes' | 'sends' | 'tries'
  /** For so many seconds after the last one they are counted together. */
  readonly counted: number
  /** For so many seconds the method is locked; null: it is no lock-out, and whoever asks decides what comes of it. */
  readonly locks: number | null
}

const codes: Limit = { of: 'codes', counted: LIFETIMES.attempts, locks: LIFETIMES.lockout }
const sends: Limit = { of: 'sends', counted: LIFETIMES.attempts, locks: LIFETIMES.lockout }
const again: Limit = { of: 'tries', counted: LIFETIMES.attemptsAtReauthentication, locks: null }

/**
 * The contract's table, each kind of code request counted by itself. The first code of a new account has no row of
 * wrong tries: six of them spoil that code, and another must be sent. Recovery is a later part's.
 */
export const LIMITS = {
  PASSWORD: { of: 'passwords', counted: LIFETIMES.wrongPasswords, locks: LIFETIMES.lockout },

  EMAIL_PASSWORD_RESET: codes,
  EMAIL_CHANGE: codes,
  EMAIL_ACCOUNT_RECOVERY: codes,
  MFA_SIGN_IN: codes,
  MFA_PW_RESET_MFA: codes,
  MFA_ACCOUNT_RECOVERY: codes,
  MFA_REGISTRATION: {
    of: 'codes',
    counted: LIFETIMES.attemptsAtCreation,
    locks: LIFETIMES.lockoutAtCreation,
  },

  'EMAIL_REGISTRATION.SENDS': { ...sends, counted: LIFETIMES.attemptsAtCreation },
  'EMAIL_PASSWORD_RESET.SENDS': sends,
  'EMAIL_CHANGE.SENDS': sends,
  'EMAIL_ACCOUNT_RECOVERY.SENDS': sends,

  'REAUTHENTICATION.EMAIL': again,
  'REAUTHENTICATION.PASSWORD': again,
  MFA_REAUTHENTICATION: again,
} as const satisfies Record<string, Limit>

export type Limited = keyof typeof LIMITS

/** An attempt that was counted before it was looked at. */
export interface Counted {
  readonly count: number
  /** Milliseconds since 1970; null: not locked. */
  readonly lockedUntil: number | null
}

/** Whether the attempt may be looked at. */
export function isAdmitted({ count, lockedUntil }: Counted): boolean {
  return lockedUntil === null && count <= MOST_ATTEMPTS
}

/** Whether the attempt, having turned out wrong, was the last that there may be. */
export function wasLast({ count }: Counted): boolean {
  return count >= MOST_ATTEMPTS
}

/** When a method that is locked now opens, in milliseconds since 1970. */
export function lockFrom(kind: Limited, now: number): number | null {
  const { locks } = LIMITS[kind]
  return locks === null ? null : now + locks * 1000
}
