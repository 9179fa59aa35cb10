import { type Account, type Explanation, explainUpTo } from '#figures'
import { sql } from '#platform/database'
import { nameOf, type Promised } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import type { AsAt } from '../as-at/input.ts'
import { keyOf, publicAccounts, publicKnown, type Reader } from '../known/queries.ts'
import type { Between } from './input.ts'

/** An explanation reads the whole history of every record that changed: of more than these it keeps a reader waiting. */
const MOST_EXPLAINED = 5000

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
    explained === 'too many' || explained.isListed ? explained : { ...explained, changes: [] }
  reader.memory.explanations.keep(key, explanation)
  return explanation
}

/** The names of records as the public may know them. */
export async function namesOf(
  reader: Reader,
  records: readonly string[],
  recording: number,
): Promise<Map<string, { name: string; register: string }>> {
  const { rows } = await reader.asPublic((tx) =>
    sql<{ record: string; name: string | null; register: string }>`
      select distinct on (record) record, register, values ->> 'name' as name
      from registers.public_entry
      where record = any (${records}::uuid[]) and recording <= ${recording} and state <> 'void'
      order by record, effective_on desc, recording desc, entry desc`.execute(tx),
  )
  return new Map(rows.map(({ record, name, register }) => [record, { name: name ?? '', register }]))
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
