/* Text as a search sees it: words without case, accents or apostrophes. Pure, and never fails. */

/** A stretch of text that is one word, and what a search takes it for. */
export interface Word {
  /** Where it begins in the text, and where it ends. */
  from: number
  to: number
  /** Without case and accents. */
  folded: string
}

const RUN = /[\p{L}\p{N}\p{M}'’ʼ]+|&/gu

/** The words of a text, in its order. An ampersand is "and". */
export function wordsIn(text: string): Word[] {
  return [...text.matchAll(RUN)].flatMap(({ 0: run, index }) => {
    const folded = run === '&' ? 'and' : foldedOf(run)
    return folded === '' ? [] : [{ from: index, to: index + run.length, folded }]
  })
}

/** Café is cafe; HMRC is hmrc; Swyddfa'r is swyddfar. */
function foldedOf(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Each different word of a text. */
export function foldedIn(text: string): string[] {
  return [...new Set(wordsIn(text).map(({ folded }) => folded))]
}

/** Words that say little on their own: where there are others, those are looked for. */
const SMALL = new Set(
  'a an and are at by for from in is of on or that the to with y yr a ac ar gan i o yn'.split(' '),
)

/** The words that a reader looks for, each once and in no order of importance. */
export function wordsAsked(query: string): string[] {
  const all = foldedIn(query)
  const telling = all.filter((word) => !SMALL.has(word))
  return telling.length > 0 ? telling : all
}

/** How near a word is to one that is asked for: the same, in the plural, longer; 0 if it is another. */
export function nearness(asked: string, word: string): 0 | 7 | 9 | 10 {
  if (word === asked) return 10
  if (word[0] !== asked[0]) return 0
  if (Math.abs(word.length - asked.length) <= 2 && singularOf(word) === singularOf(asked)) return 9
  // One letter begins too many words.
  return asked.length > 1 && word.startsWith(asked) ? 7 : 0
}

/** Gently: vacancies and vacancy, services and service; but not status and statu. */
function singularOf(word: string): string {
  if (word.length < 4) return word
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`
  if (/(ss|sh|ch|x)es$/.test(word)) return word.slice(0, -2)
  return /[^sui]s$/.test(word) ? word.slice(0, -1) : word
}
