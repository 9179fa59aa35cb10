// One process per data folder.
//
// 1. The lock is the kernel's, taken through SQLite, which comes with Node and locks files properly. It is let go
//    when its process ends, however that happens, so a stale lock cannot exist and a reused process id cannot
//    mislead anyone: two containers that share a folder are both process 1.
// 2. The .json file beside it only names the holder, for the message. Nothing is decided by it.
// 3. Nothing else in this process may open the lock file: closing any handle of it would drop the lock.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { folderUnavailable } from './problems.ts'

export type Holder = { pid: number; since: string }
export type Lock = { release: () => void }

const SQLITE_BUSY = 5
// A lock that could be collected as garbage would be let go.
const held = new Set<DatabaseSync>()

/** Takes the lock, or says who has it. Waits a moment for a holder that has just been killed. */
export async function takeLock(file: string): Promise<Lock | { holder: Holder | undefined }> {
  for (let attempt = 0; ; attempt++) {
    const lock = tryLock(file)
    if (lock) return lock
    const holder = holderOf(file)
    if (attempt >= 20 || (attempt > 2 && holder && isAlive(holder.pid))) return { holder }
    await wait(100)
  }
}

export function tryLock(file: string): Lock | undefined {
  let database: DatabaseSync | undefined
  try {
    mkdirSync(dirname(file), { recursive: true })
    database = new DatabaseSync(file)
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    const holder: Holder = { pid: process.pid, since: new Date().toISOString() }
    writeFileSync(`${file}.json`, `${JSON.stringify(holder)}\n`)
  } catch (error) {
    database?.close()
    if (isBusy(error)) return undefined
    throw folderUnavailable(dirname(file), error)
  }
  const taken = database
  held.add(taken)
  return {
    release: () => {
      if (!held.delete(taken)) return
      rmSync(`${file}.json`, { force: true })
      taken.close()
    },
  }
}

function holderOf(file: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(`${file}.json`, 'utf8'))
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('since' in value))
      return undefined
    const { pid, since } = value
    return typeof pid === 'number' && typeof since === 'string' ? { pid, since } : undefined
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
