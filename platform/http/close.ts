import type { FastifyInstance } from 'fastify'

/**
 * Closes the server when the process is told to stop: no new connections, requests under way are answered,
 * then whatever was registered with onClose (a database). Connections still open after `within` milliseconds are cut.
 */
export function closeOnSignals(app: FastifyInstance, within = 10_000): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      app.log.info(`closing after ${signal}`)
      const cut = setTimeout(() => app.server.closeAllConnections(), within)
      app.close().then(
        () => clearTimeout(cut),
        (error: unknown) => {
          app.log.error({ err: error }, 'did not close cleanly')
          process.exitCode = 1
        },
      )
    })
  }
}

/** Answers under way when the server closes end their connections; left open, each would hold the closing up. */
export function endConnectionsOnClose(app: FastifyInstance): void {
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close')
  })
}
