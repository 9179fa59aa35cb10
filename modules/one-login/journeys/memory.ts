/*
 * Journeys between two requests: in the store of short-lived things, so that a process may end at any moment and another
 * go on. Each is kept under the authorization's uid and a secret of the browser together: somebody who knows the
 * address of another's journey has not their place in it.
 */
import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readCookie, setCookie } from '#platform/http'
import type { Artefacts } from '../artefacts/artefact.ts'
import { LIFETIMES } from '../lifetimes.ts'
import { type Journey, journeySchema, NEW_JOURNEY } from './journey.ts'

export interface Memory {
  /** The journey of this browser; a new one where there is none yet. */
  find(request: FastifyRequest, reply: FastifyReply, uid: string): Promise<Journey>
  /** False: the browser has no place in it. */
  keep(request: FastifyRequest, uid: string, journey: Journey): Promise<boolean>
}

const COOKIE = 'journeys'

export function createMemory(artefacts: Artefacts, now: () => number): Memory {
  return {
    async find(request, reply, uid) {
      const secret = secretOf(request)
      if (secret === undefined) {
        setCookie(reply, COOKIE, randomBytes(16).toString('base64url'))
        return NEW_JOURNEY
      }
      const found = await artefacts.find('Journey', idOf(uid, secret))
      const read = journeySchema.safeParse(found?.payload)
      return read.success ? read.data : NEW_JOURNEY
    },
    async keep(request, uid, journey) {
      const secret = secretOf(request)
      if (secret === undefined) return false
      const expiresAt = now() + LIFETIMES.journey * 1000
      await artefacts.put({ kind: 'Journey', id: idOf(uid, secret), payload: journey, expiresAt })
      return true
    },
  }
}

function secretOf(request: FastifyRequest): string | undefined {
  const secret = readCookie(request, COOKIE)
  return secret !== undefined && /^[\w-]{22}$/.test(secret) ? secret : undefined
}

function idOf(uid: string, secret: string): string {
  return `${uid}.${secret}`
}
