/* The words of a page, piece by piece, each with the language that it is marked as. For tests. */
import { withoutEntities } from './entities.ts'

export interface Piece {
  says: string
  lang: string
  /** In a chart, or the head of a page, where a text stands in a sentence or not at all. */
  isDrawn: boolean
}

const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/
const SAID = /^(alt|aria-label|aria-description|content|placeholder|title|value)$/

/** Text between tags, and attributes that are read aloud. The page is valid: what opens, closes. */
export function* piecesOf(html: string): Generator<Piece> {
  const open = [{ name: '', lang: '', isDrawn: false }]
  for (const [, closes, name, attributes = '', text] of html.matchAll(TOKENS)) {
    const within = open.at(-1) ?? { name: '', lang: '', isDrawn: false }
    if (text !== undefined) {
      const says = decoded(text)
      if (says !== '') yield { ...within, says }
      continue
    }
    if (name === undefined) continue
    if (closes) {
      open.pop()
      continue
    }
    const given = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)]
    const lang = given.find(([, key]) => key === 'lang')?.[2] ?? within.lang
    const isDrawn = within.isDrawn || name === 'head' || name === 'svg'
    for (const [, key = '', value = ''] of given)
      if (SAID.test(key)) yield { says: decoded(value), lang, isDrawn: true }
    if (!VOID.test(name) && !attributes.endsWith('/')) open.push({ name, lang, isDrawn })
  }
}

const TOKENS = /<!(?:--[\s\S]*?--|[^>]*)>|<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|[^>"])*)>|([^<]+)/g

function decoded(text: string): string {
  return withoutEntities(text).replaceAll(/\s+/g, ' ').trim()
}
