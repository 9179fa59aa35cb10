import { z } from 'zod'
import type { IsoDate } from '#shared/dates'
import { type Fault, faultsIn, readDay } from '../as-at/input.ts'

/** One of the two that are compared. */
export interface Side {
  /** null: all organisations together. */
  organisation: string | null
  on: IsoDate
}

export interface Choice {
  left: Side
  right: Side
  /** As addresses carry it. */
  asked: Record<string, string>
}

/** Nothing is compared until something is chosen. */
export type ChoiceReading = { ok: true; choice: Choice | undefined } | { ok: false; faults: Fault[] }

/** Of all organisations together, in addresses. */
export const ALL = 'all'

const LONGEST = 80
const Query = z
  .object({ left: z.unknown(), right: z.unknown(), from: z.unknown(), to: z.unknown() })
  .partial()
const field = z.string().max(LONGEST).catch('')
const Written = z.object({
  left: field,
  right: field,
  from: field,
  to: field,
  on: field,
  known: field,
  organised: field,
})
export type WrittenChoice = z.infer<typeof Written>

/** Reads ?left=, ?right=, ?from= and ?to=. A side without an organisation is all of them; one without a date has the page's. */
export function readChoice(
  query: unknown,
  { on, today }: { on: IsoDate; today: IsoDate },
  organisations: ReadonlySet<string>,
): ChoiceReading {
  const given = Query.parse(query ?? {})
  const left = readOrganisation('left', given.left, organisations)
  const right = readOrganisation('right', given.right, organisations)
  const from = readDay('from', given.from, today)
  const to = readDay('to', given.to, today)
  if ('key' in left || 'key' in right || 'key' in from || 'key' in to)
    return { ok: false, faults: faultsIn(left, from, right, to) }
  const asked = {
    ...(left.written ? { left: left.written } : {}),
    ...(right.written ? { right: right.written } : {}),
    ...(from.day ? { from: from.day } : {}),
    ...(to.day ? { to: to.day } : {}),
  }
  if (Object.keys(asked).length === 0) return { ok: true, choice: undefined }
  const choice = {
    left: { organisation: slugOf(left.written), on: from.day ?? on },
    right: { organisation: slugOf(right.written), on: to.day ?? on },
    asked,
  }
  return { ok: true, choice }
}

/** What was written in the form, as far as it can be put back into it. */
export function writtenChoice(query: unknown): WrittenChoice {
  return Written.parse(query ?? {})
}

function readOrganisation(
  parameter: string,
  given: unknown,
  organisations: ReadonlySet<string>,
): { written?: string } | Fault {
  if (given === undefined || given === '') return {}
  if (typeof given !== 'string') return { parameter, key: 'progress.compare.twice', given: '' }
  if (given === ALL || organisations.has(given)) return { written: given }
  const shown = given.length > LONGEST ? `${given.slice(0, LONGEST)}…` : given
  return { parameter, key: 'progress.compare.not-an-organisation', given: shown }
}

function slugOf(written: string | undefined): string | null {
  return written === undefined || written === ALL ? null : written
}
