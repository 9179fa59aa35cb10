import { z } from 'zod'
import type { Organised } from '#figures'
import { type IsoDate, isDate, type Moment, readMoment } from '#shared/dates'

/** What a reader asked to see: a date, a moment of knowledge, and by which organisations it is counted. */
export interface AsAt {
  on: IsoDate
  knownAt: Moment
  /** By the organisations that there were on the date, or by those that there are today. */
  organised: Organised
  today: IsoDate
  /** What the address says; empty where it leaves the choice to us (today, now, and then). */
  asked: Asked
}

/** The choice as addresses carry it. */
export interface Asked {
  on?: string
  known?: string
  organised?: 'now'
}

/** What is wrong with one parameter: the name of a message, and its values. */
export interface Fault {
  parameter: string
  key: string
  given: string
}

export type AsAtReading =
  | { ok: true; asAt: AsAt }
  /** It was understood, but is written in another way than addresses are. */
  | { ok: true; rewrite: Asked }
  /** Everything that is wrong, in the order of the form. */
  | { ok: false; faults: Fault[] }

const Query = z.object({ on: z.unknown(), known: z.unknown(), organised: z.unknown() }).partial()
const LONGEST = 40
const field = z.string().max(LONGEST).catch('')
const Written = z.object({ on: field, known: field, organised: field, from: field, to: field })
type Written = z.infer<typeof Written>
const MONTHS = [
  'january february march april may june july august september october november december',
  'ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr',
].map((names) => names.split(' '))

/** Reads ?on=, ?known= and ?organised= of any page. Without them, it is today, and everything that is known now. */
export function readAsAt(query: unknown, now: Moment): AsAtReading {
  const given = Query.parse(query ?? {})
  const today = now.slice(0, 10)
  const on = readDay('on', given.on, today)
  const known = readKnown(given.known, now)
  const organised = readOrganised(given.organised)
  if ('key' in on || 'key' in known || 'key' in organised)
    return { ok: false, faults: faultsIn(on, known, organised) }
  const asked: Asked = {
    ...(on.day ? { on: on.day } : {}),
    ...(known.written ? { known: known.written } : {}),
    ...(organised.by === 'now' ? { organised: 'now' as const } : {}),
  }
  const isAsWritten = (name: keyof Asked) => asked[name] === undefined || asked[name] === given[name]
  const isAddress = isAsWritten('on') && isAsWritten('known') && given.organised !== 'then'
  if (!isAddress) return { ok: true, rewrite: asked }

  // What is known on a day is all that was known by its end.
  const knownAt = known.until !== undefined && known.until < now ? known.until : now
  return { ok: true, asAt: { on: on.day ?? today, knownAt, organised: organised.by, today, asked } }
}

/** Of what was read, what is wrong. */
export function faultsIn(...read: (object | Fault)[]): Fault[] {
  return read.flatMap((each) => ('key' in each ? each : []))
}

/** What was written in the fields, as far as it can be put back into them. */
export function writtenIn(query: unknown): Written {
  return Written.parse(query ?? {})
}

/** The query that carries the reader's choice from page to page: '' or '?on=2024-02-29&known=2024-03-01'. */
export function queryOf(asked: Readonly<Record<string, string>> | Asked): string {
  const query = new URLSearchParams({ ...asked }).toString().replaceAll('%3A', ':')
  return query === '' ? '' : `?${query}`
}

/** Reads a day that has come. Nothing given is no fault: it leaves the choice to us. */
export function readDay(parameter: string, given: unknown, today: IsoDate): { day?: IsoDate } | Fault {
  if (given === undefined || given === '') return {}
  if (typeof given !== 'string') return fault(parameter, 'twice', '')
  const day = dayIn(given)
  if (day === undefined) return fault(parameter, 'not-a-date', given)
  return day > today ? fault(parameter, 'future', day) : { day }
}

function readOrganised(given: unknown): { by: Organised } | Fault {
  if (given === undefined || given === '' || given === 'then') return { by: 'then' }
  return given === 'now' ? { by: 'now' } : fault('organised', 'not-organised', String(given))
}

interface Known {
  written?: string
  until?: Moment
}

function readKnown(given: unknown, now: Moment): Known | Fault {
  if (given === undefined || given === '') return {}
  if (typeof given !== 'string') return fault('known', 'twice', '')
  const day = dayIn(given)
  if (day !== undefined && day > now.slice(0, 10)) return fault('known', 'future', day)
  if (day !== undefined) return { written: day, until: `${day}T23:59:59.999Z` }
  const moment = given.length <= LONGEST ? readMoment(given) : undefined
  if (moment === undefined) return fault('known', 'not-a-date', given)
  return moment > now ? fault('known', 'future', given) : { written: given, until: moment }
}

/** A day as people write it: 2024-02-29, 29 February 2024, 29 Chwefror 2024, 29 Feb 2024, 29/2/2024. */
function dayIn(given: string): IsoDate | undefined {
  const text = given.trim().toLowerCase()
  if (text.length > LONGEST) return undefined
  if (isDate(text)) return text
  const parts = /^(\d{1,2})[ /.-]([a-z]+|\d{1,2})[ /.-](\d{4})$/.exec(text.replace(/\s+/g, ' '))
  if (!parts) return undefined
  const [, day = '', name = '', year = ''] = parts
  const month = /^\d/.test(name) ? Number(name) : monthNamed(name)
  const date = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDate(date) ? date : undefined
}

// Three letters tell the months of either language apart; none of one begins as another month of the other does.
function monthNamed(name: string): number {
  if (name.length < 3) return 0
  return Math.max(...MONTHS.map((names) => names.findIndex((month) => month.startsWith(name)))) + 1
}

function fault(parameter: string, key: string, given: string): Fault {
  const shown = given.length > LONGEST ? `${given.slice(0, LONGEST)}…` : given
  return { parameter, key: `progress.as-at.${key}`, given: shown }
}
