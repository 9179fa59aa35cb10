// A whole provider for a browser: protocol, people, journeys and the pages about it, over HTTP, with a service that says
// what came back to it.
import { createServer as createPlainServer, type Server } from 'node:http'
import { createServer } from '#platform/http'
import { createOutbound } from '#platform/outbound'
import type { Open } from '../../../platform/database/testing.ts'
import { serveAbout } from '../about/routes.ts'
import { createPeople } from '../accounts/create-people.ts'
import type { People } from '../accounts/people.ts'
import { type StartedPeople, startPeople } from '../accounts/testing.ts'
import { createArtefacts } from '../artefacts/artefacts.ts'
import { postgresShelf } from '../artefacts/queries.ts'
import type { Client } from '../clients/client.ts'
import { serveCredentials } from '../credentials/routes.ts'
import { yourAccountClient } from '../credentials/sign-in-here.ts'
import { sealedKeeper } from '../keys/keepers/sealed.ts'
import { createKeys } from '../keys/keys.ts'
import { createProtocol, type Protocol } from '../protocol/protocol.ts'
import { testClient } from '../protocol/testing.ts'
import { oneLoginSite } from '../site.ts'
import { serveJourneys } from './routes.ts'

export interface WholeProvider {
  readonly url: string
  readonly started: StartedPeople
  /** The address to which the service sends a browser; `more` are parameters besides the usual ones. */
  authorize(more?: Record<string, string>): string
  close(): Promise<void>
}

export async function startWholeProvider(open: Open): Promise<WholeProvider> {
  const started = await startPeople(open)
  const service = createPlainServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const came = searchParams.has('code') ? 'a code' : searchParams.get('error')
    response.setHeader('content-type', 'text/html')
    response.end(
      `<!DOCTYPE html><html lang="en"><title>Ponds</title><h1>Ponds</h1><p>It brought ${came}.</p>`,
    )
  })
  const serviceUrl = `http://localhost:${await listen(service)}`
  const port = await freePort()
  const url = `http://localhost:${port}`
  const base = { ...started.needs.base, publicUrl: url }
  const artefacts = createArtefacts(postgresShelf(base))
  const { client } = testClient({ redirectUrls: [`${serviceUrl}/back`] })
  const clients = new Map<string, Client>(
    [client, yourAccountClient(url, 'your account')].map((each) => [each.clientId, each]),
  )
  const people: People = createPeople({
    ...started.needs,
    base,
    signOutEverywhere: (accountId, reason, but) =>
      protocol.authorizations.signOutEverywhere(accountId, reason, but),
  })
  const protocol: Protocol = createProtocol(base, {
    artefacts,
    keys: await createKeys(base, { keeper: sealedKeeper(base) }),
    clients: { find: async (clientId) => clients.get(clientId), recordError: () => {} },
    people,
    identities: { find: async () => undefined },
    outbound: createOutbound({ allow: [] }),
    jobs: started.jobs,
    audit: started.audit,
  })
  const app = createServer({
    ...oneLoginSite,
    name: base.profile.name,
    publicUrl: url,
    forms: { key: base.secrets.key('forms') },
  })
  const { now } = base
  protocol.serve(app)
  serveJourneys(app, { people, authorizations: protocol.authorizations, artefacts, now })
  serveCredentials(app, { people, sessions: protocol.sessions, artefacts, now, publicUrl: url })
  serveAbout(app, { publicUrl: url, now })
  await app.listen({ port, host: 'localhost' })
  return {
    url,
    started,
    authorize: (more = {}) =>
      `${url}/authorize?${new URLSearchParams({
        response_type: 'code',
        client_id: client.clientId,
        redirect_uri: `${serviceUrl}/back`,
        scope: 'openid',
        state: 'a state of the service',
        nonce: 'a nonce of the service',
        ...more,
      })}`,
    async close() {
      await app.close()
      service.closeAllConnections()
      service.close()
    },
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, 'localhost', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server has a port')
  return address.port
}

async function freePort(): Promise<number> {
  const server = createPlainServer()
  const port = await listen(server)
  await new Promise((done) => server.close(done))
  return port
}
