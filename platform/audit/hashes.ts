import { createHash } from 'node:crypto'

/** An event as the database has it. */
export interface ChainedEvent {
  readonly stream: string
  readonly seq: number
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly onBehalfOf: string | null
  readonly action: string
  readonly subject: string
  readonly before: Buffer | null
  readonly after: Buffer | null
  readonly reason: string | null
  readonly requestId: string | null
  readonly previousHash: Buffer
  readonly hash: Buffer
}

/** What stood at the end of a stream. */
export interface Head {
  readonly stream: string
  readonly seq: number
  readonly hash: Buffer
}

export interface AnchorRow {
  readonly number: number
  readonly at: string
  readonly streams: number
  readonly previousHash: Buffer
  readonly hash: Buffer
}

/** What the first event and the first anchor follow on. */
export const BEGINNING = Buffer.alloc(32)

/** What an event's hash must be, by the bytes that README.md gives: the same as audit.record makes. */
export function hashOfEvent(previous: Buffer, event: Omit<ChainedEvent, 'previousHash' | 'hash'>): Buffer {
  return sha256([
    previous,
    int8(event.seq),
    framed(event.stream),
    framed(event.id),
    int8(Date.parse(event.at)),
    framed(event.actor),
    framed(event.onBehalfOf),
    framed(event.action),
    framed(event.subject),
    framed(event.before?.toString('hex') ?? null),
    framed(event.after?.toString('hex') ?? null),
    framed(event.reason),
    framed(event.requestId),
  ])
}

/** What an anchor's hash must be: its heads are in the order of their streams' bytes. */
export function hashOfAnchor(
  previous: Buffer,
  { number, at }: Pick<AnchorRow, 'number' | 'at'>,
  heads: readonly Head[],
): Buffer {
  return sha256([
    previous,
    int8(number),
    int8(Date.parse(at)),
    ...heads.flatMap(({ stream, seq, hash }) => [framed(stream), int8(seq), hash]),
  ])
}

function framed(text: string | null): Buffer {
  const length = Buffer.alloc(4, 0xff)
  if (text === null) return length
  const bytes = Buffer.from(text)
  length.writeInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function int8(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}

function sha256(parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
