import type { FastifyInstance } from 'fastify'
import type { Refused } from './configuration.ts'

interface ConfigurationNeeds {
  /** What the simulator is at present, for GET. */
  shown(): object
  change(body: unknown): { ok: true } | Refused
}

/** GET and POST /config, and a page that says what this is. */
export function serveConfiguration(app: FastifyInstance, { shown, change }: ConfigurationNeeds): void {
  app.get('/', { config: { may: 'anyone' } }, (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send('One Login simulator'),
  )

  app.get('/config', { config: { may: 'anyone' } }, (_request, reply) =>
    reply.header('cache-control', 'no-store').send(shown()),
  )

  app.post('/config', { config: { may: 'anyone', from: 'programs' } }, (request, reply) => {
    reply.header('cache-control', 'no-store')
    // A form could come from a page of another site, in the browser of whoever runs this. JSON could not.
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      return reply.code(415).send({ errors: { body: { type: 'body', msg: 'Send JSON' } } })
    const result = change(request.body)
    if (result.ok) return reply.code(200).send('')
    if ('says' in result) return reply.code(400).type('text/plain; charset=utf-8').send(result.says)
    return reply.code(400).send({ errors: result.errors })
  })
}
