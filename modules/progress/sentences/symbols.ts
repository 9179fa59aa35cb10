/* What the symbols in place of numbers mean, wherever one is used. Pure. */
import type { Cell } from '#design'
import type { Words } from '#platform/messages'

const SYMBOLS = ['z', 'x', 'c'] as const

/** Explains the symbols that these words use, and no other; empty where there is none. */
export function legendOf(words: Words, used: readonly string[]): string {
  const symbols = SYMBOLS.filter((symbol) => used.some((each) => each.includes(`[${symbol}]`)))
  if (symbols.length === 0) return ''
  const zero = used.includes(words.number(0)) ? [words.say('progress.symbol.zero')] : []
  return [...symbols.map((symbol) => words.say(`progress.symbol.${symbol}`)), ...zero].join(' ')
}

export function saysOf(cells: readonly Cell[]): string[] {
  return cells.map(({ says }) => says)
}
