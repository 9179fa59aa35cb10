import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { design } from '#design'
import { createMessages, readCatalogue } from '../messages/index.ts'
import { readAssets, serveAssets } from './assets.ts'
import { endConnectionsOnClose } from './close.ts'
import { NotFound } from './errors.ts'
import { addFreshness } from './freshness.ts'
import { serveHealth } from './health.ts'
import { type LogOptions, logAnswers, loggerOptions } from './log.ts'
import { makePages, renderer } from './pages.ts'
import { ANYONE, guard, type Permissions } from './permissions.ts'
import { problemPages } from './problems.ts'
import { MAX_HEADERS, refuseAtTheSocket, refuseLongAddresses } from './refusals.ts'
import { addHeaders, securityHeaders } from './security.ts'
import { createViews, type Folders } from './views.ts'

export interface ServerOptions {
  /** Folders that hold views/ and messages/: a module's own, by its name. */
  folders?: Folders
  /** The template that pages of problems stand in; it has the blocks of design/layouts/page.njk. */
  layout?: string
  /** Who may do what. Without it there is one permission, `anyone`. */
  permissions?: Permissions
  /** What /health asks besides the process itself: the database. */
  isHealthy?: () => Promise<boolean>
  log?: LogOptions
  /** The address by which readers reach the site. With https:, browsers are told never to come back without it. */
  publicUrl?: string
}

/** A server with everything in place but the pages. Register the routes, then listen. */
export function createServer(options: ServerOptions = {}): FastifyInstance {
  const folders = { design: design.folder, http: new URL('.', import.meta.url), ...options.folders }
  const messages = createMessages(
    Object.entries(folders).map(([name, folder]) => readCatalogue(name, folder)),
  )
  const assets = readAssets(design.assets)
  const views = createViews(folders, messages, assets.address)
  const publicUrl = options.publicUrl ?? ''
  const render = renderer(messages, views, publicUrl)
  const showProblem = problemPages(messages, render, options.layout ?? 'design/layouts/page.njk')
  const headers = securityHeaders(publicUrl.startsWith('https:'))

  const app: FastifyInstance = Fastify({
    logger: loggerOptions(options.log ?? { level: 'silent' }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    http: { maxHeaderSize: MAX_HEADERS },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    clientErrorHandler: refuseAtTheSocket,
    // Addresses that cannot be decoded never reach the hooks below.
    frameworkErrors: (error, request, reply) => {
      showProblem(error, request, reply.headers({ ...headers, 'x-request-id': request.id }))
    },
  })
  makePages(app, messages, render)
  guard(app, { ...ANYONE, ...options.permissions })
  refuseLongAddresses(app)
  addFreshness(app)
  addHeaders(app, headers)
  endConnectionsOnClose(app)
  logAnswers(app)
  app.setErrorHandler(showProblem)
  app.setNotFoundHandler((request, reply) => showProblem(new NotFound(), request, reply))
  serveAssets(app, assets)
  serveHealth(app, options.isHealthy)
  return app
}
