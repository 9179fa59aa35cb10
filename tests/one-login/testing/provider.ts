// One Login as a process of its own, that can be killed and started again on the same database.
import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { createSecrets, type OneLoginTables, placeClient, readProfile } from '#one-login'
import type { Store } from '#platform/database'
import { CHECKOUT } from '../../../app/config.ts'
import { openOneLoginStore } from '../../../app/one-login/provider.ts'
import { type Running, start } from '../../../app/testing.ts'
import { freePort } from '../../../platform/http/testing.ts'

export interface Service {
  readonly clientId: string
  readonly redirectUrl: string
  readonly key: KeyObject
}

export interface Provider {
  readonly url: string
  readonly mailFolder: string
  readonly service: Service
  start(): Promise<void>
  /** Kills it at once, as the machine's failure would, and says all that it has logged in all its lives. */
  kill(): Promise<string>
  /** Resolves when it answers: at once, or when it was started again. */
  up(): Promise<void>
  /** The database, while the process is not there. */
  look<T>(work: (store: Store<OneLoginTables>) => Promise<T>): Promise<T>
  /** Stops it as it should be stopped, and says the same. */
  stop(): Promise<string>
  /** For good: whoever waits for it is told so. */
  remove(): void
}

/** `databaseUrl`: none, and it has the embedded database. */
export async function prepareProvider(databaseUrl?: string): Promise<Provider> {
  const folder = mkdtempSync(join(tmpdir(), 'fingerpost-one-login-'))
  const dataDir = join(folder, 'one-login')
  const port = await freePort()
  const url = `http://localhost:${port}`
  const secret = randomBytes(32)
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const service = { clientId: 'ponds', redirectUrl: 'https://ponds.example/back', key: privateKey }

  const look: Provider['look'] = async (work) => {
    const where = databaseUrl === undefined ? { dataDir } : { dataDir, databaseUrl }
    const store = await openOneLoginStore(where, () => {})
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }
  const profile = readProfile(join(CHECKOUT, 'modules/one-login/profiles/uk.yaml'))
  if (!profile.ok) throw new Error(profile.says.join('\n'))
  await look(async (store) => {
    const secrets = createSecrets(secret)
    const base = { store, now: Date.now, secrets, profile: profile.profile, publicUrl: url }
    const settings = {
      clientName: 'Register of ponds',
      redirectUrls: [service.redirectUrl],
      scopes: ['openid', 'email'] as const,
      tokenAuthMethod: 'private_key_jwt' as const,
      publicKeySource: 'STATIC' as const,
      publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    }
    const team = { teamId: 'ponds', name: 'Ponds' }
    const placed = await placeClient(base, { clientId: service.clientId, settings }, team)
    if (!placed.ok) throw new Error(JSON.stringify(placed.faults))
  })

  let running: Running | undefined
  let up = Promise.withResolvers<void>()
  let logged = ''
  return {
    url,
    mailFolder: join(dataDir, 'mail'),
    service,
    look,
    async start() {
      running = start('one-login', [], {
        DATA_DIR: folder,
        ONE_LOGIN_PORT: String(port),
        ONE_LOGIN_URL: url,
        ONE_LOGIN_SECRET: secret.toString('base64url'),
        // Everybody comes by way of this machine, each from an address of their own.
        TRUSTED_PROXIES: '127.0.0.1,::1',
        LOG_LEVEL: 'error',
        ...(databaseUrl !== undefined && { ONE_LOGIN_DATABASE_URL: databaseUrl }),
      })
      await running.says(/One Login is at/)
      up.resolve()
    },
    async kill() {
      up = Promise.withResolvers()
      up.promise.catch(() => {})
      running?.child.kill('SIGKILL')
      logged += (await running?.ended)?.out ?? ''
      running = undefined
      return logged
    },
    up: () => up.promise,
    async stop() {
      running?.child.kill('SIGTERM')
      const ended = await running?.ended
      running = undefined
      if (ended?.code !== 0) throw new Error(`it did not stop cleanly: ${ended?.code} ${ended?.said}`)
      logged += ended.out
      return logged
    },
    remove() {
      up.reject(new Error('the provider is gone for good'))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a service proves itself with at /token; once. */
export async function assertionOf({ clientId, key }: Service, url: string): Promise<string> {
  return await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(`${url}/token`)
    .setIssuedAt()
    .setExpirationTime('3 minutes')
    .sign(key)
}
