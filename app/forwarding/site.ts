import { createServer, type Server, type Socket } from 'node:net'
import type { Work } from '../command.ts'
import { runUnderstood, understand } from '../command-line.ts'
import type { Config } from '../config.ts'
import type { Database } from '../modules.ts'
import { VERSION } from '../version.ts'
import { type FromCommandLine, fromCommandLine, received, send } from './messages.ts'
import { listenOn, socketFile } from './socket.ts'

/** Carries out the commands of this machine's command line, on the database that the site has open. */
export async function takeCommands(config: Config, store: Database): Promise<{ close: () => Promise<void> }> {
  const running = new Map<Socket, Promise<void>>()
  const stop = new AbortController()
  const server: Server = createServer((socket) => {
    running.set(
      socket,
      serve(socket, config, store, stop.signal).catch(() => {}),
    )
    socket.once('close', () => running.delete(socket))
  })
  await listenOn(server, socketFile(config.dataDir))
  return {
    close: async () => {
      stop.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      await Promise.all(running.values())
      for (const socket of running.keys()) socket.destroy()
      await closed
    },
  }
}

/** One connection: one command. It is stopped when the other side gives up or goes away, or the site closes. */
async function serve(socket: Socket, config: Config, store: Database, closing: AbortSignal): Promise<void> {
  const gone = new AbortController()
  socket.on('error', () => gone.abort())
  socket.on('close', () => gone.abort())
  const messages = received(socket, fromCommandLine)
  const hangUp = () => socket.destroy()
  closing.addEventListener('abort', hangUp)
  const first = await messages.next()
  closing.removeEventListener('abort', hangUp)
  if (first.done || first.value.is !== 'run') {
    socket.destroy()
    return
  }
  const answers = newAnswers()
  void listen(messages, answers.take, () => gone.abort()).catch(() => gone.abort())
  const code = await carryOut(first.value, {
    config,
    cwd: first.value.cwd,
    out: (line) => send(socket, { is: 'out', line }),
    say: (line) => send(socket, { is: 'say', line }),
    ask: (question) => {
      send(socket, { is: 'ask', question })
      return answers.next(gone.signal)
    },
    signal: AbortSignal.any([gone.signal, closing]),
    database: async () => store,
    look: async () => store,
  })
  send(socket, { is: 'end', code })
  socket.destroySoon()
}

async function carryOut({ version, words }: Extract<FromCommandLine, { is: 'run' }>, work: Work) {
  if (version !== VERSION) {
    work.say(
      `The site runs version ${VERSION} and this is version ${version}. Start the site again, then try again.`,
    )
    return 1
  }
  const understood = understand(words)
  if (understood.ok) return await runUnderstood(understood.run, work)
  work.say(understood.help)
  return understood.code
}

async function listen(
  messages: AsyncGenerator<FromCommandLine>,
  take: (answer: string) => void,
  giveUp: () => void,
): Promise<void> {
  for await (const message of messages) {
    if (message.is === 'answer') take(message.text)
    if (message.is === 'cancel') giveUp()
  }
}

/** Answers to questions, one for each. */
function newAnswers() {
  let waiting: ((answer: string) => void) | undefined
  return {
    take(answer: string): void {
      waiting?.(answer)
    },
    next(signal: AbortSignal): Promise<string> {
      return new Promise((answered, gaveUp) => {
        waiting = answered
        signal.addEventListener('abort', () => gaveUp(signal.reason), { once: true })
      })
    },
  }
}
