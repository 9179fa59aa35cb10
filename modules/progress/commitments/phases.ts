/* The phases of a commitment, in words. Pure. */
import type { Commitment } from '#definitions'
import type { Words } from '#platform/messages'

/** How many there are, where none of them was published with what it holds or when it ends; else nothing. */
export function sayUntold(words: Words, { phases }: Commitment): string {
  const isUntold = phases.length > 1 && phases.every(({ title, by }) => !title && by === undefined)
  return isUntold ? words.say('progress.phases.not-published', { phases: phases.length }) : ''
}
