import type { Register } from '#definitions'
import type { Known } from '#figures'
import type { IsoDate } from '#shared/dates'
import type { Reading } from '../known/queries.ts'
import { presentOn } from '../records/history.ts'
import { datesOf, type HeldEntry, recordsAfter, wholeEntries } from './queries.ts'

export interface Listed {
  records: HeldEntry[]
  /** The id to go on after; null where there are no more. */
  next: string | null
}

const CHUNK = 200
/** So many records are looked at for one page: one may be short, where few of very many stand on the date. */
const MOST_LOOKED_AT = 1_000

/** A page of the records of a register that stand on a date, each by the entry that stands, in the order of their ids. */
export async function listRecords(
  tx: Reading,
  register: Register,
  known: Known,
  on: IsoDate,
  page: { after: string | null; most: number },
): Promise<Listed> {
  const { standing, next } = await findStanding(tx, register, known, on, page)
  return { records: await wholeEntries(tx, standing), next }
}

/** The entries that stand, by their numbers. */
async function findStanding(
  tx: Reading,
  register: Register,
  { recording }: Known,
  on: IsoDate,
  { after, most }: { after: string | null; most: number },
): Promise<{ standing: number[]; next: string | null }> {
  const standing: number[] = []
  let last = after
  let lastShown: string | null = null
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += CHUNK) {
    const ids = await recordsAfter(tx, register.name, recording, { after: last, most: CHUNK })
    const histories = await datesOf(tx, ids, recording)
    for (const id of ids) {
      const present = presentOn(register, histories.get(id) ?? [], on)
      if (!present) continue
      if (standing.length === most) return { standing, next: lastShown }
      standing.push(present.entry)
      lastShown = id
    }
    if (ids.length < CHUNK) return { standing, next: null }
    last = ids.at(-1) ?? null
  }
  return { standing, next: last }
}
