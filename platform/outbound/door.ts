import type { Socket } from 'node:net'

export interface OutboundSettings {
  /**
   * Each exactly `host:port` (`localhost:3002`, `[::1]:8080`): reached wherever it is, with or without TLS. Everything
   * else must be https, on port 443, at a public address.
   */
  readonly allow: readonly string[]
  /** How a name becomes addresses, IPv4 or IPv6; the system's way unless given. Asked once for each request. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

export interface OutboundRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>> | Headers
  readonly body?: string | Uint8Array
  /** For all of it, from looking up the name to the last byte. Default: 10 seconds. */
  readonly timeoutMs?: number
  /** The longest body that is taken. Default: 1 MiB. */
  readonly maxBytes?: number
  /** Ends it early, as if its time were up. */
  readonly signal?: AbortSignal
}

/**
 * Why there is no answer.
 *
 * - `not an address`: no http or https address, or one with a user or password in it
 * - `not https`, `refused port`, `refused address`: not without being allowed by name
 * - `not found`: the name has no address
 * - `unreachable`: nobody answered, or the connection broke
 * - `not trusted`: the certificate is another host's, has expired, or comes from nobody known
 * - `timed out`, `too large`: the limits
 * - `unreadable`: the answer is not HTTP, or compressed although that was not offered
 */
export type Refusal =
  | 'not an address'
  | 'not https'
  | 'refused port'
  | 'refused address'
  | 'not found'
  | 'unreachable'
  | 'not trusted'
  | 'timed out'
  | 'too large'
  | 'unreadable'

export type Refused = { readonly ok: false; readonly why: Refusal }
export type Answer =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly body: Buffer }
  | Refused
export type Connection = { readonly ok: true; readonly socket: Socket } | Refused

/** The only way out of the process. */
export interface Outbound {
  /** Asks once. A redirect is an answer like any other: it is never followed. What the other side does is never thrown. */
  request(url: string, request?: OutboundRequest): Promise<Answer>
  /** A plain connection, for SMTP: only to a host and port that are allowed by name. TLS is the caller's. */
  connect(host: string, port: number, options?: { readonly timeoutMs?: number }): Promise<Connection>
  /**
   * The same door in the shape of `fetch`, for libraries that take one. A refusal is a TypeError whose cause is an
   * OutboundRefused. Redirects are answers, and bodies are whole before it resolves.
   */
  readonly fetch: typeof globalThis.fetch
}

/** What `fetch` fails with, as the cause of its TypeError. */
export class OutboundRefused extends Error {
  readonly why: Refusal

  constructor(why: Refusal) {
    super(`the request was not made, or not answered: ${why}`)
    this.why = why
  }
}
