/* A measure's unit beside a number. Pure. */
import type { Text } from '#definitions'
import type { Words } from '#platform/messages'

/** Definitions give the plural: 2 services, but 1 service. Welsh keeps what it has: it counts in the singular anyway. */
export function sayUnit(words: Words, unit: Text, count: number | null): string {
  const { says, locale } = words.text(unit)
  return count === 1 && locale === 'en' ? singularOf(says) : says
}

// The noun that is counted comes before "of", "on" and the like: services on One Login.
function singularOf(unit: string): string {
  const [, noun = unit, rest = ''] =
    /^(.*?)( (?:at|by|for|from|in|of|on|that|to|who|with)\b.*)$/.exec(unit) ?? []
  return singularNoun(noun) + rest
}

function singularNoun(noun: string): string {
  if (/people$/.test(noun)) return noun.replace(/people$/, 'person')
  if (/[^aeiou]ies$/.test(noun)) return noun.replace(/ies$/, 'y')
  if (/(ss|sh|ch|x)es$/.test(noun)) return noun.replace(/es$/, '')
  return /[^su]s$/.test(noun) ? noun.replace(/s$/, '') : noun
}
