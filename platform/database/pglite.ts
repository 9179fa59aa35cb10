// The embedded database as seen from the main thread: a worker, and a stream to it that the `pg` driver takes for a
// socket. Why: pglite-worker.ts.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { folderUnavailable, StoreUnavailable, wordsOf } from './problems.ts'

export type Start = { folder?: string; image?: Uint8Array<ArrayBuffer> }
export type ToWorker =
  | { is: 'bytes'; connection: number; bytes: Uint8Array }
  | { is: 'dump' }
  | { is: 'close' }
export type FromWorker =
  | { is: 'ready' }
  | { is: 'bytes'; connection: number; bytes: Uint8Array<ArrayBuffer> }
  | { is: 'dumped'; image: Uint8Array<ArrayBuffer> }
  | { is: 'closed' }
  | { is: 'failed'; why: string }

export interface Embedded {
  /** A fresh connection, for the `stream` setting of `pg`. Only one may be open at a time: there is one session. */
  connect: () => Duplex
  dump: () => Promise<Uint8Array<ArrayBuffer>>
  close: () => Promise<void>
}

/** Opens the database in a folder, creating it first where there is none. The caller holds the folder's lock. */
export async function openFolder(folder: string, report: (line: string) => void): Promise<Embedded> {
  if (!existsSync(join(folder, 'PG_VERSION'))) await create(folder, report)
  // After a crash PostgreSQL first replays what it had written ahead, which can take a while.
  const slow = setTimeout(() => report(`Opening the database in ${folder}.`), 2_000)
  try {
    return await openEmbedded({ folder })
  } finally {
    clearTimeout(slow)
  }
}

// Creating takes some seconds and may be killed. It happens under another name, so that a folder called `database`
// is always a whole one.
async function create(folder: string, report: (line: string) => void): Promise<void> {
  const unfinished = `${folder}.unfinished`
  try {
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      throw new StoreUnavailable(
        `${folder} is not a database: it has files in it but no PG_VERSION. Move it away, or set DATA_DIR to another folder.`,
      )
    }
    rmSync(unfinished, { recursive: true, force: true })
    mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw error instanceof StoreUnavailable ? error : folderUnavailable(folder, error)
  }
  report(`Creating the database in ${folder}. This happens once and takes about 10 seconds.`)
  const started = performance.now()
  try {
    const fresh = await openEmbedded({ folder: unfinished })
    await fresh.close()
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw error
  }
  try {
    rmSync(folder, { recursive: true, force: true })
    renameSync(unfinished, folder)
  } catch (error) {
    throw folderUnavailable(folder, error)
  }
  report(`Created the database in ${((performance.now() - started) / 1000).toFixed(1)} seconds.`)
}

export function openEmbedded(start: Start): Promise<Embedded> {
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), {
    workerData: start,
    // Not this process's own flags: some of them (--input-type, for one) would stop the worker from starting.
    execArgv: [],
    // PostgreSQL refuses an expression that is nested too deeply once it has used 2 MB of its own stack. With the
    // default of 4, JavaScript's would run out before that, in the middle of PostgreSQL's work.
    resourceLimits: { stackSizeMb: 32 },
    ...(start.image ? { transferList: [start.image.buffer] } : {}),
  })
  const ready = Promise.withResolvers<Embedded>()
  const dumped = Promise.withResolvers<Uint8Array<ArrayBuffer>>()
  const closed = Promise.withResolvers<void>()
  // Each is also refused when the worker ends, whether or not anyone has asked for it by then.
  dumped.promise.catch(() => {})
  let current: WorkerStream | undefined
  let connections = 0
  let ended: StoreUnavailable | undefined

  const send = (message: ToWorker) => worker.postMessage(message)
  const end = (why: string) => {
    if (ended) return
    ended = new StoreUnavailable(wordsFor(start.folder ?? 'memory', why))
    current?.destroy(ended)
    ready.reject(ended)
    dumped.reject(ended)
    closed.resolve()
    void worker.terminate()
  }
  worker.on('error', (error) => end(wordsOf(error)))
  worker.on('exit', () => end('Its thread has ended.'))
  worker.on('message', (message: FromWorker) => {
    switch (message.is) {
      case 'ready':
        return ready.resolve({ connect, dump, close })
      case 'bytes':
        if (current?.connection === message.connection) current.push(Buffer.from(message.bytes.buffer))
        return
      case 'dumped':
        return dumped.resolve(message.image)
      case 'closed':
        return closed.resolve()
      case 'failed':
        return end(message.why)
    }
  })
  return ready.promise

  function connect(): Duplex {
    const stream = new WorkerStream(++connections, (bytes) => {
      if (ended) stream.destroy(ended)
      else send({ is: 'bytes', connection: stream.connection, bytes })
    })
    current = stream
    return stream
  }

  function dump(): Promise<Uint8Array<ArrayBuffer>> {
    send({ is: 'dump' })
    return dumped.promise
  }

  async function close(): Promise<void> {
    if (!ended) send({ is: 'close' })
    await closed.promise
    ended ??= new StoreUnavailable('The database has been closed.')
    await worker.terminate()
  }
}

function wordsFor(where: string, why: string): string {
  if (/No space left on device|ENOSPC|EDQUOT/i.test(why)) {
    return `The disk that holds ${where} is full, and the embedded database has stopped. Free some space and start again.`
  }
  if (/EACCES|EPERM|Permission denied|EROFS/i.test(why)) {
    return `This user may not read and write ${where}. Give it access, or set DATA_DIR to a folder it owns.\n${why}`
  }
  return `The embedded database in ${where} has stopped. Start the program again; if it stops again, the folder may be damaged.\n${why}`
}

// As much of a socket as `pg` asks for. Whole protocol messages arrive here, since `pg` writes each as one buffer and
// corks those that belong together; a partial one would leave PGlite waiting for bytes that cannot come.
class WorkerStream extends Duplex {
  readonly connection: number
  readonly #deliver: (bytes: Uint8Array) => void

  constructor(connection: number, deliver: (bytes: Uint8Array) => void) {
    super()
    this.connection = connection
    this.#deliver = deliver
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'))
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#deliver(new Uint8Array(chunk))
    done()
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#deliver(new Uint8Array(Buffer.concat(chunks.map(({ chunk }) => chunk))))
    done()
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }
}
