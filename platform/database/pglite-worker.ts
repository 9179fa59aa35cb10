// The embedded database's own thread: PGlite computes in whatever thread it runs in, so that in the main one a
// single aggregate would hold up every request for half a second. Bytes of PostgreSQL's wire protocol come in,
// bytes go out; the main thread speaks to it with the same `pg` driver it uses for a server.

import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { FromWorker, Start, ToWorker } from './pglite.ts'

const port = parentPort
if (!port) throw new Error('pglite-worker.ts is started by pglite.ts, in a thread of its own')

const PIECE = 1 << 20
const complaints: string[] = []

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer)
}

function complain(line: string): boolean {
  complaints.push(line)
  if (complaints.length > 5) complaints.shift()
  return false
}

try {
  const start: Start = workerData
  // PGlite never calls fsync (it starts PostgreSQL with -F, and its file system has none): a killed process loses
  // nothing, a power cut can lose the database. That is why production uses PostgreSQL.
  const database = await PGlite.create({
    ...(start.folder === undefined ? {} : { dataDir: start.folder }),
    ...(start.image === undefined ? {} : { loadDataDir: new Blob([start.image]) }),
    onStderr: complain,
    extensions: { lastWords: { name: 'last words', setup: lastWords } },
  })
  endOnSurprise(database)
  port.on('message', (message: ToWorker) => answer(database, message))
  send({ is: 'ready' })
} catch (error) {
  send({ is: 'failed', why: [describe(error), ...complaints].join('\n') })
}

// WebAssembly's file system throws bare objects with WASI's error numbers.
function describe(error: unknown): string {
  const names: Record<number, string> = { 2: 'EACCES', 19: 'EDQUOT', 51: 'ENOSPC', 63: 'EPERM', 69: 'EROFS' }
  if (typeof error === 'object' && error !== null && 'errno' in error && typeof error.errno === 'number') {
    return names[error.errno] ?? `file system error ${error.errno}`
  }
  return String(error)
}

// PostgreSQL ends itself when it can no longer keep its promises (a full disk under the write-ahead log). PGlite
// would go on feeding it messages for ever; the thread ends instead, and the main one learns why.
async function lastWords(_database: unknown, options: object): Promise<{ emscriptenOpts: object }> {
  return {
    emscriptenOpts: {
      ...options,
      onAbort: endWith,
    },
  }
}

// PostgreSQL leaves its main loop by throwing when a query has failed, with this status. PGlite takes anything else
// that is thrown there for granted too, and the query would never be answered.
function endOnSurprise(database: PGlite): void {
  const FAILED_QUERY = 100
  const once = database.Module._PostgresMainLoopOnce
  database.Module._PostgresMainLoopOnce = () => {
    try {
      once()
    } catch (error) {
      const isFailedQuery =
        typeof error === 'object' && error !== null && 'status' in error && error.status === FAILED_QUERY
      if (!isFailedQuery) endWith(error)
      throw error
    }
  }
}

function endWith(why: unknown): void {
  send({ is: 'failed', why: [describe(why), ...complaints].join('\n') })
  process.exit(1)
}

function answer(database: PGlite, message: ToWorker): void {
  switch (message.is) {
    case 'bytes':
      // A connection opens with its startup packet, the only message whose first byte is 0. There is one session
      // underneath, so what the connection before it left behind is cleared first.
      if (message.bytes[0] === 0) {
        if (database.isInTransaction()) run(database, query('rollback'), () => {})
        run(database, query('discard all'), () => {})
      }
      run(database, message.bytes, (bytes) =>
        send({ is: 'bytes', connection: message.connection, bytes }, [bytes.buffer]),
      )
      break
    case 'dump':
      database.dumpDataDir('none').then(
        async (file) => send({ is: 'dumped', image: new Uint8Array(await file.arrayBuffer()) }),
        (error) => send({ is: 'failed', why: describe(error) }),
      )
      break
    case 'close':
      database.close().then(
        () => send({ is: 'closed' }),
        (error) => send({ is: 'failed', why: describe(error) }),
      )
      break
  }
}

// Replies leave in pieces of about a megabyte, so that the main thread reads the first while the rest is made.
function run(database: PGlite, message: Uint8Array, reply: (bytes: Uint8Array<ArrayBuffer>) => void): void {
  let piece = new Uint8Array(16_384)
  let used = 0
  const flush = () => {
    if (used > 0) reply(used === piece.length ? piece : piece.slice(0, used))
    piece = new Uint8Array(Math.min(PIECE, piece.length))
    used = 0
  }
  void database.execProtocolRawStream(message, {
    syncToFs: false,
    onRawData: (bytes) => {
      if (used + bytes.length > piece.length) {
        if (used >= PIECE) flush()
        const larger = new Uint8Array(Math.max(piece.length * 4, used + bytes.length))
        larger.set(piece.subarray(0, used))
        piece = larger
      }
      piece.set(bytes, used)
      used += bytes.length
    },
  })
  flush()
}

function query(sql: string): Uint8Array {
  const text = Buffer.from(`${sql}\0`)
  const message = Buffer.alloc(5 + text.length)
  message.write('Q')
  message.writeInt32BE(4 + text.length, 1)
  text.copy(message, 5)
  return message
}
