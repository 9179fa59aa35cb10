import { z } from 'zod'
import type { IsoDate } from '#shared/dates'
import { type Fault, faultsIn, readDay } from '../as-at/input.ts'

/** Two dates to be compared. */
export interface Between {
  from: IsoDate
  to: IsoDate
}

export type BetweenReading = { ok: true; between: Between | undefined } | { ok: false; faults: Fault[] }

const Query = z.object({ from: z.unknown(), to: z.unknown() }).partial()

/** Reads ?from= and ?to=; without `to` it is the date that the page is about. Nothing is compared unless `from` is there. */
export function readBetween(query: unknown, on: IsoDate, today: IsoDate): BetweenReading {
  const asked = Query.parse(query ?? {})
  const from = readDay('from', asked.from, today)
  const to = readDay('to', asked.to, today)
  if ('key' in from || 'key' in to) return { ok: false, faults: faultsIn(from, to) }
  return { ok: true, between: from.day === undefined ? undefined : { from: from.day, to: to.day ?? on } }
}
