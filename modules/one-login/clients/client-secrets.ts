import { argon2, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Unavailable } from '#platform/http'

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

// Whoever knows a client's id may send wrong secrets without end, and each would take memory and a thread from the
// passwords of people. So secrets are hashed one after another, few wait, and a secret that was right is known again by
// a digest that only this process can make: a service of ours never stands in that line twice.
const MOST_WAITING = 50
const MOST_REMEMBERED = 5000
const mac = randomBytes(32)
const remembered = new Map<string, Buffer>()
let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * Whether it is the secret of that hash. Hashes that other programs made are read too, up to 64 MiB and 10 passes.
 * Throws `Unavailable` where too many wait to be told.
 */
export async function isClientSecret(secret: string, phc: string): Promise<boolean> {
  const digest = createHmac('sha256', mac).update(secret).digest()
  const known = remembered.get(phc)
  if (known && timingSafeEqual(known, digest)) return true
  if (waiting >= MOST_WAITING) throw new Unavailable()
  waiting++
  const turn = last.then(() => isSecretOf(secret, phc))
  last = turn.catch(() => {})
  try {
    const right = await turn
    if (right && remembered.size >= MOST_REMEMBERED) remembered.clear()
    if (right) remembered.set(phc, digest)
    return right
  } finally {
    waiting--
  }
}

async function isSecretOf(secret: string, phc: string): Promise<boolean> {
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
