import type { Socket } from 'node:net'
import { z } from 'zod'

/*
 * How the command line and the site speak: one JSON object on each line, over a Unix socket in DATA_DIR.
 * The command line sends `run`, then may send `answer` and `cancel`; the site sends `out`, `say` and `ask`, and last
 * `end`. Closing the connection is the same as `cancel`.
 */

export const fromCommandLine = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('run'),
    version: z.string(),
    words: z.array(z.string()),
    cwd: z.string(),
  }),
  z.strictObject({ is: z.literal('answer'), text: z.string() }),
  z.strictObject({ is: z.literal('cancel') }),
])
export type FromCommandLine = z.output<typeof fromCommandLine>

export const fromSite = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('out'), line: z.string() }),
  z.strictObject({ is: z.literal('say'), line: z.string() }),
  z.strictObject({ is: z.literal('ask'), question: z.string() }),
  z.strictObject({ is: z.literal('end'), code: z.union([z.literal(0), z.literal(1), z.literal(2)]) }),
])
export type FromSite = z.output<typeof fromSite>

export function send(socket: Socket, message: FromCommandLine | FromSite): void {
  if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`)
}

/** The messages that come, until the other side ends. One that is not understood ends the connection. */
export async function* received<Message>(
  socket: Socket,
  messages: z.ZodType<Message>,
): AsyncGenerator<Message> {
  socket.setEncoding('utf8')
  let parts: string[] = []
  for await (const chunk of socket) {
    const lines = String(chunk).split('\n')
    for (const [i, line] of lines.entries()) {
      parts.push(line)
      if (i === lines.length - 1) break
      const message = messages.safeParse(parsed(parts.join('')))
      parts = []
      if (!message.success) return
      yield message.data
    }
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
