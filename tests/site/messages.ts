/* What the messages say in English, without what is put into them. For tests. */
import { IntlMessageFormat } from 'intl-messageformat'
import { catalogues } from '../catalogues.ts'

/** Shorter ones can be words that are the same in both languages, or a part of a definition's text. */
const FEWEST_WORDS = 4

/** Every stretch of words between the values of a message. */
export function englishMessages(): string[] {
  const messages = catalogues.flatMap(({ en }) => Object.values(en))
  const stretches = messages.flatMap((message) =>
    literalsIn(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst()),
  )
  return [...new Set(stretches)].filter((stretch) => stretch.split(' ').length >= FEWEST_WORDS)
}

// Elements of type 0 are literal text.
function literalsIn(elements: ReturnType<IntlMessageFormat['getAst']>): string[] {
  return elements.flatMap((element) => {
    if ('options' in element) return Object.values(element.options).flatMap(({ value }) => literalsIn(value))
    return element.type === 0 ? element.value.trim().replaceAll(/\s+/g, ' ') : []
  })
}
