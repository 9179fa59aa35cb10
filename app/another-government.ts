import type { Government } from '#definitions'
import type { Database } from './modules.ts'

/** A database is of one government: how to begin with another, as commands that can be copied. */
export function sayAnotherGovernment(
  here: Government,
  there: Government,
  folder: string,
  { kind }: Pick<Database, 'kind'>,
): string[] {
  const where = kind === 'pglite' ? `DATA_DIR=data/${there.slug}` : 'DATABASE_URL=postgresql://…'
  return [
    `This database is of ${here.name.en}, and ${folder} is of ${there.name.en}. Nothing of it was taken.`,
    'A database is of one government, so give this one a database of its own. To begin it, and serve it:',
    `  GOVERNMENT=${folder} ${where} npm start`,
    'That adopts its definitions and records what is in its folder records/. To adopt later changes to them:',
    `  ${where} npx fingerpost adopt ${folder}`,
  ]
}
