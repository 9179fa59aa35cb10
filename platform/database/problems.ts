// What can go wrong with the database for reasons outside this program. Each message says in plain words what
// happened and what to do; the command line and the site print it as it is, without a stack.

/** The database could not be opened, or stopped while it was open. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/** Another process has this data folder open. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse'
  readonly pid: number | undefined

  constructor(dataDir: string, holder: { pid: number; since: string } | undefined) {
    const who = holder ? `process ${holder.pid}, since ${holder.since}` : 'another process'
    super(
      `${dataDir} is in use by ${who}. The embedded database admits one process at a time. ` +
        'Stop that process, or set DATA_DIR to another folder, or set DATABASE_URL to use PostgreSQL, which admits many.',
    )
    this.pid = holder?.pid
  }
}

/** `work` was started inside another `work` of the same store. */
export class NestedWork extends Error {
  override readonly name = 'NestedWork'

  constructor() {
    super(
      'store.as or store.owner was called inside another one. Pass the transaction (tx) down instead: a second ' +
        'transaction would wait for the first for ever where the pool has one connection, as on PGlite.',
    )
  }
}

/** The migrations and the database do not agree. Nothing has been changed. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused'
}

export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
  // Node reports several refused addresses (IPv4 and IPv6) as one error without words of its own.
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return undefined
}

export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return wordsOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

/** Why a folder could not be written or read. */
export function folderUnavailable(folder: string, error: unknown): StoreUnavailable {
  const remedy: Record<string, string> = {
    EACCES: `This user may not write to it. Give it write access, or set DATA_DIR to a folder it owns.`,
    EPERM: `This user may not write to it. Give it write access, or set DATA_DIR to a folder it owns.`,
    EROFS: 'It is on a read-only file system. Set DATA_DIR to a folder that can be written.',
    ENOSPC: 'The disk is full. Free some space and start again; nothing that was saved has been lost.',
    EDQUOT: "This user's disk quota is used up. Free some space and start again.",
    ENOTDIR: 'A part of that path is a file, not a folder. Set DATA_DIR to a folder.',
    EEXIST: 'A file has that name. Move it away, or set DATA_DIR to a folder.',
  }
  const advice = remedy[codeOf(error) ?? ''] ?? wordsOf(error)
  return new StoreUnavailable(`The folder ${folder} cannot be used. ${advice}`, { cause: error })
}

const LOST = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
]

/** Errors of a running query that are the machine's fault and not the query's, in plain words; others as they are. */
export function asUnavailable(error: unknown): unknown {
  const code = codeOf(error)
  const words = wordsOf(error)
  if (code === '53100') {
    return new StoreUnavailable(
      'The disk that holds the database is full. The last change was not saved; everything before it was. ' +
        'Free some space and try again.',
      { cause: error },
    )
  }
  if (words === 'timeout exceeded when trying to connect') {
    return new StoreUnavailable(
      'The database is too busy: no connection became free in 10 seconds. Try again.',
      {
        cause: error,
      },
    )
  }
  if (words === 'Query read timeout') {
    return new StoreUnavailable(
      'The database did not answer in time. What was being saved may not have been. Try again.',
      { cause: error },
    )
  }
  // `pg` gives a connection that closed under a query no code.
  if ((code && (LOST.includes(code) || code.startsWith('08'))) || words.startsWith('Connection terminated')) {
    return new StoreUnavailable(
      `The database went away (${words}). What was being saved may not have been. Check that it is running, then try again.`,
      { cause: error },
    )
  }
  return error
}
