/* The phases of a commitment, in words. Pure. */
import type { Commitment } from '#definitions'
import type { Words } from '#platform/messages'

/** How many there are, where none of them was published with what it holds or when it ends; else each. */
export function phasesOf(words: Words, { phases }: Commitment): { says: string; each: Commitment['phases'] } {
  const isUntold = phases.length > 1 && phases.every(({ title, by }) => !title && by === undefined)
  if (!isUntold) return { says: '', each: phases }
  return { says: words.say('progress.phases.not-published', { phases: phases.length }), each: [] }
}
