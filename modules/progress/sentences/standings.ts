/* How a commitment stands, in words, with why. Pure. */
import type { CommitmentStanding, Standing } from '#figures'
import type { Words } from '#platform/messages'

/** In the order in which they are counted. */
export const STANDINGS: readonly Standing[] = ['met', 'on course', 'off course', 'missed', 'not yet known']

export interface ShownStanding {
  kind: Standing
  /** Met, on course, off course, missed, not yet known. */
  words: string
  /** Which rule decided, in a sentence. */
  says: string
}

const UNKNOWN: Pick<CommitmentStanding, 'standing' | 'reason' | 'decidedBy' | 'isByWord'> = {
  standing: 'not yet known',
  reason: 'no measure',
  decidedBy: null,
  isByWord: false,
}

export function showStanding(words: Words, found: CommitmentStanding | undefined): ShownStanding {
  const { standing, reason, decidedBy, isByWord } = found ?? UNKNOWN
  const title = decidedBy ? words.text(decidedBy.promised.measure.title).says : ''
  const why = words.say(`progress.standing.because.${reason.replaceAll(' ', '-')}`, { title })
  return {
    kind: standing,
    words: words.say(`progress.standing.${standing.replaceAll(' ', '-')}`),
    says: isByWord ? `${why} ${words.say('progress.standing.by-word')}` : why,
  }
}
