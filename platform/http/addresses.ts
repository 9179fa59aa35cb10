/* The language of an address. Caches ignore cookies, so every page is at its address and, in Welsh, at /cy + address. */
import type { FastifyInstance } from 'fastify'
import type { Locale } from '#shared/dates'

const WELSH = '/cy'

export interface Address {
  locale: Locale
  /** Without /cy: the same page's path in any language. */
  path: string
  /** '' or '?on=2024-02-29'. */
  query: string
}

/** Reads what a request asks for: its language, its path in any language, and its query as it was written. */
export function readAddress(url: string): Address {
  // A proxy may be asked for a whole address, of which only the path is ours to answer.
  const [whole = '', ...rest] = url.replace(/^https?:\/\/[^/?]*/i, '').split('?')
  const isWelsh = whole === WELSH || whole.startsWith(`${WELSH}/`)
  const path = isWelsh ? whole.slice(WELSH.length) : whole
  return {
    locale: isWelsh ? 'cy' : 'en',
    // A link to //elsewhere.example or /\elsewhere.example would leave the site.
    path: `/${path.replace(/^[/\\]+/, '')}`,
    query: rest.length > 0 ? `?${rest.join('?')}` : '',
  }
}

/** An address of ours in a language, with more of a query: ('cy', '/organisations', '?on=2024-02-29') is /cy/organisations?on=2024-02-29. */
export function addressIn(locale: Locale, address: string, query = ''): string {
  if (!address.startsWith('/'))
    throw new Error(`"${address}" is no address of this site: it begins with a slash`)
  const [before = '', fragment] = address.split('#', 2)
  const joined = before.includes('?') ? query.replace('?', '&') : query
  return `${locale === 'cy' ? WELSH : ''}${before}${joined}${fragment === undefined ? '' : `#${fragment}`}`
}

/** Registers the same routes twice, so that each of their pages is there in both languages. */
export function inBothLanguages(app: FastifyInstance, serve: (app: FastifyInstance) => void): void {
  serve(app)
  app.register(async (welsh) => serve(welsh), { prefix: WELSH })
}
