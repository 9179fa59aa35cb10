import { orList } from './problems.ts'

/** The known word that was probably meant, if one is near enough. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const allowed = Math.max(1, Math.floor(word.length / 3))
  let best: { word: string; distance: number } | undefined
  for (const candidate of known) {
    const distance = distanceBetween(word.toLowerCase(), candidate.toLowerCase(), allowed)
    if (distance <= allowed && (!best || distance < best.distance)) best = { word: candidate, distance }
  }
  return best?.word ?? nearestByWords(word, known)
}

/** "highest wins" for "highest answer wins": of several words, the one that has at least half of them in common. */
function nearestByWords(written: string, known: Iterable<string>): string | undefined {
  const words = wordsOf(written)
  if (words.size < 2) return undefined
  const shared = [...known]
    .map((candidate) => {
      const others = wordsOf(candidate)
      return {
        candidate,
        share: [...words].filter((word) => others.has(word)).length / Math.max(words.size, others.size),
      }
    })
    .filter(({ share }) => share >= 0.5)
    .toSorted((a, b) => b.share - a.share)
  const [first, second] = shared
  return first?.share === second?.share ? undefined : first?.candidate
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().split(/\s+/).filter(Boolean))
}

/** "did you mean x?", or the whole choice when it is short, or nothing. */
export function suggestion(word: string, known: Iterable<string>): { instead?: string } {
  const words = [...known]
  const near = nearest(word, words)
  if (near !== undefined) return { instead: `did you mean "${near}"?` }
  if (words.length > 0 && words.length <= 12)
    return { instead: `use ${orList(words.map((each) => `"${each}"`))}` }
  return {}
}

/** Optimal string alignment: insertions, deletions, changes and swaps of neighbours each cost 1. */
function distanceBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit || a.length > 200 || b.length > 200) return limit + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(beforeLast, j - 2) + 1)
      }
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
