import { compileMeasure } from '#definitions'
import type { Known, LedgerTables } from '#figures'
import type { Kysely } from '#platform/database'
import { type Entry, historiesOf, recordIdsOf } from '#registers'
import { type Promised, registerOf } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { timed } from '../timing.ts'

export interface Question {
  on: IsoDate
  recording: number
}

export interface Recomputed {
  /** Reading every entry from the database. */
  readMs: number
  /** For each question: finding the entries that stand and adding up what they add, with all entries in memory. */
  answers: { ms: number; counted: number; outOf: number; unknown: number }[]
}

const CHUNK = 5000

/** Figures without a ledger: every entry is read, and what its record adds is worked out and summed. */
export async function recompute(
  tx: Kysely<LedgerTables>,
  known: Known,
  promised: Promised,
  questions: readonly Question[],
): Promise<Recomputed> {
  const register = registerOf(known.government, promised)
  if (!register) throw new Error('the measure has no register')
  const { evaluate } = compileMeasure(known.government, register, promised.measure)
  const answers = questions.map(() => ({ ms: 0, counted: 0, outOf: 0, unknown: 0 }))
  let readMs = 0
  for (let after: string | null = null; ; ) {
    const read = await timed(async () => {
      const ids: string[] = await recordIdsOf(tx, register.name, after, CHUNK)
      return { last: ids.at(-1), histories: await historiesOf(tx, ids) }
    })
    readMs += read.ms
    const { last, histories } = read.value
    if (last === undefined) return { readMs, answers }
    for (const [i, question] of questions.entries()) {
      const answer = answers[i]
      if (!answer) continue
      const began = performance.now()
      for (const { entries } of histories) {
        const standing = standingOf(entries, question)
        const amounts = standing && evaluate({ record: standing.values, ever: [] })
        answer.counted += amounts?.counted ?? 0
        answer.outOf += amounts?.outOf ?? 0
        answer.unknown += amounts?.unknown ?? 0
      }
      answer.ms += performance.now() - began
    }
    after = last
  }
}

/** The made-up entries are never void or ended, so this is all there is to it. */
function standingOf(entries: readonly Entry[], { on, recording }: Question): Entry | undefined {
  let standing: Entry | undefined
  for (const entry of entries) {
    if (entry.recording > recording || entry.effectiveOn > on) continue
    if (!standing || entry.effectiveOn >= standing.effectiveOn) standing = entry
  }
  return standing
}
