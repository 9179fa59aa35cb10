/* Where a journey does not simply go on: locked out, shut out, terms to accept. */
import { readForm } from '#platform/http'
import { NOT_LISTED } from '../protocol/asked.ts'
import { termsForm } from './input.ts'
import { isAgain, maySee } from './rules.ts'
import type { PageOfJourney } from './steps.ts'

const MINUTE = 60_000

export const locked: PageOfJourney = {
  page: 'locked',
  show({ journey, now }) {
    if (!journey.locked) return {}
    const { of, just, on, until } = journey.locked
    const minutes = Math.max(0, Math.ceil((until - now) / MINUTE))
    return { of, just, on, minutes, hours: Math.ceil(minutes / 60), mayReset: on === 'enter-password' }
  },
}

export const suspended: PageOfJourney = { page: 'suspended' }

export const blocked: PageOfJourney = { page: 'blocked' }

/** For whoever may not use a service that is being tested. The way on is back to it, which is told so. */
export const beingTested: PageOfJourney = {
  page: 'being-tested',
  show: ({ asked, journey, known }) => ({
    isNew: journey.created !== 'no',
    mayChange: !isAgain(asked) && maySee('enter-email', asked, journey, known),
  }),
  take: async () => ({ is: 'refused', error: 'access_denied', ...NOT_LISTED }),
}

/** It has no form: it goes to the start of the journey by itself, and from there to the service. */
export const backToService: PageOfJourney = { page: 'back-to-service' }

export const terms: PageOfJourney = {
  page: 'terms',
  async take({ people, during, known }, body) {
    const form = readForm(termsForm, body)
    if (!form.ok) return { is: 'wrong', errors: form.errors }
    if (form.value.answer === 'leave')
      return { is: 'refused', error: 'access_denied', says: 'The terms were not accepted' }
    if (known) await people.acceptTerms(during, known.accountId)
    return { is: 'done', change: {} }
  },
}
