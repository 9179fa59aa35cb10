/*
 * How wide words are, without a browser: the widths of Arial, near enough to those of the site's other typefaces, with
 * some air. Wide enough is what matters: labels that are thought too wide are dropped or wrapped too soon, never cut.
 */

const WIDTHS: [string, number][] = [
  ["ijl'|", 0.24],
  [' .,:;!/\\ftI[]', 0.29],
  ['r()-`"*', 0.37],
  ['sckvxyzJ', 0.52],
  ['CDHNRUwOQG&', 0.76],
  ['mM', 0.86],
  ['W%@…—', 1],
]
const WIDTH_OF = new Map(
  WIDTHS.flatMap(([letters, width]) => Array.from(letters, (letter) => [letter, width])),
)
const AIR = 1.05
const BOLD = 1.08
const FULL_WIDTH = 0x2e80
const STEP = 6

export interface Letters {
  size: number
  isBold?: boolean
}

export function widthOf(words: string, { size, isBold = false }: Letters): number {
  let width = 0
  for (const letter of words) width += widthOfLetter(letter)
  return width * size * AIR * (isBold ? BOLD : 1)
}

function widthOfLetter(letter: string): number {
  const known = WIDTH_OF.get(letter)
  if (known !== undefined) return known
  if ((letter.codePointAt(0) ?? 0) >= FULL_WIDTH) return 1.3
  return letter >= 'A' && letter <= 'Z' ? 0.68 : 0.57
}

/** The words, or as many of their letters as fit and "…". */
export function fit(words: string, width: number, letters: Letters): string {
  if (widthOf(words, letters) <= width) return words
  let shown = ''
  for (const letter of words) {
    if (widthOf(`${shown}${letter}…`, letters) > width) break
    shown += letter
  }
  return `${shown.trimEnd()}…`
}

/**
 * Lines of whole words that fit, at most so many, and about as long as one another. Together they are the words exactly:
 * a word too long for a line is broken, and what is left over is in the last line, however long.
 */
export function wrap(words: string, width: number, most: number, letters: Letters): string[] {
  const pieces = words.split(/(?<= )/).flatMap((word) => piecesOf(word, width, letters))
  const longest = Math.max(0, ...pieces.map(({ shown }) => shown))
  const lines = filled(pieces, width, most)
  let balanced = lines
  for (let narrower = width - STEP; lines.length > 1 && narrower > longest; narrower -= STEP) {
    const next = filled(pieces, narrower, most)
    if (next.length > lines.length || next.some((line) => line.shown > narrower)) break
    balanced = next
  }
  return balanced.map(({ letters: line }) => line)
}

/** Some letters, how wide they are, and how wide without the space at their end. */
interface Piece {
  letters: string
  whole: number
  shown: number
}

function filled(pieces: readonly Piece[], width: number, most: number): Piece[] {
  const lines: Piece[] = []
  let line: Piece | undefined
  for (const { letters, whole, shown } of pieces) {
    if (!line || (line.whole + shown > width && lines.length < most)) {
      line = { letters, whole, shown }
      lines.push(line)
    } else {
      line.letters += letters
      line.shown = line.whole + shown
      line.whole += whole
    }
  }
  return lines
}

/** A word with the space after it; one that is too long for a line in parts. */
function piecesOf(word: string, width: number, letters: Letters): Piece[] {
  const whole = widthOf(word, letters)
  const shown = widthOf(word.trimEnd(), letters)
  if (shown <= width) return [{ letters: word, whole, shown }]
  let head = ''
  for (const letter of word) {
    if (head !== '' && widthOf(head + letter, letters) > width) break
    head += letter
  }
  const wide = widthOf(head, letters)
  return [{ letters: head, whole: wide, shown: wide }, ...piecesOf(word.slice(head.length), width, letters)]
}
