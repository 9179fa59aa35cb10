// The bare library with its in-memory store, as a process of its own: the least that oidc-provider needs for the flows that
// are measured. Whoever comes is signed in without a page. `node library.ts PORT PUBLIC_KEY_FILE`.

import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'
import { CLIENT_ID, CORE_IDENTITY, publicJwkOf, REDIRECT_URI } from './relying-party.ts'

const [port = '', keyFile = ''] = process.argv.slice(2)
const SCOPE = 'openid email'
const CLAIMS = ['email', 'email_verified', CORE_IDENTITY]

const signing = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const identityKey = createPrivateKey(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
)

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: CLIENT_ID,
      redirect_uris: [REDIRECT_URI],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'RS256',
      jwks: { keys: [publicJwkOf(readFileSync(keyFile, 'utf8'))] },
      subject_type: 'pairwise',
      id_token_signed_response_alg: 'ES256',
    },
  ],
  jwks: { keys: [{ ...signing.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
  cookies: { keys: ['a secret of cookies'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], [CORE_IDENTITY]: null },
  features: {
    devInteractions: { enabled: false },
    claimsParameter: { enabled: true },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
  },
  subjectTypes: ['pairwise', 'public'],
  pairwiseIdentifier: (_ctx, accountId) => `urn:bench:${accountId}`,
  ttl: {
    AccessToken: 180,
    AuthorizationCode: 300,
    IdToken: 120,
    Session: 3600,
    Interaction: 3600,
    Grant: 3600,
  },
  interactions: { url: (_ctx, { uid }) => `/journey/${uid}` },
  findAccount: (_ctx, accountId) => ({
    accountId,
    claims: (use) => ({
      sub: accountId,
      email: 'registry@harbourton.example',
      email_verified: true,
      ...(use === 'userinfo' ? { [CORE_IDENTITY]: coreIdentity(accountId) } : {}),
    }),
  }),
  async loadExistingGrant({ oidc }) {
    const { client, session, account } = oidc
    if (!client || !session || !account) return undefined
    const known = session.grantIdFor(client.clientId)
    if (known !== undefined) return await provider.Grant.find(known)
    const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId })
    grant.addOIDCScope(SCOPE)
    grant.addOIDCClaims(CLAIMS)
    await grant.save()
    return grant
  },
})

// Userinfo with core identity signs a second JWT: so does the library's here.
function coreIdentity(subject: string): string {
  const now = Math.floor(Date.now() / 1000)
  const text = [{ alg: 'ES256' }, { sub: subject, iat: now, exp: now + 1800, vot: 'P2' }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(text), { key: identityKey, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}

const callback = provider.callback()
let people = 0

createServer((request, response) => {
  if (!request.url?.startsWith('/journey/')) return void callback(request, response)
  const signedIn = { login: { accountId: `account-${++people}` } }
  provider
    .interactionFinished(request, response, signedIn)
    .catch((error: unknown) => response.writeHead(500).end(String(error)))
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'))
process.once('SIGTERM', () => process.exit(0))
