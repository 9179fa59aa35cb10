// What stands around a provider in tests, at one address of this machine: a service that says what came back to it, and
// the provider at which operators sign in, which takes everybody for the same operator.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export interface Outside {
  readonly url: string
  /** Who signs in as an operator from here on. */
  signIn(subject: string): void
  close(): void
}

export async function startOutside(operator: string): Promise<Outside> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const key = { ...(await exportJWK(publicKey)), kid: 'staff', alg: 'ES256', use: 'sig' }
  const nonces = new Map<string, string>()
  let subject = operator
  let url = ''

  async function idToken(code: string): Promise<string> {
    const claims = { sub: subject, nonce: nonces.get(code) }
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'staff' })
    return await token
      .setIssuer(url)
      .setAudience('one-login')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    const json = (value: object) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
    switch (pathname) {
      case '/.well-known/openid-configuration':
        json({
          issuer: url,
          authorization_endpoint: `${url}/authorize`,
          token_endpoint: `${url}/token`,
          jwks_uri: `${url}/jwks`,
          response_types_supported: ['code'],
          id_token_signing_alg_values_supported: ['ES256'],
        })
        return
      case '/jwks':
        json({ keys: [key] })
        return
      case '/authorize': {
        const code = randomUUID()
        nonces.set(code, searchParams.get('nonce') ?? '')
        const back = new URL(searchParams.get('redirect_uri') ?? '')
        back.search = String(new URLSearchParams({ code, state: searchParams.get('state') ?? '' }))
        response.writeHead(302, { location: back.href }).end()
        return
      }
      case '/token': {
        let body = ''
        for await (const chunk of request) body += String(chunk)
        const code = new URLSearchParams(body).get('code') ?? ''
        json({ access_token: code, token_type: 'Bearer', id_token: await idToken(code) })
        return
      }
      default:
        response.setHeader('content-type', 'text/html')
        response.end('<!DOCTYPE html><html lang="en"><title>Moorings</title><h1>Moorings</h1>')
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((done) => server.listen(0, 'localhost', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server has a port')
  url = `http://localhost:${address.port}`
  return {
    url,
    signIn(as) {
      subject = as
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
