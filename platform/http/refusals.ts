import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Invalid } from './errors.ts'

export const MAX_HEADERS = 16 * 1024

/** No address of the public pages comes near this. */
const LONGEST_ADDRESS = 2000

export function refuseLongAddresses(app: FastifyInstance, most = LONGEST_ADDRESS): void {
  app.addHook('onRequest', async (request) => {
    if (request.url.length > most) {
      throw new Invalid(request.words.say('http.invalid.long-address', { most }))
    }
  })
}

/**
 * No database keeps a NUL, nor half of a surrogate pair: whoever sends one is told so before anything reads it.
 * `inAddresses`: there too, where what an address says may be kept.
 */
export function refuseUnstorableText(app: FastifyInstance, where: { inAddresses: boolean }): void {
  const refusal = ({ words }: FastifyRequest) => new Invalid(words.say('http.invalid.text'))
  if (where.inAddresses) {
    app.addHook('onRequest', async (request) => {
      if (request.url.includes('%00')) throw refusal(request)
    })
  }
  app.addHook('preValidation', async (request) => {
    if (!isStorable(request.body)) throw refusal(request)
  })
}

/** Levels of a body. Nobody asks for as many, and whatever walks through more may run out of stack. */
const DEEPEST = 50

function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed()
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return true
  if (depth === DEEPEST) return false
  return Object.entries(value).every(([name, each]) => isStorable(name) && isStorable(each, depth + 1))
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
