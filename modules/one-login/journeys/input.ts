/* What the forms of a journey hold. Messages are keys. */
import { z } from 'zod'
import { readEmail } from '../accounts/rules.ts'

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

/** A new password, typed twice. What is wrong with it People says, who know the rules. */
export const newPasswordForm = z
  .object({
    password: z
      .string('one-login.error.new-password.enter')
      .min(1, 'one-login.error.new-password.enter')
      .max(4096, 'one-login.error.new-password.too-long'),
    again: z.string('one-login.error.new-password.again').max(4096, 'one-login.error.new-password.again'),
  })
  .refine(({ password, again }) => password === again, {
    path: ['again'],
    message: 'one-login.error.new-password.again',
  })

export const termsForm = z.object({ answer: z.enum(['accept', 'leave'], 'one-login.error.terms') })
