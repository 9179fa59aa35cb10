/* Finding things by the words they are described with, and in which order. Pure. */
import { nearest } from '#definitions'
import type { IsoDate, Locale } from '#shared/dates'
import { foldedIn, nearness, wordsAsked, wordsIn } from './words.ts'

/** The kinds of things that can be found, in the order of equals. */
export const KINDS = [
  'commitment',
  'measure',
  'organisation',
  'roadmap',
  'mission',
  'milestone',
  'framework',
  'register',
] as const
export type Kind = (typeof KINDS)[number]

/** A text of a thing, in a language. */
export interface Said {
  says: string
  locale: Locale
  /** The day from which it was known: it is not found as known earlier. */
  from?: IsoDate
}

/** Something that has a page. */
export interface Thing {
  kind: Kind
  href: string
  title: Said
  abbreviation?: string
  /** Where it belongs, in a few words. */
  within: string
  texts: Said[]
  /** Found by these, which are not shown: its title with its number, or in another language. */
  alsoCalled: string[]
}

/** Things, with the words that each is found by. */
export interface Index {
  entries: Entry[]
  /** Every word that finds something, those of titles first. */
  vocabulary: string[]
}

interface Entry {
  thing: Thing
  titles: string[][]
  abbreviation: string | undefined
  texts: { words: string[]; from: IsoDate | undefined }[]
}

export function indexOf(things: readonly Thing[]): Index {
  const entries = things.map((thing): Entry => {
    const { title, alsoCalled, abbreviation, within, texts } = thing
    return {
      thing,
      titles: [title.says, ...alsoCalled].map(foldedIn),
      abbreviation: abbreviation === undefined ? undefined : foldedIn(abbreviation).join(''),
      texts: [{ says: within, from: undefined }, ...texts].map(({ says, from }) => ({
        words: foldedIn(says),
        from,
      })),
    }
  })
  const vocabulary = new Set<string>()
  for (const { titles, abbreviation } of entries) {
    for (const word of titles.flat()) vocabulary.add(word)
    if (abbreviation) vocabulary.add(abbreviation)
  }
  for (const { texts } of entries) {
    // What was not known from the first is not given away by a suggestion.
    for (const { words, from } of texts)
      if (from === undefined) for (const word of words) vocabulary.add(word)
  }
  return { entries, vocabulary: [...vocabulary] }
}

/**
 * A word in a title is worth more than an abbreviation, that more than the beginning of a word in a title, and that
 * more than a word in a text. Whole numbers, so that they add up to the same in any order.
 */
const WORTH = { title: 10, abbreviation: 80, text: 1 }

export interface Found {
  thing: Thing
  score: number
}

/** Everything of which the words asked for all match something, the best first. The order of the words does not matter. */
export function find({ entries }: Index, query: string, knownOn: IsoDate): Found[] {
  const asked = wordsAsked(query)
  if (asked.length === 0) return []
  return entries
    .flatMap((entry) => {
      const score = scoreOf(entry, asked, knownOn)
      return score === 0 ? [] : [{ thing: entry.thing, score }]
    })
    .sort((a, b) => b.score - a.score || KINDS.indexOf(a.thing.kind) - KINDS.indexOf(b.thing.kind))
}

function scoreOf(entry: Entry, asked: readonly string[], knownOn: IsoDate): number {
  const texts = entry.texts.flatMap(({ words, from }) => (from === undefined || from <= knownOn ? words : []))
  let score = 0
  for (const word of asked) {
    const best = Math.max(
      WORTH.title * nearestIn(word, entry.titles.flat()),
      entry.abbreviation === word ? WORTH.abbreviation : 0,
      WORTH.text * nearestIn(word, texts),
    )
    if (best === 0) return 0
    score += best
  }
  // Of things that have the same words in their titles, the one comes first whose title says least besides.
  return score / asked.length + Math.max(...entry.titles.map((title) => coverage(title, asked)))
}

function nearestIn(asked: string, words: readonly string[]): number {
  let best = 0
  for (const word of words) best = Math.max(best, nearness(asked, word))
  return best
}

function coverage(title: readonly string[], asked: readonly string[]): number {
  if (title.length === 0) return 0
  const said = title.filter((word) => asked.some((each) => nearness(each, word) > 0))
  return said.length / title.length
}

/** What was probably meant where nothing is found: the same search with each unknown word as it is known here. */
export function didYouMean(index: Index, query: string, knownOn: IsoDate): string | undefined {
  const replaced = wordsIn(query).map(({ folded }) => {
    const isKnown = index.vocabulary.some((word) => nearness(folded, word) > 0)
    if (isKnown || folded.length < 3) return folded
    return nearest(folded, index.vocabulary) ?? folded
  })
  const meant = replaced.join(' ')
  const isOther =
    meant !==
    wordsIn(query)
      .map(({ folded }) => folded)
      .join(' ')
  return isOther && find(index, meant, knownOn).length > 0 ? meant : undefined
}

/** A piece of text, marked where it is what was asked for. */
export interface Piece {
  says: string
  isMatch: boolean
}

/** A text in pieces, the words asked for marked. */
export function marked(text: string, query: string): Piece[] {
  const asked = wordsAsked(query)
  const pieces: Piece[] = []
  let last = 0
  for (const { from, to, folded } of wordsIn(text)) {
    if (!asked.some((each) => nearness(each, folded) > 0)) continue
    if (from > last) pieces.push({ says: text.slice(last, from), isMatch: false })
    pieces.push({ says: text.slice(from, to), isMatch: true })
    last = to
  }
  return last < text.length ? [...pieces, { says: text.slice(last), isMatch: false }] : pieces
}

/** Longer is no snippet. */
const LONGEST = 220

/** The text of a thing that has most of the words asked for, or else its first; cut to some words around the match. */
export function snippetOf({ texts }: Thing, query: string, knownOn: IsoDate): Said | undefined {
  const asked = wordsAsked(query)
  const known = texts.filter(({ from }) => from === undefined || from <= knownOn)
  let best = known[0]
  let most = 0
  for (const text of known) {
    const words = foldedIn(text.says)
    const matches = asked.filter((each) => nearestIn(each, words) > 0).length
    if (matches > most) {
      best = text
      most = matches
    }
  }
  return best && { ...best, says: cut(best.says, asked) }
}

function cut(text: string, asked: readonly string[]): string {
  if (text.length <= LONGEST) return text
  const words = wordsIn(text)
  const match = words.find(({ folded }) => asked.some((each) => nearness(each, folded) > 0))
  const start = Math.max(0, Math.min((match?.from ?? 0) - LONGEST / 3, text.length - LONGEST))
  const from = start === 0 ? 0 : (words.find((word) => word.from >= start)?.from ?? 0)
  const to = words.findLast((word) => word.to <= from + LONGEST)?.to ?? text.length
  return `${from > 0 ? '… ' : ''}${text.slice(from, to)}${to < text.length ? ' …' : ''}`
}
