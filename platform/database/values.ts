// How PostgreSQL's values arrive in JavaScript. The same on both databases, since both speak through `pg`.
//
// | int8        | number; one that a number cannot hold exactly is an error |
// | numeric     | string, exactly as written |
// | date        | string, 'YYYY-MM-DD' |
// | timestamptz | string, ISO 8601 in UTC to the millisecond: '2024-02-29T09:30:00.000Z' |
//
// and arrays of them likewise. Everything else is as `pg` has it.

import pg from 'pg'

type Parse = (text: string) => unknown

// Not among the names that `pg` types; its parser splits any array into strings.
const TEXT_ARRAY: number = 1009

const parsers = new Map<number, Parse>([
  [20, toInteger],
  [1700, toText],
  [1082, toText],
  [1184, toMoment],
  [1016, arrayOf(toInteger)],
  [1231, arrayOf(toText)],
  [1182, arrayOf(toText)],
  [1185, arrayOf(toMoment)],
])

export const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    const parse = format === 'binary' ? undefined : parsers.get(oid)
    return parse ?? pg.types.getTypeParser(oid, format)
  },
}

function toText(text: string): string {
  return text
}

function toInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} is too large to be held exactly as a number`)
  return value
}

// Sessions are in UTC, so PostgreSQL writes '2024-02-29 09:30:00.123456+00'.
function toMoment(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text)
  if (!parts) throw new RangeError(`${text} is not a moment between the years 1 and 9999 in UTC`)
  return `${parts[1]}T${parts[2]}.${(parts[3] ?? '').padEnd(3, '0').slice(0, 3)}Z`
}

function arrayOf(parse: Parse): Parse {
  const read: (text: string) => unknown = pg.types.getTypeParser(TEXT_ARRAY, 'text')
  const each = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(each)
    return typeof item === 'string' ? parse(item) : item
  }
  return (text) => each(read(text))
}
