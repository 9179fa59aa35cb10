import type { Client } from '../clients/client.ts'
import { newClient } from '../clients/new-client.ts'
import type { ProtocolClients } from '../protocol/needs.ts'
import type { Configuration } from './configuration.ts'

/** The one client that the configuration describes, as it is now. */
export function createClients(current: () => Configuration): ProtocolClients {
  return {
    async find(clientId) {
      const client = clientOf(current())
      return client.clientId === clientId ? client : undefined
    },
  }
}

function clientOf({ clientConfiguration: told }: Configuration): Client {
  return newClient({
    clientId: told.clientId,
    clientName: told.clientId,
    testClient: true,
    redirectUrls: told.redirectUrls,
    postLogoutRedirectUrls: told.postLogoutRedirectUrls,
    backChannelLogoutUri: told.backChannelLogoutUri ?? null,
    scopes: told.scopes,
    claims: told.claims,
    clientLoCs: told.clientLoCs,
    identityVerificationSupported: told.identityVerificationSupported,
    idTokenSigningAlgorithm: told.idTokenSigningAlgorithm,
    tokenAuthMethod: told.token_auth_method,
    publicKeySource: told.publicKeySource,
    publicKey: told.publicKey,
    jwksUrl: told.jwksUrl ?? null,
    clientSecretHash: told.client_secret_hash ?? null,
    jarValidationRequired: told.jarValidationRequired ?? false,
    pkceEnforced: told.pkceEnforced ?? false,
    permitMissingNonce: told.permitMissingNonce ?? false,
    maxAgeEnabled: told.maxAgeEnabled ?? false,
  })
}
