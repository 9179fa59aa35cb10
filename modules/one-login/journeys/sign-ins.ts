/* Signing in: the address, the password, the code. Stepping up and signing in again are parts of it. */

import { readForm } from '#platform/http'
import type { During, People, TriedAgain } from '../accounts/people.ts'
import { codeForm, emailForm, passwordForm } from './input.ts'
import { type Authenticated, type Journey, NEW_JOURNEY } from './journey.ts'
import { isAgain, maySee, nextPage, whoIsHere } from './rules.ts'
import { lockedOut, type PageOfJourney, type Step, type Taken, wrong } from './steps.ts'

const MFA = ['pwd', 'otp']

export const start: PageOfJourney = { page: 'start' }

export const enterEmail: PageOfJourney = {
  page: 'enter-email',
  show: ({ journey, asked }) => ({ value: journey.email ?? asked.loginHint }),
  async take(step, body) {
    const form = readForm(emailForm, body)
    if (!form.ok) return { is: 'wrong', errors: form.errors }
    const { email } = form.value
    const change: Journey = { ...NEW_JOURNEY, way: 'sign in', email }
    if (!isAgain(step.asked)) return { is: 'done', change }
    const { people, during } = step
    const tried = await again(step, 'email', (accountId) =>
      people.tryEmailAgain(during, { accountId, email }),
    )
    return tried ?? { is: 'done', change: { ...change, sameEmail: true } }
  },
}

export const enterPassword: PageOfJourney = {
  page: 'enter-password',
  show: ({ asked, journey, known }) => ({
    isStepUp: asked.why === 'stepping up',
    mayForget: maySee('forgotten-password', asked, journey, known),
    mayChange: !isAgain(asked) && maySee('enter-email', asked, journey, known),
  }),
  async take(step, body) {
    const form = readForm(passwordForm, body)
    if (!form.ok) return { is: 'wrong', errors: form.errors }
    const { password } = form.value
    const { people, during, asked, now } = step
    if (isAgain(asked)) {
      const refused = await again(step, 'password', (accountId) =>
        people.tryPasswordAgain(during, { accountId, password }),
      )
      if (refused) return refused
      return signedInAt(step, { accountId: asked.accountId ?? '', level: 'Cl', methods: ['pwd'], at: now })
    }
    // Somebody who is stepping up has an account, and has not typed its address in this journey.
    const email = whoIsHere(asked, step.journey) === null ? step.journey.email : step.known?.email
    if (!email) return { is: 'done', change: NEW_JOURNEY }
    const tried = await people.tryPassword(during, { email, password })
    if (!tried.ok)
      return tried.why === 'locked'
        ? lockedOut(tried, 'enter-password')
        : wrong('password', 'one-login.error.password.wrong')
    const { accountId } = tried.account
    return signedInAt(step, { accountId, level: 'Cl', methods: ['pwd'], at: now })
  },
}

export const enterCode: PageOfJourney = {
  page: 'enter-code',
  show: ({ asked }) => ({ isStepUp: asked.why === 'stepping up' }),
  async take(step, body) {
    const form = readForm(codeForm, body)
    if (!form.ok) return { is: 'wrong', errors: form.errors }
    const { code } = form.value
    const { people, during, asked, journey, now } = step
    const accountId = whoIsHere(asked, journey)?.accountId ?? ''
    const refused = isAgain(asked)
      ? await again(step, 'code', () => people.tryCodeAgain(during, { accountId, code }))
      : await tryCode(people, during, { accountId, code })
    return refused ?? signedInAt(step, { accountId, level: 'Cl.Cm', methods: MFA, at: now })
  },
}

/** "You cannot change this yet": a lost second factor has no way back in this version, and never by e-mail alone. */
export const lostApp: PageOfJourney = {
  page: 'lost-app',
  show: ({ asked, journey, known }) => ({ back: nextPage(asked, journey, known) }),
}

function signedInAt({ journey }: Step, authenticated: Authenticated): Taken {
  return { is: 'done', change: { ...journey, way: 'sign in', authenticated } }
}

async function tryCode(
  people: People,
  during: During,
  input: { accountId: string; code: string },
): Promise<Taken | undefined> {
  const tried = await people.tryCode(during, { ...input, for: 'MFA_SIGN_IN' })
  if (tried.ok) return undefined
  if (tried.why === 'locked') return lockedOut(tried, 'enter-code')
  return wrong('code', 'one-login.error.code.wrong')
}

/** A try of signing in again. Too many end the journey, and the service is told; they lock nobody out. */
async function again(
  { asked }: Step,
  field: 'email' | 'password' | 'code',
  tryIt: (accountId: string) => Promise<TriedAgain>,
): Promise<Taken | undefined> {
  const tried = await tryIt(asked.accountId ?? '')
  if (tried.ok) return undefined
  if (tried.why === 'too many')
    return { is: 'refused', error: 'login_required', says: 'Re-authentication failed' }
  return wrong(field, field === 'email' ? 'one-login.error.email.same' : `one-login.error.${field}.wrong`)
}
