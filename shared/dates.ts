import { Temporal } from 'temporal-polyfill'

/** A day, written YYYY-MM-DD. Days compare as strings. */
export type IsoDate = string

/** A moment, written as in RFC 3339 in UTC with milliseconds: 2024-02-29T09:30:00.000Z. Moments compare as strings. */
export type Moment = string

const DAY = /^\d{4}-\d{2}-\d{2}$/
// No second 60: a leap second is read by some and refused by others.
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/** True for a day that exists, between the years 1000 and 9999. */
export function isDate(text: string): boolean {
  if (!DAY.test(text) || text < '1000') return false
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

/**
 * Reads a moment with its offset, or a day (its first instant in UTC). Undefined for anything else, and where the
 * moment is not between the years 1000 and 9999 in UTC.
 */
export function readMoment(text: string): Moment | undefined {
  if (isDate(text)) return `${text}T00:00:00.000Z`
  if (!MOMENT.test(text)) return undefined
  try {
    const { epochMilliseconds } = Temporal.Instant.from(text)
    const moment = new Date(epochMilliseconds).toISOString()
    return isDate(moment.slice(0, moment.indexOf('T'))) ? moment : undefined
  } catch {
    return undefined
  }
}

/**
 * The day a calendar period after another: P12M, P1Y, P3M, P7D.
 * Where the day does not exist in the month, the month's last day (LEDGER.md, windows).
 */
export function addPeriod(date: IsoDate, period: string): IsoDate {
  return Temporal.PlainDate.from(date)
    .add(Temporal.Duration.from(period), { overflow: 'constrain' })
    .toString()
}

/** How many days one day is after another; negative if it is before. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days
}

/** True for an ISO 8601 period of whole days, weeks, months or years, longer than nothing. */
export function isPeriod(text: string): boolean {
  if (!/^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/.test(text)) return false
  try {
    return Temporal.Duration.from(text).sign > 0
  } catch {
    return false
  }
}

/** The last day of a published date: 2025 is 2025-12-31, 2025-03 is 2025-03-31. */
export function endOf(published: string): IsoDate {
  if (/^\d{4}$/.test(published)) return `${published}-12-31`
  if (/^\d{4}-\d{2}$/.test(published)) {
    const month = Temporal.PlainYearMonth.from(published)
    return month.toPlainDate({ day: month.daysInMonth }).toString()
  }
  return published
}

/** The first day of the month a day is in. */
export function monthOf(date: IsoDate): IsoDate {
  return `${date.slice(0, 7)}-01`
}

const TAGS = { en: 'en-GB', cy: 'cy-GB' } as const
export type Locale = keyof typeof TAGS
export const LOCALES = ['en', 'cy'] as const satisfies Locale[]

// Making one takes far longer than using it, and a page says many dates.
const FORMATS = { en: formatsOf('en'), cy: formatsOf('cy') }

function formatsOf(locale: Locale) {
  const month = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return {
    day: new Intl.DateTimeFormat(TAGS[locale], { ...month, day: 'numeric' }),
    month: new Intl.DateTimeFormat(TAGS[locale], month),
  }
}

/** A published date in words, at its own precision: 29 February 2024, March 2025, 2025. */
export function sayDate(published: string, locale: Locale = 'en'): string {
  if (/^\d{4}$/.test(published)) return published
  const day = /^\d{4}-\d{2}$/.test(published) ? `${published}-01` : published
  const format = FORMATS[locale][day === published ? 'day' : 'month']
  return format.format(new Date(`${day}T00:00:00Z`))
}

/** A moment in words, in UTC: 1 March 2024 at 09:30 (UTC). */
export function sayMoment(moment: Moment, locale: Locale = 'en'): string {
  const time = moment.slice(11, 16)
  const at = locale === 'cy' ? 'am' : 'at'
  return `${sayDate(moment.slice(0, 10), locale)} ${at} ${time} (UTC)`
}
