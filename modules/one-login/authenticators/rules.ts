import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

/** RFC 6238 as authenticator apps have it. Nine windows: a clock may be two minutes out. */
const PERIOD = 30
const DIGITS = 6
const WINDOWS_EACH_SIDE = 4
const SECRET_BYTES = 20

export function makeSecret(): Buffer {
  return randomBytes(SECRET_BYTES)
}

/** The secret in base 32, in capitals, as apps take it. */
export function typedSecret(secret: Buffer): string {
  return secretOf(secret).base32
}

/** The otpauth: address that a QR code holds. */
export function uriOf(secret: Buffer, { issuer, label }: { issuer: string; label: string }): string {
  return totp(secret, { issuer, label }).toString()
}

/**
 * The step (30 seconds, counted from 1970) whose code this is. Undefined: it is none of the nine around now, or one
 * that is not newer than the last that was accepted, since no code is good twice.
 */
export function stepOf(
  code: string,
  { secret, lastStep, now }: { secret: Buffer; lastStep: number; now: number },
): number | undefined {
  // The library throws for six characters that are not six bytes.
  if (!/^\d{6}$/.test(code)) return undefined
  const delta = totp(secret).validate({ token: code, timestamp: now, window: WINDOWS_EACH_SIDE })
  if (delta === null) return undefined
  const step = Math.floor(now / 1000 / PERIOD) + delta
  return step > lastStep ? step : undefined
}

/** The code of an app at a moment: for tests, and for whoever checks the other side. */
export function codeAt(secret: Buffer, now: number): string {
  return totp(secret).generate({ timestamp: now })
}

function totp(secret: Buffer, names: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({
    ...names,
    secret: secretOf(secret),
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD,
  })
}

function secretOf(bytes: Buffer): Secret {
  return new Secret({ buffer: new Uint8Array(bytes).buffer })
}
