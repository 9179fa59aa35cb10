// A service that a team has registered, for tests.

import type { Browser } from '../desks/testing.ts'

export const CALLBACK = 'https://service.harbourton.example/callback'

/** Makes a team, and registers a service; the address of the service. */
export async function aService(browser: Browser, name = 'Pond licences'): Promise<string> {
  const made = await browser.post('/registry/teams/new', { name: 'Harbourton licensing' })
  const team = String(made.headers.location).split('/').at(-1) ?? ''
  const page = `/registry/services/new/address?name=${encodeURIComponent(name)}&team=${team}`
  const fields = { name, team, address: CALLBACK }
  const { headers } = await browser.post('/registry/services/new/address', fields, page)
  return String(headers.location)
}
