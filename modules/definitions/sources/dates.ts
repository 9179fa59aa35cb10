import { isDate } from '#shared/dates'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** "there is no 30 February 2025", of a date that is written as it should be, and is in no calendar. */
export function sayNoDate(written: unknown): string | undefined {
  if (typeof written !== 'string' || isDate(written)) return undefined
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written) ?? []
  const name = MONTHS[Number(month) - 1]
  if (year === undefined || Number(day) === 0) return undefined
  return name ? `there is no ${Number(day)} ${name} ${year}` : `there is no month ${month}`
}
