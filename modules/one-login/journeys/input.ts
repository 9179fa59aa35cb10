/* What the forms of a journey hold. Messages are keys. */
import { z } from 'zod'
import type { BadPassword } from '../accounts/people.ts'
import { readEmail } from '../accounts/rules.ts'
import { badPassword } from '../passwords/choices.ts'

const address = z
  .string('one-login.error.email.enter')
  .max(1000, 'one-login.error.email.format')
  .transform((text, context) => {
    const email = readEmail(text)
    if (email === undefined) {
      const isEmpty = text.trim() === ''
      context.addIssue({
        code: 'custom',
        message: isEmpty ? 'one-login.error.email.enter' : 'one-login.error.email.format',
      })
    }
    return email ?? z.NEVER
  })

export const emailForm = z.object({ email: address })

// People copy codes with spaces and dashes around and between the digits.
export const codeForm = z.object({
  code: z
    .string('one-login.error.code.enter')
    .max(100, 'one-login.error.code.digits')
    .transform((text) => text.replaceAll(/[\s\-–—]/g, ''))
    .pipe(
      z
        .string()
        .min(1, 'one-login.error.code.enter')
        .regex(/^\d{6}$/, 'one-login.error.code.digits'),
    ),
})

/** A password that is known: only whether one was typed is asked here. */
export const passwordForm = z.object({
  password: z
    .string('one-login.error.password.enter')
    .min(1, 'one-login.error.password.enter')
    .max(4096, 'one-login.error.password.wrong'),
})

const NEW_PASSWORD = 'one-login.error.new-password.'

/**
 * A new password, typed twice. It is judged before the two are compared: neither is shown again, so that one that will
 * not do is typed anew anyway. Whether it is the present one, People says.
 */
export const newPasswordForm = z
  .object({
    password: z
      .string(`${NEW_PASSWORD}enter`)
      .min(1, { error: `${NEW_PASSWORD}enter`, abort: true })
      .max(4096, { error: `${NEW_PASSWORD}too-long`, abort: true })
      .superRefine((password, context) => {
        const bad = badPassword(password)
        if (bad) context.addIssue({ code: 'custom', message: badPasswordKey(bad.fault) })
      }),
    again: z.string(`${NEW_PASSWORD}again`).max(4096, `${NEW_PASSWORD}again`),
  })
  .refine(({ password, again }) => password === again, {
    path: ['again'],
    message: `${NEW_PASSWORD}again`,
    when: ({ issues }) => issues.length === 0,
  })

/** The message for what is wrong with a new password. */
export function badPasswordKey(fault: BadPassword['fault']): string {
  return `${NEW_PASSWORD}${fault.replaceAll(' ', '-')}`
}

export const termsForm = z.object({ answer: z.enum(['accept', 'leave'], 'one-login.error.terms') })
