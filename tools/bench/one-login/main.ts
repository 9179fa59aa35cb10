// `npm run bench:one-login`: how fast people and services are served, beside the bare library under the same load in the
// same run. So far the library's own side: what is aimed for is a share of it.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { many, measureFlows, type Rates } from './flows.ts'
import { type Cookies, createRelyingParty, makeClientKey } from './relying-party.ts'

const AT_ONCE = 16
const BROWSERS = 50
const BATCHES = 9

const folder = mkdtempSync(join(tmpdir(), 'fingerpost-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const key = makeClientKey()
const keyFile = join(folder, 'client.pem')
writeFileSync(keyFile, key.publicPem)

const rates = await measureLibrary()
console.log('oidc-provider with its in-memory store, a second:')
for (const [what, rate] of Object.entries(rates))
  console.log(`${what.padEnd(16)}${rate.toFixed(0).padStart(8)}`)

async function measureLibrary(): Promise<Rates> {
  const port = await freePort()
  const program = fileURLToPath(new URL('library.ts', import.meta.url))
  const child = spawn(process.execPath, [program, `${port}`, keyFile], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const stop = () => child.kill('SIGTERM')
  process.once('exit', stop)
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve())
      child.once('exit', () => reject(new Error('the bare library ended before it was ready')))
    })
    const origin = `http://127.0.0.1:${port}`
    const paths = { authorize: '/auth', token: '/token', userinfo: '/me' }
    const party = createRelyingParty({ origin, ...paths, audience: origin }, key.privatePem, {
      atOnce: AT_ONCE,
    })
    const browsers = await many(BROWSERS, AT_ONCE, async () => {
      const cookies: Cookies = new Map()
      await party.signIn(cookies)
      return cookies
    })
    const measured = await measureFlows(party, browsers.values, { atOnce: AT_ONCE, batches: BATCHES })
    party.close()
    return measured
  } finally {
    stop()
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('no port was free')
  return address.port
}
