// The least that Fastify can do: the same answer to everything, made and compressed beforehand.

import { readFileSync } from 'node:fs'
import Fastify from 'fastify'

const answer = readFileSync(process.argv[2] ?? '')
const app = Fastify()
app.get('/*', (_request, reply) =>
  reply.type('text/html; charset=utf-8').header('content-encoding', 'br').send(answer),
)
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
process.once('SIGTERM', () => void app.close())
