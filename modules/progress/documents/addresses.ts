/* The addresses of a document: in other formats, and for ever. Pure. */
import { addressIn } from '#platform/http'
import type { Locale } from '#shared/dates'
import { type AsAt, queryOf } from '../as-at/input.ts'

export const FORMATS = ['html', 'json', 'csv', 'svg'] as const
export type Format = (typeof FORMATS)[number]

/** A page's address in a format. The overview, which has no name of its own, is called so in files. */
export function inFormat(path: string, format: Format): string {
  if (format === 'html') return path
  return `${path === '/' ? '/overview' : path}.${format}`
}

/**
 * The page of which an address is a format, in the one way that it is written: readers may end an address with a slash,
 * or write a letter of it as its code.
 */
export function pageOf(path: string): string {
  const page = plainly(path)
    .replace(/\/+$/, '')
    .replace(/\.(json|csv|svg)$/, '')
  return page === '' || page === '/overview' ? '/' : page
}

function plainly(path: string): string {
  try {
    return path
      .split('/')
      .map((part) => encodeURIComponent(decodeURIComponent(part)))
      .join('/')
  } catch {
    // What cannot be decoded is the address of no page.
    return path
  }
}

export interface Addressed {
  locale: Locale
  /** The path of the page, without language. */
  path: string
  asAt: AsAt
  /** What the address asks besides the dates. */
  keeps: Record<string, string>
}

/** This page, or one of its tables or charts, in a format, with the dates as they were asked for. */
export function addressOf({ locale, path, asAt, keeps }: Addressed, format: Format, part = {}): string {
  return addressIn(locale, inFormat(path, format), queryOf({ ...keeps, ...part, ...asAt.asked }))
}

/**
 * The address under which this will always be found as it is: it pins the date, and what was known by the moment of
 * the last recording. What is recorded later does not change it.
 */
export function permanentAddress(
  { locale, path, asAt, keeps }: Addressed,
  lastKnown: string,
  publicUrl: string,
): string {
  const pins = { on: asAt.on, known: lastKnown, ...(asAt.organised === 'now' ? { organised: 'now' } : {}) }
  return publicUrl + addressIn(locale, path, queryOf({ ...keeps, ...pins }))
}
