import { type Account, type Explanation, explainUpTo } from '#figures'
import { nameOf, type Promised } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import type { AsAt } from '../as-at/input.ts'
import { keyOf, publicAccounts, publicKnown, type Reader } from '../known/queries.ts'
import { namingOf } from '../records/rules.ts'
import { datesOf, wholeEntries } from '../registers/queries.ts'
import type { Nameable } from '../registers/values.ts'
import type { Between } from './input.ts'

/** An explanation reads the whole history of every record that changed: of more than these it keeps a reader waiting. */
const MOST_EXPLAINED = 1500
/** A record by its register, and the entry that says what it is called. */
export interface NamedRecord {
  register: string
  naming: Nameable | undefined
}

/** Of the records that changed so many are listed, and remembered. */
const MOST_LISTED = 200

/**
 * Why a measure's figure differs between two dates. The explanation reads whole histories, so it runs as the ledger;
 * of records nothing leaves this function but their ids and classes, and those only where the measure is listed.
 */
export async function publicExplanation(
  reader: Reader,
  promised: Promised,
  asAt: AsAt,
  { from, to }: Between,
): Promise<Explanation | 'too many' | undefined> {
  const known = await publicKnown(reader, promised, asAt)
  if (!known) return undefined
  const key = `${keyOf(known, { ...asAt, on: to })} ${from} ${nameOf(promised)}`
  const before = reader.memory.explanations.find(key)
  if (before) return before
  const { organised, today } = asAt
  const [first, second] = [
    { on: from, known },
    { on: to, known },
  ]
  const whole = { promised, from: first, to: second, organisation: null, organised, today }
  const explained = await reader.asLedger((tx) => explainUpTo(tx, whole, MOST_EXPLAINED))
  const explanation =
    explained === 'too many'
      ? explained
      : { ...explained, changes: explained.isListed ? explained.changes.slice(0, MOST_LISTED) : [] }
  reader.memory.explanations.keep(key, explanation)
  return explanation
}

/** What says the names of records on a date, as the public may know it: of one that nothing names, where it is. */
export async function namesOf(
  reader: Reader,
  records: readonly string[],
  { on, recording }: { on: IsoDate; recording: number },
): Promise<Map<string, NamedRecord>> {
  return reader.asPublic(async (tx) => {
    const histories = [...(await datesOf(tx, records, recording)).values()]
    const naming = new Set(histories.map((history) => namingOf(history, on)?.entry))
    // Of a record that nothing names, any entry says in which register it is.
    const shown = histories.flatMap((history) => (namingOf(history, on) ?? history[0])?.entry ?? [])
    const entries = await wholeEntries(tx, shown)
    return new Map(
      entries.map(({ record, entry, register, organisation, effectiveOn, values }) => [
        record,
        { register, naming: naming.has(entry) ? { record, organisation, effectiveOn, values } : undefined },
      ]),
    )
  })
}

/** The accounts of a measure on the two dates, for what was stated where there are no records. */
export async function publicAccountsBetween(
  reader: Reader,
  promised: Promised,
  asAt: AsAt,
  between: readonly IsoDate[],
): Promise<Account[]> {
  const accounts: Account[] = []
  for (const on of between) {
    for (const { account } of await publicAccounts(reader, { ...asAt, on }, [promised]))
      accounts.push(account)
  }
  return accounts
}
