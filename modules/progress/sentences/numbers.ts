/* Numbers in words, as exact as they are. Pure. */
import type { Words } from '#platform/messages'

/** With all its decimals, as it was published or worked out: 78.0004 is more than 78, and 30.0 is not 30. */
export function sayExactly(words: Words, value: string | number): string {
  return words.number(Number(value), decimalsOf(value))
}

export function decimalsOf(value: string | number): number {
  return String(value).split('.')[1]?.length ?? 0
}

/** A difference, with a real minus sign: screen readers say it, and it is as wide as the plus. Nought has neither. */
export function saySigned(words: Words, value: number, decimals?: number): string {
  const amount = words.number(Math.abs(value), decimals)
  if (value === 0) return amount
  return `${value < 0 ? '−' : '+'}${amount}`
}
