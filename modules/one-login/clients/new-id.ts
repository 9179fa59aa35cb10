import { randomBytes } from 'node:crypto'

/** 128 random bits, in letters, digits, `-` and `_`: for whatever a team makes. */
export function newId(): string {
  return randomBytes(16).toString('base64url')
}
