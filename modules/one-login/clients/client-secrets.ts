import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

// The contract's cost. The secret is 256 random bits, so that it is the hash's form that matters, not its cost.
const MEMORY = 15_360
const PASSES = 2
const TAG = 32

/** A new secret for a service: 43 letters, digits, `-` and `_`. It is shown once and only its hash is kept. */
export function makeClientSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Argon2id in PHC's format, as the registry keeps it. */
export async function hashClientSecret(secret: string, salt: Buffer = randomBytes(32)): Promise<string> {
  const tag = await hash(secret, { salt, memory: MEMORY, passes: PASSES, lanes: 1, length: TAG })
  return `$argon2id$v=19$m=${MEMORY},t=${PASSES},p=1$${plain(salt)}$${plain(tag)}`
}

/** Whether it is the secret of that hash. Hashes that other programs made are read too, up to 64 MiB and 10 passes. */
export async function isClientSecret(secret: string, phc: string): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z\d+/]+)\$([A-Za-z\d+/]+)$/.exec(phc)
  if (!parts || secret.length > 256) return false
  const [memory, passes, lanes] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const salt = Buffer.from(parts[4] ?? '', 'base64')
  const tag = Buffer.from(parts[5] ?? '', 'base64')
  if (memory > 65_536 || passes > 10 || lanes > 4 || lanes < 1 || passes < 1) return false
  if (memory < 8 * lanes || salt.length < 8 || tag.length < 16 || tag.length > 64) return false
  return timingSafeEqual(await hash(secret, { salt, memory, passes, lanes, length: tag.length }), tag)
}

interface Cost {
  salt: Buffer
  memory: number
  passes: number
  lanes: number
  length: number
}

async function hash(secret: string, { salt, memory, passes, lanes, length }: Cost): Promise<Buffer> {
  return await derive('argon2id', {
    message: secret,
    nonce: salt,
    parallelism: lanes,
    tagLength: length,
    memory,
    passes,
  })
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
