import { createHash } from 'node:crypto'
import { asWrittenNow, type Government } from '#definitions'
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
  return row && { recording: row.recording, government: await keptGovernment(tx, row) }
}

/** Every adoption at or before a recording, the earliest first. */
export async function adoptionsUntil(tx: Kysely<RegistersTables>, recording: number): Promise<Adopted[]> {
  const rows = await tx
    .selectFrom('registers.adoption')
    .select(['recording', 'hash'])
    .where('recording', '<=', recording)
    .orderBy('recording')
    .execute()
  const adoptions: Adopted[] = []
  for (const row of rows) {
    adoptions.push({ recording: row.recording, government: await keptGovernment(tx, row) })
  }
  return adoptions
}

async function keptGovernment(
  tx: Kysely<RegistersTables>,
  { recording, hash }: { recording: number; hash: Buffer },
): Promise<Government> {
  const key = hash.toString('hex')
  const government = governments.get(key) ?? (await readGovernmentOf(tx, recording))
  if (governments.size >= MOST_KEPT) governments.clear()
  governments.set(key, government)
  return government
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
  return asWrittenNow(row.government)
}
