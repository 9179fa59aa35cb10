import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Bytes of a digest that are kept. With 7,000 of them, one password in 40 thousand million is taken for a common one. */
const WIDTH = 6

const digests = readFileSync(new URL('commonest.bin', import.meta.url))

/** Whether a password is one of the 100,000 commonest, in whatever letter case. README.md says where they come from. */
export function isCommon(password: string): boolean {
  const wanted = digestOf(password)
  let low = 0
  let high = digests.length / WIDTH
  while (low < high) {
    const middle = (low + high) >> 1
    const order = digests.compare(wanted, 0, WIDTH, middle * WIDTH, (middle + 1) * WIDTH)
    if (order === 0) return true
    if (order < 0) low = middle + 1
    else high = middle
  }
  return false
}

function digestOf(password: string): Buffer {
  return createHash('sha256').update(password.normalize('NFC').toLowerCase()).digest().subarray(0, WIDTH)
}
