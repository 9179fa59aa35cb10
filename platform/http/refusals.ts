import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { Invalid } from './errors.ts'

/** No address of ours comes near this. */
const MAX_ADDRESS = 2000
export const MAX_HEADERS = 16 * 1024

export function refuseLongAddresses(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (request.url.length > MAX_ADDRESS) {
      throw new Invalid(request.words.say('http.invalid.long-address', { most: MAX_ADDRESS }))
    }
  })
}

/** What cannot even be read as HTTP has no request and no page: a plain answer on the socket. */
export function refuseAtTheSocket(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const timedOut = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const tooMuch = error.code === 'HPE_HEADER_OVERFLOW'
  const status = timedOut ? '408 Request Timeout' : '400 Bad Request'
  const says = timedOut
    ? 'The request took too long to arrive.'
    : tooMuch
      ? `The request's headers and address are longer than ${MAX_HEADERS / 1024} kB together.`
      : 'This could not be read as an HTTP request.'
  const head = `HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n`
  socket.end(`${head}content-length: ${Buffer.byteLength(says)}\r\n\r\n${says}`)
}
