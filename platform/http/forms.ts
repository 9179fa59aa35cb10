/*
 * Forms that only this site's own pages can send.
 *
 * 1. The browser holds a random secret in a cookie; the form holds a token that only this server could have made of it.
 *    Another site can send neither.
 * 2. The token is masked anew for each page, so that nobody learns it from the lengths of compressed pages.
 * 3. What the browser itself says of where the form stood (Origin, Sec-Fetch-Site) must agree.
 * 4. A route that programs send to has no form; it says so, and then no cookie may say who is asking.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import formBodies from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readCookie, setCookie } from './cookies.ts'

export interface FormOptions {
  /** Signs the tokens of forms: 32 bytes, the same for every process of the site. */
  key: Buffer
}

const COOKIE = 'form'
/** The name of the hidden field: components/form.njk writes it. */
const FIELD = 'form-token'
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']
const SECRET = 16
const MASK = 12

export type RefuseForm = (request: FastifyRequest, reply: FastifyReply) => FastifyReply

/** Form bodies, `reply.formPage`, and the check of every form. `refuse` answers one that did not come from a page of ours. */
export function addForms(
  app: FastifyInstance,
  { key }: FormOptions,
  publicUrl: string,
  refuse: RefuseForm,
): void {
  const { origin } = new URL(publicUrl)
  app.register(formBodies, { bodyLimit: 64 * 1024 })

  app.decorateReply('formPage', function (view, context = {}) {
    const known = readCookie(this.request, COOKIE)
    const secret = known !== undefined && isSecret(known) ? known : randomBytes(SECRET).toString('base64url')
    if (secret !== known) setCookie(this, COOKIE, secret)
    return this.header('cache-control', 'no-store').page(view, {
      ...context,
      formToken: tokenFor(key, secret),
    })
  })

  app.addHook('preValidation', async (request, reply) => {
    if (SAFE_METHODS.includes(request.method) || request.is404) return
    if (request.routeOptions.config.from === 'programs') return // (4)
    const secret = readCookie(request, COOKIE)
    const token = fieldOf(request.body, FIELD)
    if (
      stoodHere(request, origin) &&
      secret !== undefined &&
      token !== undefined &&
      isTokenOf(key, secret, token)
    )
      return
    request.log.info('a form was refused')
    return refuse(request, reply)
  })
}

/** Without forms, nothing but programs may send to a server: a route for people's forms would be unguarded. */
export function refuseForms(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    const unsafe = [method].flat().filter((each) => !SAFE_METHODS.includes(each))
    if (unsafe.length === 0 || config?.from === 'programs') return
    throw new Error(`${unsafe.join(', ')} ${url} takes forms: give createServer forms: { key }`)
  })
}

// (3) A browser that says nothing of it is an old one: the token still holds.
function stoodHere(request: FastifyRequest, own: string): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (origin !== undefined && origin !== own) return false
  return site === undefined || site === 'same-origin' || site === 'none'
}

// (1), (2)
function tokenFor(key: Buffer, secret: string): string {
  const mask = randomBytes(MASK)
  return Buffer.concat([mask, signature(key, secret, mask)]).toString('base64url')
}

function isTokenOf(key: Buffer, secret: string, token: string): boolean {
  const bytes = Buffer.from(token, 'base64url')
  const mask = bytes.subarray(0, MASK)
  const wanted = signature(key, secret, mask)
  const given = bytes.subarray(MASK)
  return isSecret(secret) && given.length === wanted.length && timingSafeEqual(given, wanted)
}

function signature(key: Buffer, secret: string, mask: Buffer): Buffer {
  return createHmac('sha256', key).update(secret).update(mask).digest()
}

function isSecret(text: string): boolean {
  return /^[\w-]{22}$/.test(text)
}

function fieldOf(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null || !(name in body)) return undefined
  const found: unknown = Object.getOwnPropertyDescriptor(body, name)?.value
  return typeof found === 'string' ? found : undefined
}
