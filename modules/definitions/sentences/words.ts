import { type Locale, sayDate } from '#shared/dates'

/** The pieces a measure's sentence is made of, in one language. */
export interface Words {
  all(noun: string): string
  whose(noun: string, condition: string): string
  that(noun: string, expression: string): string
  counts(what: string): string
  amountOf(amounts: string[], what: string): string
  adds(amount: string): string
  outOf(sentence: string, of: string): string
  lasts(period: string, field: string): string
  and(parts: string[]): string
  or(parts: string[]): string
  rating(field: string): string
  score(field: string): string
  within(record: string, field: string): string
  is(field: string, value: string, negated: boolean): string
  yesNo(field: string, negated: boolean): string
  oneOf(field: string, values: string[], negated: boolean): string
  known(field: string, negated: boolean): string
  wasEver(field: string, value: string): string
  compared(field: string, operator: '<' | '<=' | '>' | '>=', value: string, ofDate: boolean): string
  yes: string
  no: string
  period(parts: { years: number; months: number; weeks: number; days: number }): string
  quotient(of: string, over: string | undefined): string
  organisations(of: string, tests: string[]): string
  quantile(of: string, at: number): string
  test(test: 'atLeast' | 'above' | 'atMost' | 'below', amount: string): string
  date(date: string): string
}

const COMPARED = { '<': 'is less than', '<=': 'is at most', '>': 'is more than', '>=': 'is at least' }
const DATED = { '<': 'is before', '<=': 'is on or before', '>': 'is after', '>=': 'is on or after' }
const TESTS = { atLeast: 'at least', above: 'more than', atMost: 'at most', below: 'less than' }

const english: Words = {
  all: (noun) => `all ${noun}`,
  whose: (noun, condition) => `${noun} whose ${condition}`,
  that: (noun, expression) => `${noun} for which ${expression}`,
  counts: (what) => `Counts ${what}`,
  amountOf: (amounts, what) => `the ${list(amounts, 'and')} of ${what}`,
  adds: (amount) => `Adds up ${amount}`,
  outOf: (sentence, of) => `${sentence}, out of ${of}`,
  lasts: (period, field) => `Each counts for ${period} from the date in “${field}”.`,
  and: (parts) => parts.join(' and whose '),
  or: (parts) => parts.join(', or whose '),
  rating: (field) => `${field} rating`,
  score: (field) => `${field} score`,
  within: (record, field) => `${record}’s ${field}`,
  is: (field, value, negated) => `${field} is ${negated ? 'not ' : ''}${value}`,
  yesNo: (field, negated) => `“${field}” is ${negated ? 'no' : 'yes'}`,
  oneOf: (field, values, negated) => `${field} is ${negated ? 'not ' : ''}${list(values, 'or')}`,
  known: (field, negated) => `${field} is ${negated ? 'not ' : ''}recorded`,
  wasEver: (field, value) => `${field} was ever ${value}`,
  compared: (field, operator, value, ofDate) => `${field} ${(ofDate ? DATED : COMPARED)[operator]} ${value}`,
  yes: 'yes',
  no: 'no',
  period: ({ years, months, weeks, days }) =>
    list(
      [many(years, 'year'), many(months, 'month'), many(weeks, 'week'), many(days, 'day')].filter(Boolean),
      'and',
    ),
  quotient: (of, over) =>
    over ? `Divides ${of} by ${over}.` : `Divides what ${of} counts by what it is out of.`,
  organisations: (of, tests) => `Counts the organisations for which ${of} is ${list(tests, 'and')}.`,
  quantile: (of, at) =>
    at === 0.5 ? `Takes the median of ${of}.` : `Takes the ${ordinal(at)} percentile of ${of}.`,
  test: (test, amount) => `${TESTS[test]} ${amount}`,
  date: (date) => sayDate(date),
}

// Welsh waits for a translator: until then its pages show the English, marked as untranslated.
const inLanguage: Partial<Record<Locale, Words>> = { en: english }

export function wordsFor(locale: Locale): Words {
  return inLanguage[locale] ?? english
}

function list(parts: string[], joiner: 'and' | 'or'): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${joiner} ${parts.at(-1)}`
}

function many(count: number, noun: string): string {
  if (count === 0) return ''
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}

function ordinal(at: number): string {
  const number = Math.round(at * 100)
  const teen = number % 100 >= 11 && number % 100 <= 13
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')
  return `${number}${ending}`
}
