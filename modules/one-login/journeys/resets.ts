/* A new password: a code sent to the address, the authenticator's code where there is one, the password. */
import { readForm } from '#platform/http'
import type { ResetReady } from '../accounts/people.ts'
import { LIFETIMES } from '../lifetimes.ts'
import { tryEmailCode } from './creations.ts'
import { badPasswordKey, codeForm, newPasswordForm } from './input.ts'
import { type Journey, NEW_JOURNEY, type Page } from './journey.ts'
import { lockedOut, type PageOfJourney, type Step, type Taken, wrong } from './steps.ts'

export const forgottenPassword: PageOfJourney = {
  page: 'forgotten-password',
  take: (step) => begin(step, 'forgotten-password', step.journey.email ?? step.known?.email ?? null),
}

/** For whoever signed in with a password that will no longer do. */
export const mustReset: PageOfJourney = {
  page: 'must-reset',
  take: (step) => begin(step, 'must-reset', step.known?.email ?? null),
}

async function begin({ people, during, journey }: Step, on: Page, email: string | null): Promise<Taken> {
  if (email === null) return { is: 'done', change: NEW_JOURNEY }
  const sent = await people.sendCode(during, { email, for: 'EMAIL_PASSWORD_RESET' })
  if (!sent.ok) return lockedOut(sent, on)
  return {
    is: 'done',
    change: { ...journey, way: 'reset', email, emailProved: false, resetting: null, authenticated: null },
  }
}

export const resetCode: PageOfJourney = {
  page: 'reset-code',
  show: () => ({ minutes: LIFETIMES.oneTimeCode / 60 }),
  async take({ people, during, journey }, body) {
    const form = readForm(codeForm, body)
    if (!form.ok) return { is: 'wrong', errors: form.errors }
    const email = journey.email ?? ''
    const refused = await tryEmailCode(people, during, 'reset-code', { ...form.value, email })
    if (refused) return refused
    return afterProof(await people.resetReady(during, email))
  },
}

function afterProof(ready: ResetReady): Taken {
  if (ready.ok) {
    const { accountId, next } = ready
    return {
      is: 'done',
      change: { emailProved: true, resetting: { accountId, needsCode: next === 'second factor' } },
    }
  }
  if (ready.why === 'not proved') return wrong('code', 'one-login.error.code.wrong-or-old')
  return { is: 'done', change: { shut: ready.why } }
}

export const resetAppCode: PageOfJourney = {
  page: 'reset-app-code',
  async take({ people, during, journey: { resetting } }, body) {
    const form = readForm(codeForm, body)
    if (!form.ok) return { is: 'wrong', errors: form.errors }
    const { accountId = '' } = resetting ?? {}
    const tried = await people.tryCode(during, { ...form.value, accountId, for: 'MFA_PW_RESET_MFA' })
    if (tried.ok) return { is: 'done', change: { resetting: { accountId, needsCode: false } } }
    if (tried.why === 'locked') return lockedOut(tried, 'reset-app-code')
    if (tried.why === 'not proved') return startAgain
    return wrong('code', 'one-login.error.code.wrong')
  },
}

export const newPassword: PageOfJourney = {
  page: 'new-password',
  async take({ people, during, journey, now }, body) {
    const form = readForm(newPasswordForm, body)
    if (!form.ok) return { is: 'wrong', errors: form.errors }
    const reset = await people.resetPassword(during, {
      email: journey.email ?? '',
      password: form.value.password,
    })
    if (reset.ok) {
      const { account, level } = reset
      const methods = level === 'Cl' ? ['pwd'] : ['pwd', 'otp']
      const authenticated = { accountId: account.accountId, level, methods, at: now }
      return { is: 'done', change: { way: 'sign in', resetting: null, authenticated } }
    }
    if (reset.why === 'bad password') return wrong('password', badPasswordKey(reset.fault))
    if (reset.why === 'not proved') return startAgain
    return { is: 'done', change: { shut: reset.why } }
  },
}

const backToPassword: Partial<Journey> = { way: 'sign in', emailProved: false, resetting: null }
/** The proof was too old: they begin at the password again. */
const startAgain: Taken = { is: 'done', change: backToPassword }
