import { type FieldType, suggestion } from '#definitions'
import { isDate } from '#shared/dates'
import type { Value } from '#shared/values'
import type { Cell } from '../files/rows.ts'

export type ReadCell = { ok: true; value: Value } | { ok: false; says: string; instead?: string }

/** The kinds of field that one cell holds. */
export type PlainType = Exclude<FieldType, { type: 'assessment' | 'record' }>

const LONGEST_TEXT = 20_000

/** Reads one cell by the type of its field. */
export function readCell(type: PlainType, cell: Cell): ReadCell {
  switch (type.type) {
    case 'text':
      return readText(cell)
    case 'choice':
      return readOption(cell, type.options)
    case 'date':
      return readDate(cell)
    case 'integer':
      return readInteger(cell)
    case 'decimal':
      return readDecimal(cell)
    case 'boolean':
      return readBoolean(cell)
    case 'link':
      return readLink(cell)
  }
}

export function readText(
  cell: Cell,
): { ok: true; value: string } | { ok: false; says: string; instead?: string } {
  if (typeof cell !== 'string')
    return { ok: false, says: `${cell} is not text`, instead: `put quotes round it: "${cell}"` }
  if (cell.length > LONGEST_TEXT) {
    return {
      ok: false,
      says: `this text has ${cell.length} characters`,
      instead: `use ${LONGEST_TEXT} or fewer`,
    }
  }
  if (!cell.isWellFormed() || cell.includes('\0')) {
    return { ok: false, says: 'this text holds characters that are none', instead: 'type it again' }
  }
  return { ok: true, value: cell }
}

/** One of several words, exactly; where it is not, the one that was probably meant. */
export function readOption(cell: Cell, options: readonly string[]): ReadCell {
  const written = String(cell)
  if (options.includes(written)) return { ok: true, value: written }
  return { ok: false, says: `${show(cell)} is not one of the choices`, ...suggestion(written, options) }
}

export function readDate(
  cell: Cell,
): { ok: true; value: string } | { ok: false; says: string; instead: string } {
  const written = String(cell)
  if (isDate(written)) return { ok: true, value: written }
  const meant = dayFirst(written)
  const instead = meant ? `write ${meant}` : 'write it as YYYY-MM-DD, for example 2024-02-29'
  return { ok: false, says: `${show(cell)} is not a date`, instead }
}

function dayFirst(written: string): string | undefined {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(written) ?? []
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDate(date) ? date : undefined
}

function readInteger(cell: Cell): ReadCell {
  const written = String(cell)
  if (/^-?\d{1,16}$/.test(written)) {
    const value = Number(written)
    if (Number.isSafeInteger(value)) return { ok: true, value: value === 0 ? 0 : value }
  }
  const plain = written.replace(/[,\s]/g, '').replace(/\.0+$/, '')
  const instead = /^-?\d{1,15}$/.test(plain) ? `write ${plain}` : 'write digits only, for example 1200'
  return { ok: false, says: `${show(cell)} is not a whole number`, instead }
}

/** Kept as text, as written: 5.40 says more than 5.4. */
function readDecimal(cell: Cell): ReadCell {
  const written = String(cell)
  if (typeof cell !== 'boolean' && /^-?\d{1,15}(\.\d{1,15})?$/.test(written))
    return { ok: true, value: written }
  const plain = written.replace(/[,\s%]/g, '')
  const instead = /^-?\d{1,15}(\.\d{1,15})?$/.test(plain)
    ? `write ${plain}`
    : 'write digits and a point, for example 5.4'
  return { ok: false, says: `${show(cell)} is not a number`, instead }
}

function readBoolean(cell: Cell): ReadCell {
  const word = String(cell).toLowerCase()
  if (word === 'true' || word === 'yes') return { ok: true, value: true }
  if (word === 'false' || word === 'no') return { ok: true, value: false }
  return { ok: false, says: `${show(cell)} is neither true nor false`, instead: 'write true or false' }
}

function readLink(cell: Cell): ReadCell {
  const written = String(cell)
  const isLink = /^https?:\/\/[^\s]+$/i.test(written) && URL.canParse(written) && written.length <= 2000
  if (isLink) return { ok: true, value: written }
  return {
    ok: false,
    says: `${show(cell)} is not a link`,
    instead: 'write it whole, for example https://www.example.org/page',
  }
}

/** As it was written, in quotation marks and not too long. */
export function show(cell: Cell): string {
  const written = String(cell)
  return `"${written.length > 60 ? `${written.slice(0, 57)}...` : written}"`
}
