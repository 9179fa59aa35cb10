import { rmSync } from 'node:fs'
import { connect, type Server, type Socket } from 'node:net'
import { basename, dirname, join, resolve } from 'node:path'

/** Where the site listens for commands. */
export function socketFile(dataDir: string): string {
  return join(resolve(dataDir), 'fingerpost.sock')
}

/** Listens for commands of this machine's same user. Whoever calls holds the lock of the folder: a socket left there is stale. */
export async function listenOn(server: Server, file: string): Promise<void> {
  rmSync(file, { force: true })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.once('listening', () => {
      server.off('error', failed)
      listening()
    })
    // The file is made by bind, with the rights that the umask leaves: 0600, from its first instant.
    const before = process.umask(0o177)
    try {
      inItsFolder(file, (name) => server.listen(name))
    } finally {
      process.umask(before)
    }
  })
}

/** A connection to the site, if one listens there. */
export function connectTo(file: string): Promise<Socket | undefined> {
  return new Promise((connected) => {
    try {
      const socket = inItsFolder(file, (name) => connect(name))
      socket.once('error', () => connected(undefined))
      socket.once('connect', () => {
        socket.removeAllListeners('error')
        connected(socket)
      })
    } catch {
      connected(undefined)
    }
  })
}

// The address of a socket holds 107 bytes (103 on a Mac), and a folder's name may be longer. From inside the folder
// the name is always short; both calls reach the kernel before they return.
const LONGEST = 100

function inItsFolder<T>(file: string, work: (name: string) => T): T {
  if (Buffer.byteLength(file) <= LONGEST) return work(file)
  const before = process.cwd()
  process.chdir(dirname(file))
  try {
    return work(basename(file))
  } finally {
    process.chdir(before)
  }
}
