import type { Client } from './client.ts'
import { FIRST_SETTINGS } from './input.ts'

/** A client that is not in the registry: as a service that was just begun, but in production, and for what is given. */
export function newClient(
  given: Pick<Client, 'clientId' | 'clientName' | 'redirectUrls'> & Partial<Client>,
): Client {
  return {
    ...FIRST_SETTINGS,
    clientType: 'web',
    isActive: true,
    testClient: false,
    clientSecretHash: null,
    ...given,
  }
}
