/* What a record says in one field, as a cell. Pure. */
import type { Disclosure, Field, Government, Register } from '#definitions'
import type { Cell } from '#design'
import type { Words } from '#platform/messages'
import { type IsoDate, isDate } from '#shared/dates'
import type { Value, Values } from '#shared/values'

/** Another record that a field refers to, where it may be shown: its page and what it is called. */
export interface Referred {
  href: string
  name: string
}
export type Referring = ReadonlyMap<string, Referred>

/** What the public may know of an entry, as far as it says what its record is called. */
export interface Nameable {
  record: string
  organisation: string
  effectiveOn: IsoDate
  values: Values
}

/** The fields of a register that are public, as its definition of the time has them. */
export function publicFields(
  { fields }: Register,
  disclosed: ReadonlyMap<string, Disclosure> | undefined,
): Field[] {
  return fields.filter(({ name }) => disclosed?.get(name) === 'public')
}

/** Where a record has no name, the first of these that it says. */
const NAMING = ['name', 'title', 'says']

/** What a record is called, if that may be told. */
export function nameIn(values: Values): string | undefined {
  const value = values[namingIn(values) ?? '']
  return typeof value === 'string' ? value : undefined
}

/** Of its fields the one that says so. */
export function namingIn(values: Values): string | undefined {
  return NAMING.find((field) => {
    const value = values[field]
    return typeof value === 'string' && value.trim() !== ''
  })
}

/** What a record is called: where it has no name that may be told, by who holds it and since when it says so. */
export function calledIn(words: Words, { organisations }: Government, held: Nameable): string {
  const name = nameIn(held.values)
  if (name !== undefined) return name
  const holder = organisations.find(({ slug }) => slug === held.organisation)?.name
  return words.say('progress.record.held-on', {
    organisation: holder ? words.text(holder).says : held.organisation,
    date: words.date(held.effectiveOn),
  })
}

/** The same in a list: links that lead to different records without a name do not have the same words. */
export function calledAmong<Held extends Nameable>(
  words: Words,
  government: Government,
  listed: readonly Held[],
): Map<string, string> {
  const called = listed.map((held) => ({ ...held, called: calledIn(words, government, held) }))
  const times = Map.groupBy(called, (each) => each.called)
  return new Map(
    called.map(({ record, values, called: says }) => {
      const isAlone = nameIn(values) !== undefined || times.get(says)?.length === 1
      const id = record.slice(-6)
      return [record, isAlone ? says : words.say('progress.record.among', { called: says, id })]
    }),
  )
}

/** "Not named", with the end of its id: links that lead to different records do not have the same words. */
export function unnamed(words: Words, record: string): string {
  return words.say('progress.record.unnamed', { id: record.slice(-6) })
}

export function valueCell(
  words: Words,
  field: Field,
  value: Value | undefined,
  referring: Referring = new Map(),
): Cell {
  if (value === undefined || value === null) return { says: '' }
  if (field.type === 'assessment') return assessmentCell(words, field.framework, value)
  if (field.type === 'record') return recordCell(words, value, referring)
  if (typeof value === 'boolean')
    return { says: words.say(`progress.records.${value ? 'counts' : 'does-not-count'}`), value }
  if (typeof value === 'number') return { says: words.number(value), value }
  if (typeof value !== 'string') return { says: JSON.stringify(value) }
  if (field.type === 'date' && isDate(value)) return { says: words.date(value), value }
  // A table makes a link of a source only, and only of one on the web.
  if (field.type === 'link') return { says: '', notes: [{ says: '', source: value, link: value }], value }
  return { says: value }
}

/** The rating, and by which version of which framework: no answers. */
function assessmentCell(words: Words, framework: string, value: Value): Cell {
  if (typeof value !== 'object' || !isValues(value)) return { says: '' }
  const { rating, version } = value
  if (typeof rating !== 'string') return { says: '' }
  const says = typeof version === 'string' ? words.say('progress.record.rated', { rating, version }) : rating
  return { says, href: `/frameworks/${framework}` }
}

function recordCell(words: Words, value: Value, referring: Referring): Cell {
  const referred = typeof value === 'string' ? referring.get(value) : undefined
  return referred
    ? { says: referred.name, href: referred.href }
    : { says: words.say('progress.record.not-shown') }
}

function isValues(value: Value): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What may be told of a record, in one line: Theme: driving; Phase: live. */
export function sayValues(words: Words, fields: readonly Field[], values: Values): string {
  const naming = namingIn(values)
  return fields
    .filter(({ name, type }) => name !== naming && type !== 'record')
    .flatMap((field) => {
      const { says, notes = [] } = valueCell(words, field, values[field.name])
      const told = [says, ...notes.map(({ source = '' }) => source)].filter((each) => each !== '')
      return told.length === 0 ? [] : [`${words.text(field.title).says}: ${told.join(' ')}`]
    })
    .join('; ')
}
