/* The form that asks what to compare. Pure. */
import type { Government } from '#definitions'
import type { Words } from '#platform/messages'
import type { Fault } from '../as-at/input.ts'
import { isNamed } from '../sentences/rules.ts'
import type { WrittenChoice } from './input.ts'

export interface ChoiceForm {
  given: Partial<WrittenChoice>
  options: { slug: string; name: string; lang: string }[]
  /** In the order of the form; none where nothing was wrong. */
  errors: { parameter: string; label: string; says: string }[]
  errorOf: Record<string, string>
}

export function formOf(
  words: Words,
  { organisations }: Government,
  given: Partial<WrittenChoice>,
  faults: readonly Fault[] = [],
): ChoiceForm {
  const options = organisations
    .filter(({ slug }) => isNamed(slug))
    .map(({ slug, name }) => ({ slug, name: words.text(name).says, lang: words.text(name).locale }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
  const errors = faults.map((fault) => ({
    parameter: fault.parameter,
    label: words.say(labelOf(fault.parameter)),
    says: words.say(fault.key, { given: fault.given }),
  }))
  return {
    given,
    options,
    errors,
    errorOf: Object.fromEntries(errors.map(({ parameter, says }) => [parameter, says])),
  }
}

const OWN = new Set(['left', 'right', 'from', 'to', 'on'])

function labelOf(parameter: string): string {
  return `progress.${OWN.has(parameter) ? 'compare' : 'as-at'}.label.${parameter}`
}
