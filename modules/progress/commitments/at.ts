import type { Commitment, Roadmap } from '#definitions'
import type { Known } from '#figures'
import { NotFound } from '#platform/http'
import type { Words } from '#platform/messages'

/** The commitment that an address names, as it was known to be promised. */
export function commitmentAt(
  words: Words,
  { government }: Known,
  at: Readonly<Record<string, string>>,
): { roadmap: Roadmap; commitment: Commitment } {
  const roadmap = government.roadmaps.find(({ slug }) => slug === at.roadmap)
  const commitment = roadmap?.commitments.find(({ number }) => String(number) === at.number)
  if (!roadmap || !commitment) throw new NotFound(words.say('progress.not-found.commitment'))
  return { roadmap, commitment }
}
