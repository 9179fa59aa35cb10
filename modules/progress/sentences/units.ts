/* A measure's unit beside a number. Pure. */
import type { Measure } from '#definitions'
import { pluralOf, type Words } from '#platform/messages'

/** 2 services, but 1 service. A definition that gives no forms has the plural alone; Welsh counts in the singular anyway. */
export function sayUnit(
  words: Words,
  { unit, unitForms }: Pick<Measure, 'unit' | 'unitForms'>,
  count: number | null,
): string {
  const { says, locale } = words.text(unit)
  const forms = unitForms?.[locale]
  if (!forms) return says
  return forms[pluralOf(locale, count ?? 0)] ?? forms.other
}
