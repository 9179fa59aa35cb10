import { createHash } from 'node:crypto'
import type { Government } from '#definitions'
import type { Kysely } from '#platform/database'
import { canonicalLine } from '../recordings/rules.ts'
import type { RegistersTables } from '../tables.ts'

/** Definitions as adopted, and the recording that adopted them. */
export interface Adopted {
  readonly recording: number
  readonly government: Government
}

/** By content, so that it is right for every database: reading a government again costs a hash, not its text. */
const governments = new Map<string, Government>()
const MOST_KEPT = 50

/** The definitions last adopted at or before a recording. Undefined where none had been. */
export async function adoptedAt(
  tx: Kysely<RegistersTables>,
  recording: number,
): Promise<Adopted | undefined> {
  const row = await tx
    .selectFrom('registers.adoption')
    .select(['recording', 'hash'])
    .where('recording', '<=', recording)
    .orderBy('recording', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const key = row.hash.toString('hex')
  const government = governments.get(key) ?? (await readGovernmentOf(tx, row.recording))
  if (governments.size >= MOST_KEPT) governments.clear()
  governments.set(key, government)
  return { recording: row.recording, government }
}

export async function insertAdoption(
  tx: Kysely<RegistersTables>,
  recording: number,
  government: Government,
): Promise<void> {
  const hash = createHash('sha256').update(canonicalLine(government)).digest()
  const text = JSON.stringify(government)
  await tx.insertInto('registers.adoption').values({ recording, government: text, hash }).execute()
  await tx.deleteFrom('registers.field').execute()
  const fields = government.registers.flatMap((register) =>
    register.fields.map(({ name, type, disclose }) => ({
      register: register.name,
      field: name,
      type,
      disclose,
    })),
  )
  if (fields.length > 0) await tx.insertInto('registers.field').values(fields).execute()
}

async function readGovernmentOf(tx: Kysely<RegistersTables>, recording: number): Promise<Government> {
  const row = await tx
    .selectFrom('registers.adoption')
    .select('government')
    .where('recording', '=', recording)
    .executeTakeFirstOrThrow()
  return row.government
}
