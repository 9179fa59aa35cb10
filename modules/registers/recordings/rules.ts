import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Moment } from '#shared/dates'
import type { Values } from '#shared/values'

/** The hash before the first recording. */
export const GENESIS = Buffer.alloc(32)

/** When a recording is made: later than the last, and, where its time is asserted, never in the future. */
export function recordedAt(
  last: Moment | null,
  now: Moment,
  asserted: Moment | undefined,
): { ok: true; at: Moment } | { ok: false; says: string } {
  if (asserted !== undefined && asserted > now) {
    return { ok: false, says: `The asserted time ${asserted} is in the future. Give a time that has passed.` }
  }
  if (asserted !== undefined && last !== null && asserted < last) {
    const says = `The asserted time ${asserted} is before the last recording, at ${last}. Record in the order of time.`
    return { ok: false, says }
  }
  const wished = asserted ?? now
  return { ok: true, at: last === null || wished > last ? wished : justAfter(last) }
}

/** What the chain of hashes covers, besides the content. */
export interface Heading {
  number: number
  recordedAt: Moment
  asserted: boolean
  actor: string
  source: string
  kind: 'entries' | 'adoption'
}

/** SHA-256 over the heading, the content's hash and the hash of the recording before it. */
export function recordingHash(heading: Heading, content: Buffer, previous: Buffer): Buffer {
  const { number, recordedAt: at, asserted, actor, source, kind } = heading
  const line = JSON.stringify([number, at, asserted, actor, source, kind])
  return createHash('sha256').update(line).update(content).update(previous).digest()
}

function justAfter(moment: Moment): Moment {
  return new Date(Date.parse(moment) + 1).toISOString()
}

/** SHA-256 over the content of a recording: its entries, its statements, what it adopts, each as one canonical line. */
export function contentHashing() {
  const hash = createHash('sha256')
  return {
    entry(each: HashedEntry): void {
      const {
        entry,
        record,
        register,
        organisation,
        effectiveOn,
        state,
        voids,
        reconstructed,
        source,
        values,
      } = each
      const line = {
        entry,
        record,
        register,
        organisation,
        effectiveOn,
        state,
        voids,
        reconstructed,
        source,
        values,
      }
      hash.update(canonicalLine(line))
    },
    statement({ organisation, register, part, effectiveOn, says, note, source }: HashedStatement): void {
      hash.update(canonicalLine({ organisation, register, part, effectiveOn, says, note, source }))
    },
    government(government: unknown): void {
      hash.update(canonicalLine(government))
    },
    digest: (): Buffer => hash.digest(),
  }
}

export interface HashedEntry {
  readonly entry: number
  readonly record: string
  readonly register: string
  readonly organisation: string
  readonly effectiveOn: string
  readonly state: string
  readonly voids: number | null
  readonly reconstructed: boolean
  readonly source: string
  readonly values: Values
}

export interface HashedStatement {
  readonly organisation: string
  readonly register: string
  readonly part: string | null
  readonly effectiveOn: string
  readonly says: string
  readonly note: string
  readonly source: string
}

/** RFC 8785 and a line end. */
export function canonicalLine(value: unknown): string {
  return `${canonicalize(value)}\n`
}
