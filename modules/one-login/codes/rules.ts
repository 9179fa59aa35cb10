import { randomInt } from 'node:crypto'
import type { EmailCodeFor } from '../accounts/people.ts'
import { LIFETIMES } from '../lifetimes.ts'

const DIGITS = 6

/** A code: six digits, each as likely as any other. */
export function makeCode(): string {
  return String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0')
}

/** For how many seconds a code is good. */
export function lifeOf(kind: EmailCodeFor): number {
  return kind === 'EMAIL_REGISTRATION' ? LIFETIMES.firstEmailCode : LIFETIMES.oneTimeCode
}
