import type { Socket } from 'node:net'
import type { ExitCode, Work } from '../command.ts'
import { VERSION } from '../version.ts'
import { fromSite, received, send } from './messages.ts'
import { connectTo, socketFile } from './socket.ts'

type Host = Pick<Work, 'out' | 'say' | 'ask' | 'signal' | 'cwd'>

/** Has the running site carry out a command. Undefined where no site runs on this folder. */
export async function forward(
  words: readonly string[],
  dataDir: string,
  host: Host,
): Promise<ExitCode | undefined> {
  const socket = await connectTo(socketFile(dataDir))
  if (!socket) return undefined
  host.signal.addEventListener('abort', () => send(socket, { is: 'cancel' }), { once: true })
  send(socket, {
    is: 'run',
    version: VERSION,
    words: [...words],
    cwd: host.cwd,
  })
  const code = await follow(socket, host)
  socket.destroy()
  if (code !== undefined) return code
  host.say('The site stopped before the command was done. What was not finished was not recorded.')
  return 1
}

async function follow(socket: Socket, host: Host): Promise<ExitCode | undefined> {
  try {
    for await (const message of received(socket, fromSite)) {
      if (message.is === 'out') host.out(message.line)
      if (message.is === 'say') host.say(message.line)
      if (message.is === 'ask') await answer(socket, message.question, host)
      if (message.is === 'end') return message.code
    }
  } catch {
    // The connection broke: the same as a site that stops.
  }
  return undefined
}

async function answer(socket: Socket, question: string, { ask, signal }: Host): Promise<void> {
  try {
    send(socket, { is: 'answer', text: await ask(question) })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
