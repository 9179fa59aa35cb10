import { access, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { MailProvider, Message } from './message.ts'

/** A mail as it lies in the folder. */
export interface KeptMail extends Message {
  /** When it was put there: '2026-01-05T09:30:00.000Z'. */
  readonly at: string
}

const keptSchema = z.object({
  to: z.string(),
  subject: z.string(),
  body: z.string(),
  reference: z.string(),
  at: z.string(),
})

/** Puts each mail into a folder, where whoever tries the program out can read it. For examples and tests only. */
export function mailToFolder(folder: string, now: () => number): MailProvider {
  const fileOf = (reference: string) => join(folder, `${reference}.json`)
  return {
    async deliver({ to, subject, body, reference }) {
      const kept = { to, subject, body, reference, at: new Date(now()).toISOString() } satisfies KeptMail
      const unfinished = join(folder, `.${reference}.unfinished`)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeFile(unfinished, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
        await rename(unfinished, fileOf(reference))
        return { ok: true }
      } catch {
        return { ok: false, why: 'the folder of mails cannot be written', again: true }
      }
    },
    async find(reference) {
      return await access(fileOf(reference)).then(
        () => 'found' as const,
        () => 'not found' as const,
      )
    },
  }
}

/** The mails of a folder, the newest first. */
export async function readMailFolder(folder: string): Promise<KeptMail[]> {
  const files = await readdir(folder).catch(() => [])
  const mails = await Promise.all(
    files
      .filter((file) => file.endsWith('.json'))
      .map(async (file) => keptSchema.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))),
  )
  return mails.toSorted((a, b) => b.at.localeCompare(a.at))
}
