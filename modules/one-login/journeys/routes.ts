import type { FastifyInstance } from 'fastify'
import { inBothLanguages } from '#platform/http'
import { checkEmail, created, createEmail, createPassword, resendCode, setUpApp } from './creations.ts'
import { backToService, beingTested, blocked, locked, suspended, terms } from './ends.ts'
import { forgottenPassword, mustReset, newPassword, resetAppCode, resetCode } from './resets.ts'
import { enterCode, enterEmail, enterPassword, lostApp, start } from './sign-ins.ts'
import { createSteps, type Journeys } from './steps.ts'

/**
 * The pages between /authorize and the service: GET and POST /sign-in/{uid} and /sign-in/{uid}/{page}, in both
 * languages. `uid` is the authorization's, of which `authorizations` tells.
 */
export function serveJourneys(app: FastifyInstance, journeys: Journeys): void {
  const pages = [
    start,
    ...[createEmail, checkEmail, resendCode, createPassword, setUpApp, created],
    ...[enterEmail, enterPassword, enterCode, lostApp],
    ...[forgottenPassword, mustReset, resetCode, resetAppCode, newPassword],
    ...[beingTested, terms, locked, suspended, blocked, backToService],
  ]
  inBothLanguages(app, (local) => {
    const servePage = createSteps(local, journeys)
    for (const page of pages) servePage(page)
  })
}
