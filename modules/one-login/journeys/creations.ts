/* Creating an account: the address, the code sent to it, a password, an authenticator app. */
import { readForm } from '#platform/http'
import type { During, EmailCodeTried, People } from '../accounts/people.ts'
import { LIFETIMES } from '../lifetimes.ts'
import { qrCode } from './drawings.ts'
import { badPasswordKey, codeForm, emailForm, newPasswordForm } from './input.ts'
import { NEW_JOURNEY, type Page } from './journey.ts'
import { lockedOut, type PageOfJourney, type Taken, wrong } from './steps.ts'

export const createEmail: PageOfJourney = {
  page: 'create-email',
  show: ({ journey, asked }) => ({ value: journey.email ?? asked.loginHint }),
  async take({ people, during }, body) {
    const form = readForm(emailForm, body)
    if (!form.ok) return { is: 'wrong', errors: form.errors }
    const { email } = form.value
    const sent = await people.sendCode(during, { email, for: 'EMAIL_REGISTRATION' })
    if (!sent.ok) return lockedOut(sent, 'create-email')
    return { is: 'done', change: { ...NEW_JOURNEY, way: 'create', email } }
  },
}

export const checkEmail: PageOfJourney = {
  page: 'check-email',
  show: () => ({ minutes: LIFETIMES.firstEmailCode / 60 }),
  async take({ people, during, journey }, body) {
    const form = readForm(codeForm, body)
    if (!form.ok) return { is: 'wrong', errors: form.errors }
    const email = journey.email ?? ''
    const refused = await tryEmailCode(people, during, 'check-email', { ...form.value, email })
    return refused ?? { is: 'done', change: { emailProved: true } }
  },
}

/** A code that was e-mailed, for either way. Undefined: it was right. */
export async function tryEmailCode(
  people: People,
  during: During,
  on: Extract<Page, 'check-email' | 'reset-code'>,
  input: { email: string; code: string },
): Promise<Taken | undefined> {
  const kind = on === 'check-email' ? 'EMAIL_REGISTRATION' : 'EMAIL_PASSWORD_RESET'
  const tried: EmailCodeTried = await people.tryEmailCode(during, { ...input, for: kind })
  if (tried.ok) return undefined
  if (tried.why === 'locked') return lockedOut(tried, on)
  if (tried.why === 'ask for another')
    return { is: 'done', change: { codeSpoiled: true }, see: 'resend-code' }
  return wrong('code', 'one-login.error.code.wrong-or-old')
}

/** Another code, for whichever way it is. */
export const resendCode: PageOfJourney = {
  page: 'resend-code',
  show: ({ journey }) => ({ isSpoiled: journey.codeSpoiled }),
  async take({ people, during, journey }) {
    const isReset = journey.way === 'reset'
    const kind = isReset ? 'EMAIL_PASSWORD_RESET' : 'EMAIL_REGISTRATION'
    const sent = await people.sendCode(during, { email: journey.email ?? '', for: kind })
    if (!sent.ok) return lockedOut(sent, 'resend-code')
    return { is: 'done', change: {} }
  },
}

export const createPassword: PageOfJourney = {
  page: 'create-password',
  async take({ people, during, journey, now }, body) {
    const form = readForm(newPasswordForm, body)
    if (!form.ok) return { is: 'wrong', errors: form.errors }
    const email = journey.email ?? ''
    const made = await people.create(during, { email, password: form.value.password })
    if (made.ok) {
      const authenticated = {
        accountId: made.account.accountId,
        level: 'Cl' as const,
        methods: ['pwd'],
        at: now,
      }
      return { is: 'done', change: { way: 'sign in', authenticated, created: 'just now' } }
    }
    if (made.why === 'bad password') return wrong('password', badPasswordKey(made.fault))
    // Somebody created it since, with this same mailbox: it is theirs to sign in to.
    if (made.why === 'taken') return { is: 'done', change: { ...NEW_JOURNEY, way: 'sign in', email } }
    return { is: 'done', change: { emailProved: false } }
  },
}

export const setUpApp: PageOfJourney = {
  page: 'set-up-app',
  async show({ people, journey, keep }) {
    const { accountId = '' } = journey.authenticated ?? {}
    const made = await people.newAuthenticator(accountId, journey.pending ?? undefined)
    if (!made) throw new Error('an authenticator is set up for an account that does not exist')
    if (made.pending !== journey.pending) await keep({ pending: made.pending })
    return { secret: made.secret, picture: qrCode(made.uri) }
  },
  async take({ request, people, during, journey, now }, body) {
    const form = readForm(codeForm, body)
    if (!form.ok) return { is: 'wrong', errors: form.errors }
    const { authenticated, pending } = journey
    if (!authenticated || !pending) return wrong('code', 'one-login.error.code.again')
    const { accountId, level, at } = authenticated
    const fresh = { accountId, level, at, keep: request }
    const added = await people.addAuthenticator(during, fresh, { pending, code: form.value.code })
    if (added.ok) {
      const stronger = { accountId, level: 'Cl.Cm' as const, methods: ['pwd', 'otp'], at: now }
      return { is: 'done', change: { authenticated: stronger, pending: null } }
    }
    switch (added.why) {
      case 'locked':
        return lockedOut(added, 'set-up-app')
      case 'wrong':
        return wrong('code', 'one-login.error.code.wrong-app')
      case 'expired':
        return { is: 'done', change: { pending: null } }
      case 'has one':
        return { is: 'done', change: { pending: null } }
      case 'not fresh':
        return { is: 'done', change: { authenticated: null, pending: null } }
    }
  },
}

export const created: PageOfJourney = {
  page: 'created',
  take: async () => ({ is: 'done', change: { created: 'told' } }),
}
