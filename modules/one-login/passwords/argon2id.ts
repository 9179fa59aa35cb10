import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** What hashing one password costs. */
export interface Cost {
  /** KiB. */
  readonly memory: number
  readonly passes: number
}

/** The contract's. */
export const COST: Cost = { memory: 15_360, passes: 2 }

const SALT = 32
const TAG = 32
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z\d+/]+)\$([A-Za-z\d+/]+)$/

// Off the main thread: in libuv's pool.
const derive = promisify(argon2)

/** Argon2id with a salt of 32 random bytes, in PHC's format. */
export async function hashPassword(password: string, cost: Cost): Promise<string> {
  const salt = randomBytes(SALT)
  const tag = await tagOf(password, salt, cost)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=1$${plain(salt)}$${plain(tag)}`
}

/** @throws for what is no hash of ours: it comes from our own database. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [, memory, passes, salt, tag] = PHC.exec(hash) ?? []
  if (!memory || !passes || !salt || !tag) throw new Error('a password hash is not argon2id in PHC format')
  const cost = { memory: Number(memory), passes: Number(passes) }
  const made = await tagOf(password, Buffer.from(salt, 'base64'), cost)
  const kept = Buffer.from(tag, 'base64')
  return kept.length === made.length && timingSafeEqual(made, kept)
}

/** A hash that no password has: trying one costs as much as trying a real one. */
export function decoyHash(cost: Cost): string {
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=1$${plain(randomBytes(SALT))}$${plain(randomBytes(TAG))}`
}

// One character may be typed as one code point or as two, depending on the keyboard: normalised, they are the same.
async function tagOf(password: string, nonce: Buffer, { memory, passes }: Cost): Promise<Buffer> {
  return await derive('argon2id', {
    message: password.normalize('NFC'),
    nonce,
    parallelism: 1,
    tagLength: TAG,
    memory,
    passes,
  })
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
