import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Forbidden } from './errors.ts'

/** Whether this request may do what the permission is named for. */
export type Permissions = Record<string, (request: FastifyRequest) => boolean | Promise<boolean>>

export const ANYONE: Permissions = { anyone: () => true }

/** Every route says who may use it. One that does not, or that names no known permission, stops the server from starting. */
export function guard(app: FastifyInstance, permissions: Permissions): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    const may: unknown = config?.may
    if (typeof may !== 'string') {
      throw new Error(`${method} ${url} does not say who may use it: give it config: { may: 'anyone' }`)
    }
    if (!Object.hasOwn(permissions, may)) {
      const known = Object.keys(permissions).join(', ')
      throw new Error(`${method} ${url} may be used by "${may}", which is no permission. There are: ${known}`)
    }
  })

  app.addHook('onRequest', async (request) => {
    if (request.is404) return
    const allows = permissions[request.routeOptions.config.may]
    if (!(await allows?.(request))) throw new Forbidden()
  })
}
