/* Follows every link of the site. For tests. */
import assert from 'node:assert/strict'
import type { FastifyInstance } from 'fastify'
import { withoutEntities } from './entities.ts'
import { PUBLIC_URL } from './serving.ts'

export interface Answer {
  address: string
  status: number
  type: string
  body: string
  /** The page on which its address was found. */
  from: string
}

export interface Crawl {
  /** Calls back with every answer, once for each address. */
  each(answer: Answer): void
  /** Which addresses found are asked for: all of them, if not said. */
  wanted?(address: string): boolean
}

/** Asks for an address, then for every address of the site that stands in what was answered, until all have been. */
export async function crawl(app: FastifyInstance, start: string[], { each, wanted }: Crawl): Promise<number> {
  const found = new Map(start.map((address) => [address, 'the start']))
  const waiting = [...start]
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    const from = found.get(address) ?? ''
    const { statusCode, headers, body } = await app.inject(address)
    const type = String(headers['content-type'] ?? '')
    each({ address, status: statusCode, type, body, from })
    const location = headers.location === undefined ? [] : [String(headers.location)]
    for (const link of [...location, ...linksIn(type, body)]) {
      const next = addressOf(link, address)
      if (next === undefined || found.has(next) || !(wanted?.(next) ?? true)) continue
      found.set(next, address)
      waiting.push(next)
    }
  }
  return found.size
}

/** Every address in a page, in JSON under names that hold one, and of what a page asks a browser to fetch. */
function linksIn(type: string, body: string): string[] {
  if (type.startsWith('text/html'))
    return [...body.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, link]) =>
      withoutEntities(link ?? ''),
    )
  if (!type.startsWith('application/json')) return []
  return [...body.matchAll(/"(?:csv|svg|permanentLink)": "([^"]*)"/g)].map(([, link]) => link ?? '')
}

/** The path and query of an address of this site, without its fragment; undefined for others. */
function addressOf(link: string, on: string): string | undefined {
  if (link.startsWith('#') || link.startsWith('mailto:')) return undefined
  const url = new URL(link, PUBLIC_URL + on)
  if (url.origin !== PUBLIC_URL) {
    assert.match(url.protocol, /^https?:$/, `${on} links to ${link}`)
    return undefined
  }
  return url.pathname + url.search
}
