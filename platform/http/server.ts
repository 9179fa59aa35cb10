import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { design } from '#design'
import type { Locale } from '#shared/dates'
import { createMessages, readCatalogue, type Text } from '../messages/index.ts'
import { readAssets, serveAssets } from './assets.ts'
import { endConnectionsOnClose } from './close.ts'
import { addCookies } from './cookies.ts'
import { NotFound } from './errors.ts'
import { addForms, type FormOptions, refuseForms } from './forms.ts'
import { addFreshness } from './freshness.ts'
import { serveHealth } from './health.ts'
import { type Limits, limitAddresses } from './limits.ts'
import { type LogOptions, logAnswers, loggerOptions } from './log.ts'
import { makePages, renderer } from './pages.ts'
import { ANYONE, guard, type Permissions } from './permissions.ts'
import { problemPages } from './problems.ts'
import { MAX_HEADERS, refuseAtTheSocket, refuseLongAddresses, refuseUnstorableText } from './refusals.ts'
import { addHeaders, securityHeaders } from './security.ts'
import { createViews, type Folders } from './views.ts'

export interface ServerOptions {
  /** Folders that hold views/ and messages/: a module's own, by its name. */
  folders?: Folders
  /** The template that pages of problems stand in; it has the blocks of design/layouts/page.njk. */
  layout?: string
  /** What the site is called; without it, what the software is. Templates have it as `siteName`. */
  name?: Text
  /** Who may do what. Without it there is one permission, `anyone`. */
  permissions?: Permissions
  /** What /health asks besides the process itself: the database. */
  isHealthy?: () => Promise<boolean>
  /** For a site with forms, which needs a `publicUrl` too. Without it, only programs may send anything. */
  forms?: FormOptions
  /** How much one address may ask for. Without it, as much as it likes. */
  limits?: Limits
  log?: LogOptions
  /** In characters; 2,000 unless told. A longer one is refused before anything reads it. */
  longestAddress?: number
  /** The address by which readers reach the site. With https:, browsers are told never to come back without it. */
  publicUrl?: string
  /**
   * Proxies in front, as addresses or networks ('10.0.0.0/8'). X-Forwarded-For is believed from these alone, from the
   * right: what a reader sends themselves is never reached. One that is neither stops the server from starting.
   */
  trustedProxies?: readonly string[]
}

/** A server with everything in place but the pages. Register the routes, then listen. */
export function createServer(options: ServerOptions = {}): FastifyInstance {
  const folders = { design: design.folder, http: new URL('.', import.meta.url), ...options.folders }
  const messages = createMessages(
    Object.entries(folders).map(([name, folder]) => readCatalogue(name, folder)),
  )
  const assets = readAssets(design.assets)
  const own = (locale: Locale) => messages.in(locale).say('design.name')
  const views = createViews(
    folders,
    messages,
    assets.address,
    options.name ?? { en: own('en'), cy: own('cy') },
  )
  const publicUrl = options.publicUrl ?? ''
  const render = renderer(messages, views, publicUrl)
  const layout = options.layout ?? 'design/layouts/page.njk'
  const showProblem = problemPages(messages, render, layout)
  const isOverTls = publicUrl.startsWith('https:')
  const headers = securityHeaders(isOverTls)

  const app: FastifyInstance = Fastify({
    logger: loggerOptions(options.log ?? { level: 'silent' }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    trustProxy: [...(options.trustedProxies ?? [])],
    http: { maxHeaderSize: MAX_HEADERS },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    clientErrorHandler: refuseAtTheSocket,
    // Addresses that cannot be decoded never reach the hooks below.
    frameworkErrors: (error, request, reply) => {
      showProblem(error, request, reply.headers({ ...headers, 'x-request-id': request.id }))
    },
  })
  makePages(app, messages, render)
  if (options.limits) limitAddresses(app, options.limits, showProblem)
  guard(app, { ...ANYONE, ...options.permissions })
  refuseLongAddresses(app, options.longestAddress)
  refuseUnstorableText(app, { inAddresses: options.forms !== undefined })
  addCookies(app, isOverTls)
  if (options.forms) {
    addForms(app, options.forms, publicUrl, (_request, reply) =>
      reply.code(403).header('cache-control', 'no-store').page('http/views/form-refused', { layout }),
    )
  } else {
    refuseForms(app)
  }
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
