// How many passwords this machine hashes a second at the contract's cost, so many at a time: the limit of every sign-in.
// `node argon2.ts AT_ONCE`; each line that comes in is how many to hash, each that goes out how many a second that was.

import { argon2, randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { COST, PASSWORD } from './accounts.ts'
import { many } from './flows.ts'

const derive = promisify(argon2)
const atOnce = Number(process.argv[2])

for await (const line of createInterface({ input: process.stdin })) {
  const { rates } = await many(Number(line), atOnce, () =>
    derive('argon2id', { message: PASSWORD, nonce: randomBytes(32), ...COST }),
  )
  process.stdout.write(`${rates.perSecond}\n`)
}
