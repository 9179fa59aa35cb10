import { IntlMessageFormat } from 'intl-messageformat'
import { type Locale, sayDate, sayMoment } from '#shared/dates'
import type { Catalogue, Messages } from './catalogue.ts'
import type { Text, Words } from './words.ts'

type Formats = Map<string, IntlMessageFormat>

const TAGS = { en: 'en-GB', cy: 'cy-GB' } as const

/** All modules' words together. Reports every fault at once, and refuses to start with any. */
export function createMessages(catalogues: Catalogue[]): Messages {
  const faults: string[] = []
  const english = compile('en', catalogues, faults)
  const welsh = compile('cy', catalogues, faults)

  const reviewed = new Set(catalogues.flatMap((catalogue) => catalogue.reviewed))
  for (const key of reviewed) {
    if (!welsh.has(key)) faults.push(`${key} is in cy.reviewed.json but not in cy.json`)
  }
  for (const key of english.keys()) {
    if (!welsh.has(key)) faults.push(`${key} is in en.json but not in cy.json`)
  }
  for (const [key, format] of welsh) {
    const original = english.get(key)
    if (!original) faults.push(`${key} is in cy.json but not in en.json`)
    else faults.push(...differentValues(key, original, format))
  }
  if (faults.length > 0) throw new Error(`The messages have mistakes:\n- ${faults.join('\n- ')}`)

  const words = {
    en: speak('en', english, new Set(english.keys())),
    cy: speak('cy', welsh, reviewed),
  }
  return { in: (locale) => words[locale], has: (key) => english.has(key) }
}

function compile(locale: Locale, catalogues: Catalogue[], faults: string[]): Formats {
  const formats: Formats = new Map()
  for (const catalogue of catalogues) {
    for (const [key, message] of Object.entries(catalogue[locale])) {
      const where = `${key} in ${catalogue.name}/messages/${locale}.json`
      if (!key.startsWith(`${catalogue.name}.`)) faults.push(`${where} must begin with "${catalogue.name}."`)
      if (formats.has(key)) faults.push(`${where} is there twice`)
      if (message.trim() === '') faults.push(`${where} is empty`)
      try {
        formats.set(key, new IntlMessageFormat(message, TAGS[locale], undefined, { ignoreTag: true }))
      } catch (error) {
        faults.push(`${where} is not ICU MessageFormat: ${error instanceof Error ? error.message : error}`)
      }
    }
  }
  return formats
}

// A translation that names a value its original does not have would throw in front of a reader; better here.
function differentValues(key: string, original: IntlMessageFormat, translation: IntlMessageFormat): string[] {
  const known = namesOf(original.getAst())
  return [...namesOf(translation.getAst())]
    .filter((name) => !known.has(name))
    .map((name) => `${key} in cy.json uses {${name}}, which en.json does not`)
}

type Elements = ReturnType<IntlMessageFormat['getAst']>

// Elements of type 0 are literal text and 7 is the # of a plural; all others name a value.
function namesOf(elements: Elements, found = new Set<string>()): Set<string> {
  for (const element of elements) {
    if (element.type !== 0 && 'value' in element) found.add(element.value)
    if ('options' in element) {
      for (const option of Object.values(element.options)) namesOf(option.value, found)
    }
  }
  return found
}

function speak(locale: Locale, formats: Formats, reviewed: Set<string>): Words {
  const number = new Intl.NumberFormat(TAGS[locale])
  const percent = new Intl.NumberFormat(TAGS[locale], { style: 'percent', maximumFractionDigits: 1 })
  return {
    locale,
    say(key, values) {
      const format = formats.get(key)
      if (!format) throw new Error(`There is no message "${key}"`)
      return String(format.format(values))
    },
    isReviewed: (key) => reviewed.has(key),
    review: reviewed.size === formats.size ? 'all' : reviewed.size > 0 ? 'some' : 'none',
    number: (value, decimals) => (decimals ? withDecimals(locale, decimals) : number).format(value),
    percent: (share) => percent.format(notQuite(share)),
    date: (published) => sayDate(published, locale),
    moment: (moment) => sayMoment(moment, locale),
    list: LISTS[locale],
    text: (text: Text) =>
      locale === 'cy' && text.cy !== undefined ? { says: text.cy, locale } : { says: text.en, locale: 'en' },
  }
}

const PLURALS = { en: new Intl.PluralRules(TAGS.en), cy: new Intl.PluralRules(TAGS.cy) }

/** Which form of a noun a number takes: English has one and other, Welsh zero, one, two, few, many and other. */
export function pluralOf(locale: Locale, count: number): Intl.LDMLPluralRule {
  return PLURALS[locale].select(count)
}

function withDecimals(locale: Locale, decimals: number): Intl.NumberFormat {
  return new Intl.NumberFormat(TAGS[locale], {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
}

// 1,999 of 2,000 is not all of them, and 1 of 2,000 is not none: neither may be rounded to look so.
function notQuite(share: number): number {
  if (share > 0.999 && share < 1) return 0.999
  if (share > 0 && share < 0.001) return 0.001
  return share
}

const englishList = new Intl.ListFormat(TAGS.en, { type: 'conjunction' })
const LISTS = { en: (items: string[]) => englishList.format(items), cy: listInWelsh }

// Unicode's pattern for Welsh is "un, dau, a(c) tri": it leaves the choice of "a" or "ac" to whoever writes.
function listInWelsh(items: string[]): string {
  const last = items.at(-1) ?? ''
  if (items.length < 2) return last
  const and = /^[aeiouwyâêîôûŵŷáéíóúàèìòùäëïöü]/i.test(last) ? 'ac' : 'a'
  return `${items.slice(0, -1).join(', ')} ${and} ${last}`
}
