import type { Register } from '#definitions'
import type { Known } from '#figures'
import { type Promised, promisesOf, registerOf } from '#roadmaps'
import type { Asked } from '../documents/document.ts'
import { publicKnown } from '../known/queries.ts'

/** The measures that count a register, those derived from one of them included. */
export function countedBy({ known: { government } }: Pick<Asked, 'known'>, { name }: Register): Promised[] {
  return promisesOf(government).filter((promised) => registerOf(government, promised)?.name === name)
}

/**
 * What may be known of a register's records: no more than of that measure, of those that count it, of which the least
 * may be known. Undefined where that is nothing.
 */
export async function knownOfRegister(asked: Asked, register: Register): Promise<Known | undefined> {
  let strictest = asked.known
  for (const promised of countedBy(asked, register)) {
    const known = await publicKnown(asked.reader, promised, asked.asAt)
    if (!known) return undefined
    if (known.recording < strictest.recording) strictest = known
  }
  return strictest
}
