import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readGovernment } from './read.ts'

export const harbourton = new URL('../../governments/harbourton', import.meta.url).pathname

/** For tests: reads Harbourton with some of its files written otherwise (null: without the file). */
export async function readHarbourtonWith(files: Record<string, string | Buffer | null>) {
  const parent = await mkdtemp(join(tmpdir(), 'definitions-'))
  const folder = join(parent, 'harbourton')
  try {
    await cp(harbourton, folder, { recursive: true })
    for (const [file, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true })
      if (content === null) await rm(join(folder, file), { recursive: true })
      else await writeFile(join(folder, file), content)
    }
    return await readGovernment(folder)
  } finally {
    await rm(parent, { recursive: true })
  }
}

/** What is wrong, as a compiler would print it. */
export async function problemsWith(files: Record<string, string | Buffer | null>): Promise<string[]> {
  const reading = await readHarbourtonWith(files)
  if (reading.ok) return []
  return reading.problems.map(
    ({ file, line, column, says, instead }) =>
      `${file}:${line}:${column} ${says}${instead ? ` (${instead})` : ''}`,
  )
}
